// Local dates as text (`2026-07-01`) and the stretches of time that they are in a zone.
import type { Instant, Interval } from './instant.ts';
import { localDateAt, startOfDate } from './wall-clock.ts';

const epoch = Temporal.PlainDate.from('1970-01-01');

/** The number of a date: whole dates since 1970-01-01. Throws a RangeError unless it is a date that exists. */
export function dateNumber(date: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw wrongDate(date);
  try {
    return epoch.until(Temporal.PlainDate.from(date), { largestUnit: 'days' }).days;
  } catch (cause) {
    throw wrongDate(date, cause);
  }
}

/** The text of a date's number: `dateText(0)` is `1970-01-01`. */
export function dateText(number: number): string {
  return epoch.add({ days: number }).toString();
}

/** The first instant in `zone` whose local date is `date` or later. Throws a RangeError on a wrong date. */
export function startOfLocalDate(date: string, zone: string): Instant {
  return startOfDate(dateNumber(date), zone);
}

/**
 * The local days that overlap a bounded window, in order and cut to it: of 23 to 25 hours where clocks
 * change, without the dates that the zone skipped.
 */
export function localDates(window: Interval, zone: string): { date: string; start: Instant; end: Instant }[] {
  const days = [];
  for (let date = localDateAt(window.start, zone); ; date += 1) {
    const start = Math.max(startOfDate(date, zone), window.start);
    const end = Math.min(startOfDate(date + 1, zone), window.end);
    if (start >= window.end) return days;
    if (start < end) days.push({ date: dateText(date), start, end });
  }
}

function wrongDate(date: string, cause?: unknown): RangeError {
  return new RangeError(
    `got "${date}"; a date is YYYY-MM-DD and exists in the calendar, such as 2026-07-01`,
    { cause },
  );
}
