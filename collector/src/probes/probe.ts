// The contract of a probe kind: one file, one schema, one attempt that ends as an outcome. A partner that
// is down, slow or hostile is an outcome, never an exception.
import type { Outcome } from '@upheld/shared/facts/sample';
import type { Instant } from '@upheld/shared/time/instant';
import type { z } from 'zod';
import type { Egress, Phases } from '../egress.ts';
import type { Credentials } from '../egress/credentials.ts';
import type { Seen } from '../egress/seen.ts';

/** One attempt and what came of it. `error` says in words what was wrong; it quotes no secret. */
export type Attempt = Outcome & {
  phases: Phases;
  status: number | null;
  error: string | null;
  /** What was learnt beside the outcome. */
  seen?: Seen;
};

/** Up to `until`, a heartbeat of the source may have come and not been heard, or not been stored. */
export type Deafness = { until: Instant; reason: 'stopped' | 'storage' };

/** What this installation heard from a source that calls us. */
export type Hearing = {
  /** The newest heartbeat at or before `before`, or null. Rejects where the storage cannot be read. */
  lastBeat(before: Instant): Promise<Instant | null>;
  /** Rejects as `lastBeat` does. */
  deafness(): Deafness | Promise<Deafness>;
};

export type ProbeContext = {
  /** The slot that the attempt is for. */
  slot: { at: Instant; everyMs: number };
  hearing: Hearing;
  egress: Egress;
  credentials: Credentials;
  /** The wall clock. */
  now: () => Instant;
};

/**
 * Whether our own network failed too: asks the control targets on behalf of an attempt that started at
 * `startedAt` (monotonic milliseconds). `words` say which control failed or could not be asked.
 */
export type OwnNetwork = (startedAt: number) => Promise<{ failed: boolean; words: string | null }>;

/**
 * `feeds` is `report` where a kind only hears what the partner says of itself: no promise is judged by that.
 * `retries` is false where it asks nobody: a second attempt would only wait.
 */
export type ProbeKind<Spec = unknown> = {
  type: string;
  feeds?: 'samples' | 'report';
  retries?: false;
  spec: z.ZodType<Spec>;
  /** The longest that one attempt takes, in milliseconds. */
  longestMs(spec: Spec): number;
  /** The most requests that one attempt makes, redirects included; 1 where it is not given. */
  mostRequests?(spec: Spec): number;
  probe(spec: Spec, context: ProbeContext): Promise<Attempt>;
};
