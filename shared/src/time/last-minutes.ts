// The last scheduled minutes before an instant, however far back they lie (measurement.md section 5).
import type { CalendarTerms } from '../agreement/agreement.ts';
import type { Instant, Interval } from './instant.ts';
import { MINUTE } from './instant.ts';
import { scheduledMinutes } from './scheduled-minutes.ts';

/**
 * The window that holds the last `count` scheduled minutes that have fully elapsed at `asOf`; all of them
 * since `from` where there are fewer. It is of whole minutes and ends with the last one that has elapsed.
 *
 *     lastScheduledMinutes(nineToFive, 60, mondayAtHalfPastNine, 0).start; // Friday at 16:30
 */
export function lastScheduledMinutes(
  calendar: CalendarTerms,
  count: number,
  asOf: Instant,
  from: Instant,
): Interval {
  const end = Math.floor(asOf / MINUTE) * MINUTE;
  if (count <= 0) return { start: end, end };
  const earliest = Math.min(Math.ceil(from / MINUTE) * MINUTE, end);
  for (let reach = count * MINUTE; ; reach *= 2) {
    const start = Math.max(earliest, end - reach);
    const found = startOfLast(scheduledMinutes(calendar, { start, end }), count);
    if (found !== null) return { start: found, end };
    if (start === earliest) return { start, end };
  }
}

/** Where the last `count` minutes of the ranges begin; null when they hold fewer. */
function startOfLast(ranges: Interval[], count: number): Instant | null {
  let left = count * MINUTE;
  for (const { start, end } of ranges.toReversed()) {
    if (left <= end - start) return end - left;
    left -= end - start;
  }
  return null;
}
