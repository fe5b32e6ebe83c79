// When a promised duration is over, counted on a calendar (measurement.md section 1), and what of it
// stands still while a clock is paused (section 6).
import type { CalendarTerms } from '../agreement/agreement.ts';
import { businessDatesFrom, firstCloseFrom, neverOver } from './business-dates.ts';
import { serviceRanges, serviceTime } from './calendar.ts';
import { milliseconds, parseDuration } from './duration.ts';
import type { Instant, Interval } from './instant.ts';
import { without } from './intervals.ts';
import { localDateAt } from './wall-clock.ts';

/** How the walk over service time strides: most promises end in the first stretch, those of hours in the first day. */
const stretch = 14 * 86_400_000;
const firstStretch = 86_400_000;

/** About a century: it ends the walk on a calendar that never opens again. */
const farthest = 36_525 * 86_400_000;

/**
 * The instant at which exactly `duration` has passed after `start`, to the millisecond; ending at a
 * close, the close is due. `ms` to `w` are service time of the calendar, `bd` ends at the close of the
 * n-th business date after the local date of `start`, `M`, `Q` and `Y` move the wall clock.
 *
 * `pauses` (in order, apart) do not count: business dates that open in one are passed over, and a close
 * in one gives way to the first close after it.
 *
 * Throws a RangeError on a duration that cannot be read, and on one that is not over in a century.
 */
export function dueAt(
  start: Instant,
  duration: string,
  calendar: CalendarTerms,
  pauses: Interval[] = [],
): Instant {
  const { count, unit } = parseDuration(duration);
  if (unit === 'bd') return closeOfBusinessDate(start, count, calendar, pauses);
  if (unit === 'M') return afterMonths(start, count, calendar, pauses);
  if (unit === 'Q') return afterMonths(start, count * 3, calendar, pauses);
  if (unit === 'Y') return afterMonths(start, count * 12, calendar, pauses);
  return afterServiceTime(start, milliseconds(duration), calendar, pauses);
}

/** The service time in `[a, b)`, in milliseconds; 0 when `b` is not after `a`. */
export function serviceTimeBetween(a: Instant, b: Instant, calendar: CalendarTerms): number {
  return serviceTime(serviceRanges(calendar, { start: a, end: b }));
}

function afterServiceTime(
  start: Instant,
  length: number,
  calendar: CalendarTerms,
  pauses: Interval[],
): Instant {
  let left = length;
  for (let from = start, stride = firstStretch; from < start + farthest; from += stride, stride = stretch) {
    for (const range of without(serviceRanges(calendar, { start: from, end: from + stride }), pauses)) {
      if (left <= range.end - range.start) return range.start + left;
      left -= range.end - range.start;
    }
  }
  throw neverOver();
}

function closeOfBusinessDate(
  start: Instant,
  count: number,
  calendar: CalendarTerms,
  pauses: Interval[],
): Instant {
  let left = count;
  for (const { opening, close } of businessDatesFrom(localDateAt(start, calendar.timeZone) + 1, calendar)) {
    if (pauseAt(opening, pauses) === undefined) left -= 1;
    if (left === 0) return closeAfterPauses(close, calendar, pauses);
  }
  throw neverOver();
}

function closeAfterPauses(close: Instant, calendar: CalendarTerms, pauses: Interval[]): Instant {
  const pause = pauseAt(close, pauses);
  if (pause === undefined) return close;
  return closeAfterPauses(firstCloseFrom(pause.end, calendar), calendar, pauses);
}

function afterMonths(
  start: Instant,
  months: number,
  { timeZone }: CalendarTerms,
  pauses: Interval[],
): Instant {
  const local = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timeZone);
  const unpaused = local.add({ months }).epochMilliseconds;
  return pauses.reduce((due, pause) => due + timeLost(pause, { start, end: due }), unpaused);
}

/** What a pause that begins before a clock is due takes from it. */
function timeLost(pause: Interval, clock: Interval): number {
  return pause.start < clock.end ? Math.max(0, pause.end - Math.max(pause.start, clock.start)) : 0;
}

function pauseAt(instant: Instant, pauses: Interval[]): Interval | undefined {
  return pauses.find(({ start, end }) => start <= instant && instant < end);
}
