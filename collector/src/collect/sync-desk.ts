// One synchronisation of a ticket desk: page by page from its cursor to its present. Each page commits
// with its cursor, so that a crash between pages repeats nothing and loses nothing.
import { SyncError, type ConnectorContext, type ConnectorKind } from '../connectors/connector.ts';
import type { Clock } from '../clock.ts';
import type { Desk, Store } from '../store/store.ts';

export type SyncResult =
  { ok: true; until: number } | { ok: false; error: string; retryAfterMs: number | null };

/** Reads what changed. A desk that cannot be read is a result: its clocks that fall due become unknown. */
export async function syncDesk<Spec>(
  kind: ConnectorKind<Spec>,
  spec: Spec,
  desk: Desk,
  context: ConnectorContext,
  { store, clock }: { store: Store; clock: Clock },
): Promise<SyncResult> {
  const until = clock.now();
  const { cursor } = await store.readDesk(desk);
  try {
    for await (const page of kind.poll(spec, cursor, context)) {
      await store.putTicketEvents({ ...desk, events: page.events, cursor: page.cursor });
    }
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    await store.recordSyncFailure(desk, until, error.message);
    return { ok: false, error: error.message, retryAfterMs: error.retryAfterMs };
  }
  await store.recordSync(desk, until);
  return { ok: true, until };
}
