// What a response tells beside its answer: facts that are kept with the sample as evidence.
import type { StatusReport } from '@upheld/shared/facts/status-report';
import type { Instant } from '@upheld/shared/time/instant';
import type { EgressResponse } from './request.ts';
import { retryAfterMs } from './retry-after.ts';

/** Each is there only where it was learnt. */
export type Seen = {
  /** Whether the connection had carried another request before. */
  reused?: boolean;
  /** When the partner's certificate ends. */
  certificateEndsAt?: Instant;
  /** How long the partner asks to be left alone, in milliseconds. */
  retryAfterMs?: number;
  /** What the partner says of itself. */
  report?: StatusReport;
};

/** What `response` tells. */
export function seenIn({ reused, tls, headers }: EgressResponse): Seen {
  const restMs = retryAfterMs(headers);
  return {
    reused,
    ...(tls === null ? {} : { certificateEndsAt: tls.expiresAt }),
    ...(restMs === null ? {} : { retryAfterMs: restMs }),
  };
}
