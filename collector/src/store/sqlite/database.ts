// Opens the database file: one connection, write-ahead log, every commit flushed to the disk before it
// returns.
import { closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';
import { checkCurrent, migrate } from './migrations.ts';
import { roomBeside } from './room.ts';
import { inTransaction, rollBack } from './transaction.ts';

/** How long a lock of another process is waited for. */
const busyTimeoutMs = 5000;

/** The log grows to about 4 MiB before it is folded into the file, which may grow by as much. */
const roomBytes = 8 * 1024 * 1024;

/** Opens or creates the database at `path`, its tables up to date. Throws what SQLite throws, or a StoreError. */
export function openDatabase(path: string): DatabaseSync {
  makePrivately(path);
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  return readied(database, () => {
    const { journal_mode: mode } = database.prepare('pragma journal_mode = wal').get() ?? {};
    if (mode !== 'wal') {
      throw new StoreError(
        'cannot-open',
        `${path} cannot keep a write-ahead log (its mode is ${String(mode)}); name a file on a local disk, such as sqlite:.data/upheld.db`,
      );
    }
    database.exec('pragma synchronous = full');
    migrate(database, path);
  });
}

/**
 * A file that is not there yet is this user's alone, as backups are, and so are the log and the index that SQLite makes
 * beside it; one that is there is as open as its owner made it. Where no file can be made, SQLite says so.
 */
function makePrivately(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch {
    return;
  }
}

/** Opens the database at `path` beside whoever writes it, and changes nothing of it. */
export function openToRead(path: string, { mayBeMissing }: { mayBeMissing: boolean }): DatabaseSync {
  if (!existsSync(path)) {
    if (mayBeMissing) return withoutFacts();
    throw new StoreError(
      'cannot-open',
      `there is no store ${path} yet; start Upheld once, or name another file in UPHELD_STORE_URL`,
    );
  }
  const database = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
  return readied(database, () => checkCurrent(database, path));
}

function withoutFacts(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  return readied(database, () => migrate(database, ':memory:'));
}

function readied(database: DatabaseSync, makeReady: () => void): DatabaseSync {
  try {
    makeReady();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Throws unless a write would succeed now. The row that it adds, of a name that no agreement has, is taken back, so the
 * file does not change.
 */
export function checkWritable(database: DatabaseSync, path: string): void {
  const probe = new Error('taken back');
  try {
    inTransaction(database, () => {
      database.exec(`insert into agreements (name) values ('/check')`);
      throw probe;
    });
  } catch (error) {
    rollBack(database);
    if (error !== probe) throw error;
  }
  if (roomBeside(path) < roomBytes) {
    throw new StoreError(
      'full',
      `the disk of ${path} has less than 8 MiB left; free some space and writing goes on by itself`,
    );
  }
}
