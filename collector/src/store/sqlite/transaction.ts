// Write transactions of the sqlite engine: they take the write lock at once. A transaction that begins as
// a reader and then writes fails without waiting when another process wrote in between.
import type { DatabaseSync } from 'node:sqlite';

/** All of `work` is durable when this returns; if it throws, nothing was written. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('begin immediate');
  try {
    const result = work();
    database.exec('commit');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** A full disk ends a transaction by itself; then there is nothing left to roll back. */
export function rollBack(database: DatabaseSync): void {
  if (database.isTransaction) database.exec('rollback');
}
