// Before its tables change, a store with facts is copied beside itself: should the new release be at fault, the
// old one goes on from there.
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';
import { mebibytes, roomBeside } from './room.ts';

/** What has to stay free beside the copy for the migration itself. */
const margin = 8 * 1024 * 1024;

/**
 * Keeps `PATH.before-schema-VERSION`, durable when this returns. A copy of the same facts stays as it is, a good
 * one of others is never overwritten: the next is numbered. Throws a StoreError where there is no room.
 */
export function copyBeforeMigration(database: DatabaseSync, path: string, version: number): void {
  const facts = factsIn(database);
  if (facts === null) return;
  for (let number = 1; ; number += 1) {
    const copy = `${path}.before-schema-${version}${number === 1 ? '' : `-${number}`}`;
    const kept = existsSync(copy) ? factsOfCopy(copy) : null;
    if (kept === facts) return;
    if (kept !== null) continue;
    rmSync(copy, { force: true });
    checkRoom(database, copy);
    writeCopy(database, path, copy, facts);
    return;
  }
}

/** What tells two states of a store apart: how often its facts changed; null where it never had any. */
function factsIn(database: DatabaseSync): string | null {
  const agreements = database.prepare('select name from agreements order by name').all();
  if (agreements.length === 0) return null;
  const counted = countingTables.map((table) =>
    hasTable(database, table)
      ? database.prepare(`select sum(revision) as changes from ${table}`).get()
      : null,
  );
  return JSON.stringify([agreements, counted]);
}

/** Of each release its own: the first that there was, and what counts samples now. */
const countingTables = ['revisions', 'sample_revisions'];

const hasTable = (database: DatabaseSync, name: string): boolean =>
  database.prepare("select 1 from sqlite_schema where type = 'table' and name = ?").get(name) !== undefined;

/** Null where the file is damaged or none of ours. */
function factsOfCopy(copy: string): string | null {
  try {
    const database = new DatabaseSync(copy, { readOnly: true });
    try {
      const { quick_check: word } = database.prepare('pragma quick_check(1)').get() ?? {};
      return word === 'ok' ? factsIn(database) : null;
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

function checkRoom(database: DatabaseSync, copy: string): void {
  const { bytes } =
    database
      .prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size')
      .get() ?? {};
  const missing = Number(bytes) + margin - roomBeside(copy);
  if (missing <= 0) return;
  throw new StoreError(
    'full',
    `there is no room for the copy ${copy} that is kept before the store's tables change; free ${mebibytes(missing)} on its disk and start again. Nothing was changed`,
  );
}

/** Under another name until it is whole: what bears the final name is good, and as open to others as the store. */
function writeCopy(database: DatabaseSync, path: string, copy: string, facts: string): void {
  const part = `${copy}.part`;
  rmSync(part, { force: true });
  try {
    closeSync(openSync(part, 'wx', 0o600));
    database.prepare('vacuum into ?').run(part);
    chmodSync(part, statSync(path).mode & 0o777);
    flush(part);
    if (factsOfCopy(part) !== facts) throw new Error('it does not hold what was copied');
    renameSync(part, copy);
    flush(dirname(copy));
  } catch (error) {
    rmSync(part, { force: true });
    const said = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      'cannot-open',
      `the copy ${basename(copy)} that is kept before the store's tables change cannot be written: ${said}; nothing was changed`,
      { cause: error },
    );
  }
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
