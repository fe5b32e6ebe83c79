// When an agreement counts at all (measurement.md section 1).
import type { Interval } from './instant.ts';
import { dateNumber } from './local-date.ts';
import { startOfDate } from './wall-clock.ts';

/**
 * From the start of the local date `from` to the end of the local date `until`, which is included; the
 * end is Infinity without `until`. Throws a RangeError on a wrong date.
 */
export function effectiveWindow(
  effective: { from: string; until?: string | undefined },
  zone: string,
): Interval {
  const start = startOfDate(dateNumber(effective.from), zone);
  if (effective.until === undefined) return { start, end: Infinity };
  return { start, end: startOfDate(dateNumber(effective.until) + 1, zone) };
}
