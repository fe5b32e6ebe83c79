// Transactions on PostgreSQL. Other processes write at the same moment, so whatever reads before it writes takes its
// turn, and what two of them lock in opposite orders is done anew.
import { sql } from 'kysely';
import type { SourceKey } from '../store.ts';
import type { Db } from '../sql/tables.ts';
import { sqlStateOf } from './faults.ts';

type Work<Result> = (transaction: Db) => Promise<Result>;

/** Deadlock, and a serialisation failure: PostgreSQL undid all of it, and the next attempt may succeed. */
const undone = ['40P01', '40001'];

const attempts = 5;

/** All of `work` is durable when this resolves; if it rejects, nothing was written. `work` may be done again. */
export async function inTransaction<Result>(db: Db, work: Work<Result>, attempt = 1): Promise<Result> {
  try {
    return await db.transaction().execute(work);
  } catch (error) {
    if (attempt === attempts || !undone.includes(sqlStateOf(error))) throw error;
    return inTransaction(db, work, attempt + 1);
  }
}

/** The same, one at a time for a source of an agreement, in whatever process. */
export const inTurn = <Result>(
  db: Db,
  { agreement, source }: SourceKey,
  work: Work<Result>,
): Promise<Result> =>
  inTransaction(db, async (transaction) => {
    const key = JSON.stringify([agreement, source]);
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction);
    return work(transaction);
  });
