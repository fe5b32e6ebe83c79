// The score of an agreement over a period, from its statement, with everything that it was made of.
import type { Amended } from '../agreement/agreement.ts';
import type { FullTerms } from '../agreement/document.ts';
import { termsAt, termsUnder } from '../agreement/version-terms.ts';
import type { Statement } from '../evaluation/statement.ts';
import { ratioText } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { attainmentRange } from './attainment.ts';
import type { Attainment } from './attainment.ts';
import type { Cure } from './caps.ts';
import { exactWeights } from './pillars.ts';
import type { PillarWeights } from './pillars.ts';
import { promiseItems } from './promise-items.ts';
import type { PreviousVerdict } from './promise-items.ts';
import { scoreOf } from './score.ts';
import type { ScoreFigures } from './score.ts';
import { pillars } from './score-item.ts';
import type { Pillar, ScoreItem } from './score-item.ts';
import type { ScoreStatement } from './score-statement.ts';

type ScoreTerms = Pick<FullTerms, 'objectives' | 'obligations' | 'kpis' | 'score'>;

export type ScoreInput = {
  agreement: ScoreTerms & { amended: Amended<ScoreTerms>[] };
  statement: Pick<Statement, 'promises' | 'end' | 'asOf'>;
  previousVerdict: PreviousVerdict;
  /** Obligations and KPIs that somebody has recorded, under their names. */
  further: ScoreItem[];
  cure: Cure;
};

/**
 * The score of a statement; null where nothing that was promised has begun or been recorded. Each promise
 * is scored under the terms that decided it; the pillars weigh what they do at the end of the period, or at
 * `asOf` while it is open.
 */
export function scoreStatement(input: ScoreInput): ScoreStatement | null {
  const { agreement, statement, further, cure } = input;
  const items = [...statement.promises.flatMap((promise) => itemsOf(promise, input)), ...further];
  if (items.length === 0) return null;
  const terms = termsAt(agreement, Math.min(statement.asOf, statement.end - 1));
  const weights = exactWeights(terms.score.weights);
  const figures = scoreOf(items, weights, cure);
  return {
    ...totals(figures),
    pillars: pillarStatements(figures, weights),
    items: items.map(itemStatement),
    withoutRecords: withoutRecords(terms, further),
  };
}

function itemsOf(
  promise: Statement['promises'][number],
  { agreement, previousVerdict }: ScoreInput,
): ScoreItem[] {
  const ownScaleOf = (name: string, version: string | null) =>
    termsUnder(agreement, version).objectives.find((objective) => objective.name === name)?.score;
  return promiseItems(promise, ownScaleOf, previousVerdict);
}

function totals(figures: ScoreFigures): Omit<ScoreStatement, 'pillars' | 'items' | 'withoutRecords'> {
  const { final, shown, band, mean, cap, caps } = figures;
  return {
    ...{ final: textOrNull(final), shown, band, mean: rangeText(mean) },
    measuredShare: textOrNull(mean?.measured ?? null),
    ...{ cap, caps },
  };
}

function pillarStatements(figures: ScoreFigures, weights: PillarWeights): ScoreStatement['pillars'] {
  return pillars.map((pillar) => ({
    pillar,
    weight: ratioText(weights[pillar]),
    attainment: rangeText(figures.pillars[pillar]),
    measuredShare: textOrNull(figures.pillars[pillar]?.measured ?? null),
  }));
}

function itemStatement(item: ScoreItem): ScoreStatement['items'][number] {
  const { subject, pillar, weight, scale, worst, best, promise } = item;
  const { better, fail, threshold, ideal } = scale;
  return {
    ...{ ...subject, pillar, weight: ratioText(weight) },
    scale: { better, fail: ratioText(fail), threshold: ratioText(threshold), ideal: ratioText(ideal) },
    ...{ worst: textOrNull(worst), best: textOrNull(best) },
    promise: promise && { ...promise, critical: textOrNull(promise.critical) },
    attainment: rangeText(attainmentRange(item)),
  };
}

/** Obligations and KPIs that no further item is about. */
function withoutRecords(
  { obligations, kpis }: ScoreTerms,
  further: ScoreItem[],
): ScoreStatement['withoutRecords'] {
  const unrecorded = (pillar: Pillar, promised: { name: string }[]) => {
    const recorded = further.filter((item) => item.pillar === pillar).map(({ subject }) => subject.name);
    return { pillar, names: promised.map(({ name }) => name).filter((name) => !recorded.includes(name)) };
  };
  return [unrecorded('obligations', obligations), unrecorded('relationship', kpis)].filter(
    ({ names }) => names.length > 0,
  );
}

function rangeText(range: Attainment | null): ScoreStatement['items'][number]['attainment'] {
  return range && { low: ratioText(range.low), high: ratioText(range.high) };
}

function textOrNull(value: Ratio | null): { num: string; den: string } | null {
  return value && ratioText(value);
}
