// When heartbeats could be heard, by whichever processes.
import type { Instant } from '@upheld/shared/time/instant';
import type { Listener } from '../leases.ts';
import type { Db } from './tables.ts';

/** The last word of a process of itself stands. */
export async function recordListening(db: Db, { id, since, until }: Listener): Promise<void> {
  await db
    .insertInto('listeners')
    .values({ id, since, until })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ since, until }))
    .execute();
}

/** The newest first. */
export async function readListeners(db: Db, since: Instant): Promise<Listener[]> {
  return await db
    .selectFrom('listeners')
    .select(['id', 'since', 'until'])
    .where('until', '>=', since)
    .orderBy('until', 'desc')
    .orderBy('id')
    .execute();
}
