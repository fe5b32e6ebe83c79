// The contract of a ticket-system kind: read what changed since a cursor, page by page, and single tickets.
import type { SyncFailureReason } from '@upheld/shared/facts/sync-failure';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { Instant } from '@upheld/shared/time/instant';
import type { z } from 'zod';
import type { Egress } from '../egress.ts';
import type { Credentials } from '../egress/credentials.ts';
import type { FindFile } from '../files.ts';
import type { WebhookTerms } from '../webhooks/webhook.ts';

/**
 * A page of events and the cursor that continues after it: both are to be kept, or neither. `opinions` is what
 * the system says of its own clocks. `knownUntil`, on the last page, is the instant up to which everything is known
 * then, where that is before the desk was asked: a system may hold back what is new, a file was written some time ago.
 */
export type Page = {
  events: TicketEvent[];
  opinions?: VendorClock[];
  cursor: string | null;
  knownUntil?: Instant;
};

export type ConnectorContext = {
  egress: Egress;
  credentials: Credentials;
  /** Files inside the folder of the agreements, for a desk that gives one. */
  file: FindFile;
  /** When the agreement begins: what happened to tickets that were closed before is of no use. */
  from: Instant;
};

/** All that a desk tells of one ticket; `gone` where it has none of that id, or none any more. */
export type Told = { events: TicketEvent[]; opinions?: VendorClock[] } | 'gone';

/**
 * Single tickets: for those that are open when a desk is first read, for the nightly look at open tickets, for
 * hints and for `upheld doctor`. Both throw a `SyncError` when the desk cannot be read.
 */
export type Lookup<Spec> = {
  /** The ids of the tickets that are open at the desk now, in batches. */
  open(spec: Spec, context: ConnectorContext): AsyncIterable<string[]>;
  read(spec: Spec, ticket: string, context: ConnectorContext): Promise<Told>;
};

/** A question that must find nothing: a desk that ignores filters would find everything. `asked` is in words. */
export type NegativeControl = { asked: string; found: number };

/**
 * How a kind was tried: against a real server (A), against the maker's own description (B), or against documentation
 * (C). `own` is a form of ours, which no other system defines.
 */
export type Grade = 'A' | 'B' | 'C' | 'own';

/** `poll` ends when the desk's present is reached; it throws a `SyncError` when the desk cannot be read. */
export type ConnectorKind<Spec = unknown> = {
  type: string;
  grade: Grade;
  spec: z.ZodType<Spec>;
  /** Keys of the spec that obey a rule in common and are not a part of their own (shared/src/agreement/kinds.ts). */
  together?: z.ZodType;
  /** Without a cursor it may leave out tickets that did not change since `context.from`, where there is a `lookup`. */
  poll(spec: Spec, cursor: string | null, context: ConnectorContext): AsyncIterable<Page>;
  /** How long the system may hold back what is new, in milliseconds: nothing is known of that time yet. */
  holdsBackMs?: number;
  /** Absent where a desk gives all that it has each time, or knows no single tickets. */
  lookup?: Lookup<Spec>;
  /** Absent where nothing is filtered. Throws a `SyncError` when the desk cannot be read. */
  control?(spec: Spec, context: ConnectorContext): Promise<NegativeControl>;
  /** How the desk tells that something changed, where the spec says that it does: `webhookTerms` reads it. */
  webhook?(spec: Spec): WebhookTerms | undefined;
};

type SyncErrorOptions = ErrorOptions & { retryAfterMs?: number | null; reason?: SyncFailureReason };

/**
 * A desk that could not be read, and why in words that quote no secret. `retryAfterMs` is how long the
 * desk asked to be left alone; null when it did not say. Without a `reason` its answer is to blame.
 */
export class SyncError extends Error {
  override name = 'SyncError';
  readonly retryAfterMs: number | null;
  readonly reason: SyncFailureReason;
  constructor(message: string, options: SyncErrorOptions = {}) {
    super(message, options);
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.reason = options.reason ?? 'answer';
  }
}
