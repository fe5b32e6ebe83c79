// The contract of a ticket-system kind: read what changed since a cursor, page by page.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { z } from 'zod';
import type { Egress } from '../egress.ts';

/** A page of events and the cursor that continues after it. */
export type Page = { events: TicketEvent[]; cursor: string | null };

export type ConnectorContext = {
  egress: Egress;
  secret: (reference: { env: string } | { file: string }) => string | null;
};

/** `poll` ends when the desk's present is reached; it throws a `SyncError` when the desk cannot be read. */
export type ConnectorKind<Spec = unknown> = {
  type: string;
  spec: z.ZodType<Spec>;
  poll(spec: Spec, cursor: string | null, context: ConnectorContext): AsyncIterable<Page>;
};

/** A desk that could not be read, and why in words. */
export class SyncError extends Error {
  override name = 'SyncError';
}
