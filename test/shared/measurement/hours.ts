// The hours of a window, as a store would keep its tallies by: absolute hours, at the edges only the part
// inside, because a zone with a half-hour offset begins its periods in the middle of one.
import type { Interval } from '@upheld/shared/time/instant';

const HOUR = 3_600_000;

export function hoursOf({ start, end }: Interval): Interval[] {
  const hours: Interval[] = [];
  for (let from = start; from < end;) {
    const to = Math.min((Math.floor(from / HOUR) + 1) * HOUR, end);
    hours.push({ start: from, end: to });
    from = to;
  }
  return hours;
}
