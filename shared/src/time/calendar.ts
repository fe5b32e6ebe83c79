// Service time: a calendar's hours as instants (measurement.md section 1).
import type { CalendarTerms } from '../agreement/agreement.ts';
import type { Interval } from './instant.ts';
import { clipped, merged } from './intervals.ts';
import { rangesStartingOn } from './service-dates.ts';
import { localDateAt } from './wall-clock.ts';

/** A range ends on the date after its own at the latest, and a zone has skipped one date but never two. */
const datesARangeReaches = 3;

/**
 * The service hours in a bounded window: in order, touching and overlapping ranges merged, cut to the
 * window. `[{ start, end }]` of one New York working day is eight hours.
 */
export function serviceRanges(calendar: CalendarTerms, window: Interval): Interval[] {
  const ranges: Interval[] = [];
  const first = localDateAt(window.start, calendar.timeZone) - datesARangeReaches;
  // One more than the last date: where clocks go back over midnight the next date has begun before.
  const last = localDateAt(window.end, calendar.timeZone) + 1;
  for (let date = first; date <= last; date += 1) {
    ranges.push(...rangesStartingOn(date, calendar));
  }
  return clipped(merged(ranges), window);
}

/** The length of ranges together, in milliseconds. */
export function serviceTime(ranges: Interval[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
}
