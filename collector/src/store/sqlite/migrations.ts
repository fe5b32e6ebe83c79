// Brings a file's tables up to this release (migrations/steps.ts), and refuses one that a newer release wrote.
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';
import { steps } from '../migrations/steps.ts';
import { inTransaction } from './transaction.ts';

/** Stands in the file's header, so that another program's database is told apart ("Uphd"). */
const applicationId = 0x55706864;

/** Brings the tables up to this release; the path is for the error's text only. */
export function migrate(database: DatabaseSync, path: string): void {
  if (isCurrent(database)) return;
  inTransaction(database, () => {
    // Told under the write lock: another process may be making the tables meanwhile.
    for (const { sql } of steps.slice(versionOf(database, path))) database.exec(sql);
    database.exec(`pragma application_id = ${applicationId}; pragma user_version = ${steps.length}`);
  });
}

function isCurrent(database: DatabaseSync): boolean {
  const isOurs = pragma(database, 'application_id') === applicationId;
  return isOurs && pragma(database, 'user_version') === steps.length;
}

function versionOf(database: DatabaseSync, path: string): number {
  const version = pragma(database, 'user_version');
  const isOurs = pragma(database, 'application_id') === applicationId;
  if (!isOurs && (version !== 0 || hasTables(database))) {
    throw new StoreError(
      'foreign',
      `${path} is a database of another program; name another file in UPHELD_STORE_URL, such as sqlite:.data/upheld.db`,
    );
  }
  if (version > steps.length) {
    throw new StoreError(
      'newer-schema',
      `${path} was written by a newer release (schema ${version}, this release knows ${steps.length}); start that release, or name another file in UPHELD_STORE_URL`,
    );
  }
  return version;
}

const pragma = (database: DatabaseSync, name: string): number =>
  Number(database.prepare(`pragma ${name}`).get()?.[name]);

const hasTables = (database: DatabaseSync): boolean =>
  database.prepare('select 1 from sqlite_schema limit 1').get() !== undefined;
