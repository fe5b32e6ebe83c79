// An outcome as columns and back: code, reason, status, latency and age in tenths of a millisecond.
import { badReasons, outcomeCode, unmeasuredReasons, type Outcome } from '@upheld/shared/facts/sample';
import { StoreError } from '../store-error.ts';

export type OutcomeColumns = {
  outcome: number;
  reason: string | null;
  latency_tenths: number | null;
  age_tenths: number | null;
  status: number | null;
};

export const outcomeColumns = (outcome: Outcome): OutcomeColumns => ({
  outcome: outcomeCode[outcome.outcome],
  reason: outcome.reason,
  latency_tenths: tenths(outcome.latencyMs),
  age_tenths: outcome.outcome === 'unmeasured' ? null : tenths(outcome.ageMs),
  status: outcome.outcome === 'bad' ? (outcome.status ?? null) : null,
});

/** Whether two samples of a slot are the same sample. */
export const isSame = (a: OutcomeColumns, b: OutcomeColumns): boolean =>
  a.outcome === b.outcome &&
  a.reason === b.reason &&
  a.latency_tenths === b.latency_tenths &&
  a.age_tenths === b.age_tenths &&
  a.status === b.status;

/**
 * Cut to 0.1 ms, never rounded up: 199.96 ms stays under a threshold of 200 ms. Values that already have
 * that resolution are kept exactly, since (n / 10) * 10 gives n back for every integer n.
 */
const tenths = (ms: number | null | undefined): number | null =>
  ms === null || ms === undefined ? null : Math.floor(ms * 10);

/** Throws a `StoreError` (`corrupt`) where the columns are none that `outcomeColumns` gives. */
export function outcomeFrom(columns: OutcomeColumns): Outcome {
  const latencyMs = columns.latency_tenths === null ? null : columns.latency_tenths / 10;
  const age = columns.age_tenths === null ? {} : { ageMs: columns.age_tenths / 10 };
  const status = columns.status === null ? {} : { status: columns.status };
  if (columns.outcome === outcomeCode.ok) return { outcome: 'ok', reason: null, latencyMs, ...age };
  if (columns.outcome === outcomeCode.bad) {
    return { outcome: 'bad', reason: known(badReasons, columns.reason), latencyMs, ...age, ...status };
  }
  return { outcome: 'unmeasured', reason: known(unmeasuredReasons, columns.reason), latencyMs: null };
}

function known<Reason extends string>(reasons: readonly Reason[], given: string | null): Reason {
  const reason = reasons.find((each) => each === given);
  if (reason !== undefined) return reason;
  throw new StoreError(
    'corrupt',
    `the store holds a sample with the reason ${JSON.stringify(given)}, which this release does not know; start the release that wrote it`,
  );
}
