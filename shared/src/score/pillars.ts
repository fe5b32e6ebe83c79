// The four pillars: weighted means of their items, and what they come to together
// (measurement.md section 7).
import { ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { attainmentRange } from './attainment.ts';
import type { Attainment } from './attainment.ts';
import { isMeasured, pillars } from './score-item.ts';
import type { Pillar, ScoreItem } from './score-item.ts';
import { exactWeight, weightedMean } from './weighted-mean.ts';

export type PillarWeights = Record<Pillar, Ratio>;

/** `low` and `high` are means of attainments; `measured` is the share of the weight that was measured, 0 to 1. */
export type PillarScore = Attainment & { measured: Ratio };

/** Null: nothing in it counts. */
export type PillarScores = Record<Pillar, PillarScore | null>;

/** The weights of an agreement as exact numbers. */
export function exactWeights(weights: Record<Pillar, number>): PillarWeights {
  return {
    technical: exactWeight(weights.technical),
    support: exactWeight(weights.support),
    obligations: exactWeight(weights.obligations),
    relationship: exactWeight(weights.relationship),
  };
}

/** Every pillar from its items; excluded promises take no part, and neither do those that weigh nothing. */
export function scorePillars(items: ScoreItem[]): PillarScores {
  const of = (pillar: Pillar) => scorePillar(items.filter((item) => item.pillar === pillar));
  return {
    technical: of('technical'),
    support: of('support'),
    obligations: of('obligations'),
    relationship: of('relationship'),
  };
}

/** The pillars together. Empty ones drop out, which rescales the rest; null where no pillar is left. */
export function meanOfPillars(scores: PillarScores, weights: PillarWeights): PillarScore | null {
  return meanScore(
    pillars.flatMap((pillar) => {
      const score = scores[pillar];
      return score === null ? [] : [{ weight: weights[pillar], score }];
    }),
  );
}

function scorePillar(items: ScoreItem[]): PillarScore | null {
  return meanScore(
    items.flatMap((item) => {
      const attainment = attainmentRange(item);
      const measured = ratio(isMeasured(item) ? 1 : 0, 1);
      return attainment === null ? [] : [{ weight: item.weight, score: { ...attainment, measured } }];
    }),
  );
}

function meanScore(entries: { weight: Ratio; score: PillarScore }[]): PillarScore | null {
  const of = (figure: keyof PillarScore) =>
    weightedMean(entries.map(({ weight, score }) => ({ weight, value: score[figure] })));
  const [low, high, measured] = [of('low'), of('high'), of('measured')];
  return low === null || high === null || measured === null ? null : { low, high, measured };
}
