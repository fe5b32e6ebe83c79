// A judged promise as items of the score: one for each of its periods and sources, under the terms that
// decided it (measurement.md section 7).
import { percentage, ratio } from '../exact/ratio.ts';
import { readTarget } from '../exact/target.ts';
import type { Verdict } from '../measurement/figures.ts';
import type { PromisePeriod, PromiseStatement } from '../evaluation/statement.ts';
import { decidingPart, saysSomething } from './deciding-part.ts';
import { partBounds, unknownBounds } from './part-bounds.ts';
import { scaleOf } from './scale.ts';
import type { OwnScale } from './scale.ts';
import type { Pillar, ScoreItem } from './score-item.ts';
import { exactWeight } from './weighted-mean.ts';

/** The verdict of the period before the one named; null where there was none or it is not known. */
export type PreviousVerdict = (judged: {
  promise: string;
  period: string;
  source: string | null;
}) => Verdict | null;

/** What an objective's own `score` says under a version of the agreement (null: as it was signed). */
export type OwnScaleOf = (promise: string, version: string | null) => OwnScale | undefined;

const pillarOf: Record<PromiseStatement['kind'], Pillar> = { objective: 'technical', support: 'support' };

/**
 * The items of a promise. They share its weight equally: a promise judged by the month or by source has
 * more entries than one judged by the quarter, and weighs no more for it. Excluded entries take no part
 * and leave their share to the others; periods of which nothing has elapsed are left out.
 */
export function promiseItems(
  promise: PromiseStatement,
  ownScaleOf: OwnScaleOf,
  previousVerdict: PreviousVerdict,
): ScoreItem[] {
  const begun = promise.periods.filter(saysSomething);
  const counting = begun.filter(({ verdict }) => verdict !== 'excluded').length;
  const { num, den } = exactWeight(promise.weight);
  const share = ratio(num, den * BigInt(Math.max(1, counting)));
  return begun.map((period): ScoreItem => {
    const part = decidingPart(period);
    const { verdict, source } = period;
    return {
      subject: { name: promise.name, period: period.period, source },
      pillar: pillarOf[promise.kind],
      weight: verdict === 'excluded' ? ratio(0, 1) : share,
      scale: scaleOf(
        readTarget(part?.terms ?? promise),
        ownScaleOf(promise.name, part?.terms.version ?? null),
      ),
      ...(part === undefined ? unknownBounds : partBounds(part)),
      promise: {
        verdict,
        critical: part === undefined || part.terms.critical === null ? null : percentage(part.terms.critical),
        previousVerdict: verdictBefore(promise, period, previousVerdict),
      },
    };
  });
}

/** From the statement itself where it holds the period before, else from whoever knows earlier ones. */
function verdictBefore(
  { name, periods }: PromiseStatement,
  judged: PromisePeriod,
  previousVerdict: PreviousVerdict,
): Verdict | null {
  const { period, source } = judged;
  const before = periods.slice(0, periods.indexOf(judged)).findLast((other) => other.source === source);
  if (before !== undefined) return saysSomething(before) ? before.verdict : null;
  return previousVerdict({ promise: name, period, source });
}
