// What the kinds of trigger read out of statements alike.
import { z } from 'zod';
import { such } from '../agreement/rule.ts';
import type { PromisePeriod, Statement } from '../evaluation/statement.ts';
import type { Evidence, Finding, Judged } from './trigger.ts';

/** The `when` of a trigger on promises: which one it watches. */
export const whenObjective = z.strictObject({
  /** The name of a promise, or `any`. */
  objective: z.string(such('objective names a promise, or any for all of them', 'uptime')).default('any'),
});

/** Every promise in every one of its periods. */
export function everyJudged(statements: Statement[]): Judged[] {
  return statements.flatMap(({ promises, asOf }) =>
    promises.flatMap((promise) => promise.periods.map((period) => ({ promise, period, asOf }))),
  );
}

/** Those of the promise that a trigger names; `any` names all. */
export function judgedOf(statements: Statement[], objective: string): Judged[] {
  const judged = everyJudged(statements);
  return objective === 'any' ? judged : judged.filter(({ promise }) => promise.name === objective);
}

/** What holds of one promise in one period, with a sentence that says what was seen. */
export function periodFinding(judged: Judged, state: Finding['state'], summary: string): Finding {
  const { promise, period } = judged;
  const evidence = evidenceOf(judged, summary);
  return { promise: promise.name, source: period.source, subject: period.period, state, evidence };
}

/** The figures as they stand, with a sentence that says what was seen. */
export function evidenceOf({ promise, period, asOf }: Judged, summary: string): Evidence {
  const { verdict, display } = period;
  const target = `${promise.op} ${promise.target}`;
  return { period: period.period, asOf, verdict, display, target, measured: measuredOf(period), summary };
}

/**
 * The promise as a sentence begins with it: its name in words, with its source where it is judged by source.
 * `error-rate` -> `The promise "error rate" of orders-api`.
 */
export function subjectOf({ promise, period }: Judged): string {
  const name = promise.name.replaceAll('-', ' ');
  return `The promise "${name}"${period.source === null ? '' : ` of ${period.source}`}`;
}

function measuredOf({ ledger, clocks, clocksMore, events }: PromisePeriod): number {
  if (ledger !== undefined) return ledger.scheduled - ledger.unmeasured;
  if (clocks !== undefined) {
    const listed = clocks.filter(({ state }) => state === 'met' || state === 'missed').length;
    return listed + (clocksMore?.met ?? 0) + (clocksMore?.missed ?? 0);
  }
  return events?.total ?? 0;
}
