// An agreement judged over a period: every promise in the order of the file, each over its own periods.
import type { Agreement, Exclusion } from '../agreement/agreement.ts';
import type { Instant } from '../time/instant.ts';
import { periodBounds } from '../time/period.ts';
import type { Period } from '../time/period.ts';
import { exclusionsOf } from '../measurement/exclusions.ts';
import { clocksByMatrix } from './desk-clocks.ts';
import type { Facts } from './facts.ts';
import { judgePromise } from './promise.ts';
import { everyPromise, promiseWindows } from './promise-periods.ts';
import type { PromiseVersions } from './promise-periods.ts';
import type { PromiseStatement, Statement } from './statement.ts';

export type EvaluationInput = {
  agreement: Agreement;
  exclusions: Exclusion[];
  /** `2026-07`, `2026-Q3` or `2026`. */
  period: string;
  facts: Facts;
  asOf: Instant;
  /** As many slots of an update cadence that were met are listed, and missed, and unknown; all without it. */
  mostSlots?: number;
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
  const promises = everyPromise(agreement);
  return {
    agreement: agreement.name,
    period: asked.name,
    start: asked.start,
    end: asked.end,
    asOf,
    promises: judgePromises({ ...input, exclusions }, asked, promises),
    skipped: skipped(agreement, asked, promises),
  };
}

function judgePromises(
  input: EvaluationInput,
  asked: Period,
  promises: PromiseVersions[],
): PromiseStatement[] {
  const { agreement, facts, asOf } = input;
  const clocks = clocksByMatrix(agreement, facts, asOf);
  return promises.flatMap((promise) => {
    const windows = promiseWindows(agreement, asked, promise);
    return windows.length === 0 ? [] : judgePromise({ ...input, promise, windows, clocks });
  });
}

function skipped(agreement: Agreement, asked: Period, promises: PromiseVersions[]): Statement['skipped'] {
  return promises
    .filter((promise) => promiseWindows(agreement, asked, promise).length === 0)
    .map(({ name, period }) => ({ name, reason: reasonFor(period, asked) }));
}

function reasonFor(unit: string, asked: Period): string {
  return `it is judged by the ${unit}, and ${asked.name} is shorter; ask for a ${unit}`;
}
