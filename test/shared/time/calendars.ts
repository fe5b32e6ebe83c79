// Calendars and instants that the tests of time start from.
import type { CalendarTerms } from '@upheld/shared/agreement/agreement';
import type { Instant, Interval } from '@upheld/shared/time/instant';

/** An instant from its ISO text with an offset, read without the code under test. */
export function at(iso: string): Instant {
  const instant = Date.parse(iso);
  if (!/(Z|[+-]\d\d:\d\d)$/.test(iso) || Number.isNaN(instant)) throw new Error(`no instant: ${iso}`);
  return instant;
}

export function between(start: string, end: string): Interval {
  return { start: at(start), end: at(end) };
}

const workday = ['09:00-17:00'];

/** Monday to Friday, 09:00-17:00 in New York. */
export const businessHours: CalendarTerms = {
  timeZone: 'America/New_York',
  weekly: { mon: workday, tue: workday, wed: workday, thu: workday, fri: workday },
  holidays: [],
};

const wholeDay = ['00:00-24:00'];

/** Round the clock in a zone. */
export function always(timeZone: string): CalendarTerms {
  return {
    timeZone,
    weekly: {
      mon: wholeDay,
      tue: wholeDay,
      wed: wholeDay,
      thu: wholeDay,
      fri: wholeDay,
      sat: wholeDay,
      sun: wholeDay,
    },
    holidays: [],
  };
}
