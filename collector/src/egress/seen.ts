// What a response tells beside its answer: facts that are kept with the sample as evidence.
import type { StatusReport } from '@upheld/shared/facts/status-report';
import type { Instant } from '@upheld/shared/time/instant';
import { partnerNow } from './partner-clock.ts';
import type { EgressResponse } from './request.ts';
import { retryAfterMs } from './retry-after.ts';
import { serverTiming } from './server-timing.ts';

/** Each is there only where it was learnt. */
export type Seen = {
  /** Whether the connection had carried another request before. */
  reused?: boolean;
  /** When the partner's certificate ends. */
  certificateEndsAt?: Instant;
  /** How long the partner asks to be left alone, in milliseconds. */
  retryAfterMs?: number;
  /** Where the partner says that its own time went, in milliseconds. */
  serverTiming?: Record<string, number>;
  /**
   * The partner's clock minus ours, in milliseconds. HTTP cuts the partner's time to a full second, so this
   * is up to one second too low.
   */
  clockSkewMs?: number;
  /** What the partner says of itself. */
  report?: StatusReport;
};

/** What `response` tells, whose last byte came at `now`. */
export function seenIn({ reused, tls, headers, phases }: EgressResponse, now: Instant): Seen {
  const restMs = retryAfterMs(headers);
  const partner = partnerNow(headers);
  const cameAt = now - Math.round(phases.body ?? 0);
  const timings = serverTiming(headers['server-timing'] ?? '');
  return {
    reused,
    ...(tls === null ? {} : { certificateEndsAt: tls.expiresAt }),
    ...(restMs === null ? {} : { retryAfterMs: restMs }),
    ...(Object.keys(timings).length === 0 ? {} : { serverTiming: timings }),
    ...(partner === null ? {} : { clockSkewMs: partner - cameAt }),
  };
}
