// What a value of a promise is worth is read off a scale of three points: fail is 0, the threshold 70 and
// the ideal 100 (measurement.md section 7).
import { compareRatios, complement, multiplyRatios, percentage, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import type { Target } from '../exact/target.ts';

/** In the unit of the value: shares for promises, e.g. 0.99, 0.999 and 1. */
export type Scale = { better: 'higher' | 'lower'; fail: Ratio; threshold: Ratio; ideal: Ratio };

/** The fail and ideal that an objective names itself. */
export type OwnScale = { ideal: string; fail: string };

const none = ratio(0, 1);

/** Ten times the bad share allowed is worth nothing; of a promise that allows none, 20 % bad is. */
const failFactor = ratio(10, 1);
const failWhereNoneIsAllowed = ratio(1, 5);

/**
 * The scale of a promise: the objective's own `score`, else with b the bad share allowed ideal = none bad,
 * threshold = b and fail = 10·b, 20 % bad where b = 0 (measurement.md section 7). `<` and `<=` judge the
 * bad share, `>=` and `>` the good one. Throws a RangeError where `own` is no percentages.
 *
 *     scaleOf({ op: '>=', ratio: percentage('99.9%') }); // fail 0.99, threshold 0.999, ideal 1
 */
export function scaleOf({ op, ratio: threshold }: Target, own?: OwnScale): Scale {
  const better = op.startsWith('<') ? 'lower' : 'higher';
  if (own !== undefined) {
    return { better, threshold, fail: percentage(own.fail), ideal: percentage(own.ideal) };
  }
  const failBad = failingBadShare(better === 'lower' ? threshold : complement(threshold));
  return better === 'lower'
    ? { better, threshold, fail: failBad, ideal: none }
    : { better, threshold, fail: complement(failBad), ideal: complement(none) };
}

/** Whether `value` is as good as `mark` or better. */
export function reaches(value: Ratio, mark: Ratio, { better }: Pick<Scale, 'better'>): boolean {
  const order = compareRatios(value, mark);
  return better === 'higher' ? order >= 0 : order <= 0;
}

/** The bad share at which a promise is worth nothing, of the one that it allows. */
export function failingBadShare(allowedBad: Ratio): Ratio {
  return allowedBad.num === 0n ? failWhereNoneIsAllowed : multiplyRatios(failFactor, allowedBad);
}
