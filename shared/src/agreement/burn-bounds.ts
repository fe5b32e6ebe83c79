// Whether a burn pair can do its work: on the shortest period of the agreement's first year its factor lies
// in [1, 1/(1 - target)) (measurement.md section 5).
import { percentage, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { allowedBad, readTarget } from '../exact/target.ts';
import { shortestPeriod } from '../time/shortest-period.ts';
import type { Objective, Terms } from './agreement.ts';
import { burnFactor, burnLengths, isFactorAccepted } from './burn-factor.ts';
import type { BurnPair } from './burn-terms.ts';

/** A pair as an objective would have it. `limit` is 1/(1 - target), null where the target leaves no budget. */
export type BurnBounds = {
  objective: Objective;
  /** The shortest period; null where its calendar is closed all year. */
  period: string | null;
  periodMinutes: number;
  longMinutes: number;
  factor: Ratio;
  limit: Ratio | null;
  isAccepted: boolean;
};

/** The factor of a pair on the shortest period of an objective, and whether it keeps its bounds. */
export function burnBounds(
  terms: Omit<Terms, 'triggers'>,
  objective: Objective,
  { budget, long }: Pick<BurnPair, 'budget' | 'long'>,
): BurnBounds {
  const calendar = terms.calendars[objective.calendar];
  const shortest = calendar === undefined ? null : shortestPeriod(terms, objective.period, calendar);
  const allowed = allowedBad(readTarget(objective.objective));
  const periodMinutes = shortest?.minutes ?? 0;
  const { longMinutes } = burnLengths(long);
  const factor = burnFactor(percentage(budget), periodMinutes, longMinutes);
  return {
    objective,
    period: shortest?.name ?? null,
    periodMinutes,
    longMinutes,
    factor,
    limit: allowed.num === 0n ? null : ratio(allowed.den, allowed.num),
    isAccepted: isFactorAccepted(factor, allowed),
  };
}

/** The nearest share that keeps the bounds, in tenths of a percent; where there is none, another window to try. */
export function fittingPair({ periodMinutes, longMinutes, factor, limit }: BurnBounds): {
  budget?: string;
  long?: string;
} {
  const tenthsAtOne = (1000 * longMinutes) / periodMinutes;
  const isLow = limit === null || factor.num < factor.den;
  const tenths = isLow
    ? Math.ceil(tenthsAtOne)
    : Math.ceil((tenthsAtOne * Number(limit.num)) / Number(limit.den)) - 1;
  if (tenths <= 0 || tenths > 1000) return { long: '1h' };
  // A target that allows nearly everything leaves no factor between its bounds, or none in tenths.
  const fitting = burnFactor(ratio(tenths, 1000), periodMinutes, longMinutes);
  const fits = limit === null || isFactorAccepted(fitting, ratio(limit.den, limit.num));
  return fits ? { budget: `${tenths / 10}%` } : { long: '1h' };
}
