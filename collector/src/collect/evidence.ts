// What is kept of a slot beside its outcome, so that both companies can see later what was seen then.
import type { Instant } from '@upheld/shared/time/instant';
import type { Attempt } from '../probes/probe.ts';
import type { Evidence, SampleDetail } from '../store/store.ts';

/** An attempt with when it began: the instant of the wall clock, and monotonic milliseconds. */
export type MadeAttempt = Attempt & { startedAt: Instant; begunAt: number };

/** The detail of a slot. `error` is the words for the slot as a whole; `made` are its attempts, `deciding` one of them. */
export function detailOf(
  error: string | null,
  made: readonly MadeAttempt[],
  deciding: MadeAttempt,
): SampleDetail {
  return {
    ...seenBy(deciding),
    attempts: made.map((attempt) => ({
      ...(attempt === deciding ? {} : seenBy(attempt)),
      ...outcomeOf(attempt),
      ...errorOf(attempt.error),
    })),
    ...errorOf(error),
  };
}

function outcomeOf({ startedAt, outcome, reason, latencyMs }: MadeAttempt) {
  return { startedAt, outcome, reason, latencyMs };
}

/** What the response told beside its answer; how long we are to stay away is no evidence of anything. */
function seenBy({ phases, status, seen = {} }: Attempt): Evidence {
  const { reused, certificateEndsAt, serverTiming, clockSkewMs } = seen;
  return {
    phases,
    ...(status === null ? {} : { status }),
    ...(reused === undefined ? {} : { reused }),
    ...(certificateEndsAt === undefined ? {} : { certificateEndsAt }),
    ...(serverTiming === undefined ? {} : { serverTiming }),
    ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
  };
}

function errorOf(error: string | null): { error?: string } {
  return error === null ? {} : { error };
}
