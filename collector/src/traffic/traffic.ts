// The contract of a traffic kind: reads how many requests somebody else's monitoring counted in an hour, and
// how many of them were bad. Somebody's monitoring that is down, slow or hostile is a result, never an exception.
import type { Slice } from '@upheld/shared/facts/slice';
import type { UnreadReason } from '@upheld/shared/facts/unread-hour';
import type { Interval } from '@upheld/shared/time/instant';
import type { z } from 'zod';
import type { Credentials } from '../egress/credentials.ts';
import type { Egress } from '../egress/request.ts';

export type TrafficContext = { egress: Egress; credentials: Credentials };

/**
 * What was asked for could not be had. `words` quote neither a secret nor what was answered. About the
 * `source`: asking it for other hours is in vain for now; about the `hour`: others may do better.
 * `retryAfterMs` is how long it asked to be left alone, null where it did not say.
 */
export type Unread = {
  ok: false;
  about: 'source' | 'hour';
  reason: UnreadReason;
  words: string;
  retryAfterMs: number | null;
};

type Asked = Pick<Slice, 'queries' | 'answerHash' | 'thresholdMs'>;

/** What an hour's slice says; `words` tell what to do about a fault. */
export type ReadHour = { ok: true } & Asked &
  (
    | (Pick<Extract<Slice, { fault: null }>, 'counts' | 'fault'> & { words: null })
    | (Pick<Extract<Slice, { counts: null }>, 'counts' | 'fault'> & { words: string })
  );

/** How far back a source keeps what it counts, in milliseconds; null where it does not tell. */
export type History = { ok: true; keptMs: number | null };

export type TrafficKind<Spec = unknown> = {
  type: string;
  spec: z.ZodType<Spec>;
  /** The time that the requests it counts as bad took longer than, such as `200ms`; null where those are that failed. */
  countsOver(spec: Spec): string | null;
  /** How long after its end an hour is asked for, and how far back hours are that were never read. */
  reach(spec: Spec): { settleMs: number; backfillMs: number };
  /** Reads a whole hour of UTC; one request after the other. */
  read(spec: Spec, hour: Interval, context: TrafficContext): Promise<ReadHour | Unread>;
  /** Asks once how far back hours may be read: what is older would look like hours without traffic. */
  history(spec: Spec, context: TrafficContext): Promise<History | Unread>;
};
