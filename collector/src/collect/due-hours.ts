// Which hours of counted traffic can be asked for: whole hours of UTC that have settled, however clocks are
// set where the agreement counts.
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { CountTerms } from './count-work.ts';

/** The length of an hour in milliseconds. An hour is `[k * HOUR, (k + 1) * HOUR)`. */
export const HOUR = 3_600_000;

export type DueHour = Interval & { terms: CountTerms };

/** In rising order; an hour that lies in no terms as a whole is judged by none and not asked for. */
export function settledHours(terms: CountTerms[], now: Instant): DueHour[] {
  return terms.flatMap((part) => {
    const { settleMs, backfillMs } = part.kind.reach(part.spec);
    const window = {
      start: Math.max(part.start, now - backfillMs),
      end: Math.min(part.end, now - settleMs),
    };
    return hoursWithin(window).map((hour) => ({ ...hour, terms: part }));
  });
}

function hoursWithin({ start, end }: Interval): Interval[] {
  const [first, last] = [Math.ceil(start / HOUR), Math.floor(end / HOUR)];
  return Array.from({ length: Math.max(last - first, 0) }, (_, index) => ({
    start: (first + index) * HOUR,
    end: (first + index + 1) * HOUR,
  }));
}
