// The contract of a ticket-system kind: read what changed since a cursor, page by page.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { z } from 'zod';
import type { Egress } from '../egress.ts';
import type { Credentials } from '../egress/credentials.ts';
import type { FindFile } from '../files.ts';

/** A page of events and the cursor that continues after it: both are to be kept, or neither. */
export type Page = { events: TicketEvent[]; cursor: string | null };

export type ConnectorContext = {
  egress: Egress;
  credentials: Credentials;
  /** Files inside the folder of the agreements, for a desk that gives one. */
  file: FindFile;
};

/** `poll` ends when the desk's present is reached; it throws a `SyncError` when the desk cannot be read. */
export type ConnectorKind<Spec = unknown> = {
  type: string;
  spec: z.ZodType<Spec>;
  poll(spec: Spec, cursor: string | null, context: ConnectorContext): AsyncIterable<Page>;
};

/**
 * A desk that could not be read, and why in words that quote no secret. `retryAfterMs` is how long the
 * desk asked to be left alone; null when it did not say.
 */
export class SyncError extends Error {
  override name = 'SyncError';
  readonly retryAfterMs: number | null;
  constructor(message: string, options?: ErrorOptions & { retryAfterMs?: number | null }) {
    super(message, options);
    this.retryAfterMs = options?.retryAfterMs ?? null;
  }
}
