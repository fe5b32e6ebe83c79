// What is kept of a slot beside its outcome, so that both companies can see later what was seen then.
import type { Instant } from '@upheld/shared/time/instant';
import type { Attempt } from '../probes/probe.ts';
import type { Evidence, SampleDetail } from '../store/store.ts';

/** An attempt with the instant of the wall clock at which it began. */
export type MadeAttempt = Attempt & { startedAt: Instant };

/** The detail of a slot. `error` is the words for the slot as a whole; `made` are its attempts, the deciding one last. */
export function detailOf(error: string | null, made: readonly MadeAttempt[]): SampleDetail {
  const last = made.at(-1);
  return {
    ...(last === undefined ? {} : seenBy(last)),
    attempts: made.map((attempt) => ({
      ...(attempt === last ? {} : seenBy(attempt)),
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
