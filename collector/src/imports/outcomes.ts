// How the slot of an imported row ended, or which of its columns contradict each other.
import { such } from '@upheld/shared/agreement/rule';
import { badReasons, unmeasuredReasons, type Outcome } from '@upheld/shared/facts/sample';

type OutcomeFields = {
  ok: boolean | null;
  latency_ms: number | null;
  reason: string;
  age_ms: number | null;
  status: number | null;
};
type BrokenColumn = { column: 'latency_ms' | 'reason' | 'age_ms' | 'status'; rule: string };

/** An empty `ok` is a slot that was not measured (measurement.md section 2). */
export function outcomeOf(fields: OutcomeFields): Outcome | BrokenColumn {
  if (fields.ok === null) return unmeasuredOutcome(fields);
  return fields.ok ? okOutcome(fields) : badOutcome(fields);
}

function okOutcome({
  latency_ms: latencyMs,
  reason,
  age_ms: ageMs,
  status,
}: OutcomeFields): Outcome | BrokenColumn {
  if (reason !== '') return { column: 'reason', rule: 'a row that is ok has no reason: leave it empty' };
  if (status !== null) return { column: 'status', rule: statusRule };
  return { outcome: 'ok', reason: null, latencyMs, ...ageOf(ageMs) };
}

/** A status says by itself that it was the reason. */
function badOutcome({
  latency_ms: latencyMs,
  reason,
  age_ms: ageMs,
  status,
}: OutcomeFields): Outcome | BrokenColumn {
  const usual = status === null ? 'expectation' : 'status';
  const known = reason === '' ? usual : badReasons.find((each) => each === reason);
  if (known === undefined) {
    return { column: 'reason', rule: reasonRule('that is not ok', badReasons, 'timeout') };
  }
  if (status !== null && known !== 'status') return { column: 'status', rule: statusRule };
  const own = status === null ? undefined : ownReasons.get(status);
  if (own !== undefined) return { column: 'status', rule: ownRule(own) };
  const both = { ...ageOf(ageMs), ...(status === null ? {} : { status }) };
  return { outcome: 'bad', reason: known, latencyMs, ...both };
}

function unmeasuredOutcome({
  latency_ms: latencyMs,
  reason,
  age_ms: ageMs,
  status,
}: OutcomeFields): Outcome | BrokenColumn {
  const rule = (what: string) => `a row without ok was not measured and has no ${what}: leave it empty`;
  if (latencyMs !== null) return { column: 'latency_ms', rule: rule('latency') };
  if (ageMs !== null) return { column: 'age_ms', rule: rule('age') };
  if (status !== null) return { column: 'status', rule: rule('status') };
  const known = reason === '' ? 'stopped' : unmeasuredReasons.find((each) => each === reason);
  if (known !== undefined) return { outcome: 'unmeasured', reason: known, latencyMs };
  return { column: 'reason', rule: reasonRule('without ok', unmeasuredReasons, 'stopped') };
}

const ageOf = (ageMs: number | null) => (ageMs === null ? {} : { ageMs });

/** Answers to our asking rather than of the partner's service: not measured (measurement.md section 2). */
const ownReasons = new Map<number, Extract<Outcome, { outcome: 'unmeasured' }>['reason']>([
  [401, 'credentials'],
  [403, 'credentials'],
  [429, 'rate-limited'],
]);

const ownRule = (reason: string): string =>
  `a check that was turned away was not measured: leave ok and status empty, with the reason ${reason}`;

const statusRule = 'only a row that is not ok because of its status has one: leave it empty';

const reasonRule = (rows: string, reasons: readonly string[], example: string): string =>
  such(`the reason of a row ${rows} is empty or one of ${reasons.join(', ')}`, example);
