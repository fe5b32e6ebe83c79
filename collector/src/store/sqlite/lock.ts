// One process owns a store's file. Node has no file locks, SQLite does: a second small database beside the
// store, whose write lock is held for as long as the process lives. The system takes it back however that ends.
// Nothing but SQLite may open that file in this process: POSIX drops a process's locks when any of its handles closes.
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';
import { isBusy, isFull } from './faults.ts';

/** Others that look at the same moment are gone after less than this. */
const patienceMs = 250;

/** How often two that start at once may find each other's name under the lock. */
const attempts = 10;

/** Makes this thread's store the only one of `path` that writes, until the function given back is called. */
export function lockStore(path: string): () => void {
  const file = new DatabaseSync(`${path}.lock`, { timeout: patienceMs });
  try {
    hold(file, path);
    return () => file.close();
  } catch (error) {
    file.close();
    throw isBusy(error) ? inUse(path) : error;
  }
}

/** The name has to be committed for others to read it, so it is written first and proved under the lock that stays. */
function hold(file: DatabaseSync, path: string): void {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const name = writeName(file);
    file.exec('begin immediate');
    if (name === null || readToken(file) === name) return;
    file.exec('rollback');
  }
  throw inUse(path);
}

/** Null where the disk is too full to write it: the lock holds without. */
function writeName(file: DatabaseSync): string | null {
  const token = crypto.randomUUID();
  try {
    file.exec(
      'begin immediate; create table if not exists holder (token text, process integer, host text, since text) strict; delete from holder',
    );
    const since = Temporal.Now.instant().round('second').toString();
    file.prepare('insert into holder values (?, ?, ?, ?)').run(token, process.pid, hostname(), since);
    file.exec('commit');
    return token;
  } catch (error) {
    if (file.isTransaction) file.exec('rollback');
    if (isFull(error)) return null;
    throw error;
  }
}

const readToken = (file: DatabaseSync): unknown => file.prepare('select token from holder').get()?.['token'];

function inUse(path: string): StoreError {
  return new StoreError(
    'in-use',
    `the store ${path} is in use by ${holderOf(path)}; stop that first. One process writes an SQLite store; several share one on PostgreSQL, such as UPHELD_STORE_URL=postgres://upheld@db.example.com/upheld`,
  );
}

function holderOf(path: string): string {
  try {
    const file = new DatabaseSync(`${path}.lock`, { readOnly: true, timeout: patienceMs });
    try {
      const {
        process: id,
        host,
        since,
      } = file.prepare('select process, host, since from holder').get() ?? {};
      if (id === process.pid) return 'this process itself';
      if (typeof since === 'string') return `process ${String(id)} on ${String(host)} since ${since}`;
    } finally {
      file.close();
    }
  } catch {
    // Who it is could not be read; that somebody is there is known.
  }
  return 'another process';
}
