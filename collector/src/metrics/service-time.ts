// The service time of whole periods, worked out once for each: a page of metrics asks for it at every scrape.
import type { CalendarTerms } from '@upheld/shared/agreement/agreement';
import type { Interval } from '@upheld/shared/time/instant';
import { countMinutes, scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';

const known = new WeakMap<CalendarTerms, Map<string, number>>();

/** The scheduled minutes of a window, to come included, in seconds. */
export function serviceSeconds(calendar: CalendarTerms, { start, end }: Interval): number {
  const ofCalendar = known.get(calendar) ?? new Map<string, number>();
  known.set(calendar, ofCalendar);
  const key = `${start} ${end}`;
  const seconds = ofCalendar.get(key) ?? countMinutes(scheduledMinutes(calendar, { start, end })) * 60;
  ofCalendar.set(key, seconds);
  return seconds;
}
