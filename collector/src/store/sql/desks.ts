// How far each ticket desk is known. A change of that is a change of facts: clocks read it.
import type { Instant } from '@upheld/shared/time/instant';
import type { Desk, DeskState } from '../store.ts';
import { agreementId, raiseRevision } from './revisions.ts';
import type { Db } from './tables.ts';

const neverRead: DeskState = {
  cursor: null,
  syncedUntil: null,
  failingSince: null,
  lastError: null,
  reconciledAt: null,
};

/** The desk's number, given on first use. */
export async function deskId(db: Db, { agreement, source }: Desk): Promise<number> {
  const of = await agreementId(db, agreement);
  await db
    .insertInto('desks')
    .values({ agreement: of, source })
    .onConflict((conflict) => conflict.columns(['agreement', 'source']).doNothing())
    .execute();
  const row = await db
    .selectFrom('desks')
    .select('id')
    .where('agreement', '=', of)
    .where('source', '=', source)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** A desk that was never read has nulls throughout. */
export async function readDesk(db: Db, { agreement, source }: Desk): Promise<DeskState> {
  const row = await db
    .selectFrom('desks')
    .innerJoin('agreements', 'agreements.id', 'desks.agreement')
    .select(['cursor', 'synced_until as syncedUntil', 'failing_since as failingSince'])
    .select(['last_error as lastError', 'reconciled_at as reconciledAt'])
    .where('agreements.name', '=', agreement)
    .where('desks.source', '=', source)
    .executeTakeFirst();
  return row ?? neverRead;
}

/** Call it inside a transaction. What is known never shrinks: an earlier `until` changes nothing. */
export async function recordSync(db: Db, desk: Desk, until: Instant): Promise<void> {
  const before = await readDesk(db, desk);
  const syncedUntil = Math.max(until, before.syncedUntil ?? until);
  if (syncedUntil === before.syncedUntil && before.failingSince === null) return;
  await setState(db, desk, { syncedUntil, failingSince: null, lastError: null });
  await raiseRevision(db, desk.agreement, before.syncedUntil ?? 0);
}

/** Call it inside a transaction. `failingSince` is the first failure since the last sync; the error is the newest. */
export async function recordSyncFailure(db: Db, desk: Desk, at: Instant, error: string): Promise<void> {
  const before = await readDesk(db, desk);
  await setState(db, desk, { ...before, failingSince: before.failingSince ?? at, lastError: error });
  if (before.failingSince === null) await raiseRevision(db, desk.agreement, at);
}

/** Call it inside a transaction. What reading brought changed facts; that it was done does not. */
export async function recordReconciled(db: Db, desk: Desk, at: Instant): Promise<void> {
  const id = await deskId(db, desk);
  await db.updateTable('desks').set({ reconciled_at: at }).where('id', '=', id).execute();
}

async function setState(
  db: Db,
  desk: Desk,
  state: Omit<DeskState, 'cursor' | 'reconciledAt'>,
): Promise<void> {
  await db
    .updateTable('desks')
    .set({
      synced_until: state.syncedUntil,
      failing_since: state.failingSince,
      last_error: state.lastError,
    })
    .where('id', '=', await deskId(db, desk))
    .execute();
}
