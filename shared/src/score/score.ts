// The score of one agreement: the mean of its pillars, held down by caps. It summarises and says why; it
// never decides a breach (measurement.md section 7).
import { compareRatios, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { capsOf, lowestCap } from './caps.ts';
import type { Cap, Cure } from './caps.ts';
import { meanOfPillars, scorePillars } from './pillars.ts';
import type { PillarScore, PillarScores, PillarWeights } from './pillars.ts';
import type { ScoreItem } from './score-item.ts';

export const bands = ['good', 'meets', 'requires improvement', 'inadequate', 'not scoreable'] as const;
export type Band = (typeof bands)[number];

export type ScoreFigures = {
  pillars: PillarScores;
  /** Of all pillars; null where nothing counts. */
  mean: PillarScore | null;
  caps: Cap[];
  /** The lowest of the caps. */
  cap: number | null;
  /** min(low mean, lowest cap); null where nothing counts. */
  final: Ratio | null;
  /** `final` rounded down to a whole number. */
  shown: number | null;
  /** Of `final`, not of `shown`. */
  band: Band;
};

/** The least share of the weight that must be measured; exactly that much is enough. */
const leastMeasured = ratio(4, 5);

/** The score of items from 0 to 100. Its low end counts, so that hiding a value never pays. */
export function scoreOf(items: ScoreItem[], weights: PillarWeights, cure: Cure): ScoreFigures {
  const scores = scorePillars(items);
  const mean = meanOfPillars(scores, weights);
  const caps = capsOf(items, cure);
  const cap = lowestCap(caps);
  return { pillars: scores, mean, caps, cap, ...ratingOf(mean, cap) };
}

function ratingOf(
  mean: PillarScore | null,
  cap: number | null,
): Pick<ScoreFigures, 'final' | 'shown' | 'band'> {
  if (mean === null) return { final: null, shown: null, band: 'not scoreable' };
  const final = capped(mean.low, cap);
  const isScoreable = compareRatios(mean.measured, leastMeasured) >= 0;
  return {
    final,
    shown: Number(final.num / final.den),
    band: isScoreable ? bandOf(final) : 'not scoreable',
  };
}

function capped(mean: Ratio, cap: number | null): Ratio {
  if (cap === null) return mean;
  const most = ratio(cap, 1);
  return compareRatios(mean, most) <= 0 ? mean : most;
}

function bandOf(final: Ratio): Band {
  const isAtLeast = (bound: number) => compareRatios(final, ratio(bound, 1)) >= 0;
  if (isAtLeast(85)) return 'good';
  if (isAtLeast(70)) return 'meets';
  return isAtLeast(50) ? 'requires improvement' : 'inadequate';
}
