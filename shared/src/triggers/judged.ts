// What the kinds of trigger read out of statements alike.
import type { PromisePeriod, Statement } from '../evaluation/statement.ts';
import type { Evidence, Judged } from './trigger.ts';

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

function measuredOf({ ledger, clocks, events }: PromisePeriod): number {
  if (ledger !== undefined) return ledger.scheduled - ledger.unmeasured;
  if (clocks !== undefined) return clocks.filter(({ state }) => state === 'met' || state === 'missed').length;
  return events?.total ?? 0;
}
