// An agreement judged over a period: every promise in the order of the file, each over its own periods.
import type { Agreement, Exclusion } from '../agreement/agreement.ts';
import type { Instant } from '../time/instant.ts';
import { periodBounds } from '../time/period.ts';
import type { Period } from '../time/period.ts';
import { exclusionsOf } from '../measurement/exclusions.ts';
import type { Facts } from './facts.ts';
import { judgeObjective } from './objective.ts';
import { promiseWindows } from './promise-window.ts';
import { judgeSupport, severityPromiseName } from './support.ts';
import type { PromiseStatement, Statement } from './statement.ts';

export type EvaluationInput = {
  agreement: Agreement;
  exclusions: Exclusion[];
  /** `2026-07`, `2026-Q3` or `2026`. */
  period: string;
  facts: Facts;
  asOf: Instant;
};

/**
 * The statement of an agreement for a period, as the facts stand at `asOf`. A promise with a shorter
 * period has one entry for each of its periods inside; one with a longer period is named in `skipped`.
 * Missing facts are unmeasured. Throws a RangeError on a period that is none.
 */
export function evaluateAgreement(input: EvaluationInput): Statement {
  const { agreement, asOf } = input;
  const asked = periodBounds(input.period, agreement.timeZone, agreement.fiscalYearStart);
  const exclusions = exclusionsOf(input.exclusions, agreement.name);
  return {
    agreement: agreement.name,
    period: asked.name,
    start: asked.start,
    end: asked.end,
    asOf,
    promises: judgePromises({ ...input, exclusions }, asked),
    skipped: skipped(agreement, asked),
  };
}

function judgePromises(input: EvaluationInput, asked: Period): PromiseStatement[] {
  const { agreement } = input;
  const objectives = agreement.objectives.map((objective) => {
    const windows = promiseWindows(agreement, asked, objective.period);
    return windows.length === 0 ? [] : [judgeObjective({ ...input, objective, windows })];
  });
  const support = agreement.support.map((matrix) => {
    const windows = promiseWindows(agreement, asked, matrix.period);
    return windows.length === 0 ? [] : judgeSupport({ ...input, matrix, windows });
  });
  return [...objectives, ...support].flat();
}

function skipped(agreement: Agreement, asked: Period): Statement['skipped'] {
  const objectives = agreement.objectives.map(({ name, period }) => ({ names: [name], period }));
  const support = agreement.support.map(({ name, period, severities }) => ({
    names: severities.map(({ level }) => severityPromiseName(name, level)),
    period,
  }));
  return [...objectives, ...support]
    .filter(({ period }) => promiseWindows(agreement, asked, period).length === 0)
    .flatMap(({ names, period }) => names.map((name) => ({ name, reason: reasonFor(period, asked) })));
}

function reasonFor(unit: string, asked: Period): string {
  return `it is judged by the ${unit}, and ${asked.name} is shorter; ask for a ${unit}`;
}
