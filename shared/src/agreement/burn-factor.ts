// How fast a budget may burn before it calls for attention: the factor of a burn pair, and the bounds that
// it must keep (measurement.md section 5).
import { compareRatios, multiplyRatios, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { milliseconds } from '../time/duration.ts';
import { MINUTE } from '../time/instant.ts';

/** The lengths of a pair's two windows, in minutes of service time. */
export type BurnLengths = { longMinutes: number; shortMinutes: number };

const shortPart = 12;

/**
 * The windows of a pair: the short one is a twelfth of the long one, rounded up to minutes. Throws a
 * RangeError on a duration that has no fixed length.
 *
 *     burnLengths('1h'); // { longMinutes: 60, shortMinutes: 5 }
 */
export function burnLengths(long: string): BurnLengths {
  const longMinutes = Math.ceil(milliseconds(long) / MINUTE);
  return { longMinutes, shortMinutes: Math.ceil(longMinutes / shortPart) };
}

/**
 * budgetShare × scheduled minutes of the period / minutes of the long window (section 5): how many times
 * faster than evenly the budget burns when the long window eats that share of it.
 *
 *     burnFactor(percentage('2%'), 43_200, 60); // 72/5
 */
export function burnFactor(budgetShare: Ratio, periodMinutes: number, longMinutes: number): Ratio {
  return multiplyRatios(budgetShare, ratio(periodMinutes, longMinutes));
}

/**
 * Whether a factor lies in [1, 1/allowedBad): below it an even burn would fire, from its end on nothing
 * could. `allowedBad` is the bad share that the target leaves; without any, no factor will do.
 */
export function isFactorAccepted(factor: Ratio, allowedBad: Ratio): boolean {
  const one = ratio(1, 1);
  const isFastEnough = compareRatios(factor, one) >= 0;
  const isReachable = allowedBad.num > 0n && compareRatios(multiplyRatios(factor, allowedBad), one) < 0;
  return isFastEnough && isReachable;
}
