// Opens the database file: one connection, write-ahead log, every commit flushed to the disk before it
// returns.
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';
import { migrate } from './migrations.ts';
import { inTransaction, rollBack } from './transaction.ts';

/** How long a lock of another process is waited for. */
const busyTimeoutMs = 5000;

/** The log grows to about 4 MiB before it is folded into the file, which may grow by as much. */
const roomBytes = 8 * 1024 * 1024;

/** Opens or creates the database at `path`, its tables up to date. Throws what SQLite throws, or a StoreError. */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    const { journal_mode: mode } = database.prepare('pragma journal_mode = wal').get() ?? {};
    if (mode !== 'wal') {
      throw new StoreError(
        'cannot-open',
        `${path} cannot keep a write-ahead log (its mode is ${String(mode)}); name a file on a local disk, such as sqlite:.data/upheld.db`,
      );
    }
    database.exec('pragma synchronous = full');
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Throws unless a write would succeed now. The row that it adds is taken back, so the file does not change. */
export function checkWritable(database: DatabaseSync, path: string): void {
  const probe = new Error('taken back');
  try {
    inTransaction(database, () => {
      database.exec(`insert into agreements (name) values ('check')`);
      throw probe;
    });
  } catch (error) {
    rollBack(database);
    if (error !== probe) throw error;
  }
  const { bavail, bsize } = statfsSync(dirname(path));
  if (bavail * bsize < roomBytes) {
    throw new StoreError(
      'full',
      `the disk of ${path} has less than 8 MiB left; free some space and writing goes on by itself`,
    );
  }
}
