// Brings a file's tables up to this release (migrations/steps.ts), and refuses one that a newer release wrote.
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';
import { steps } from '../migrations/steps.ts';
import { copyBeforeMigration } from './copy-before-migration.ts';
import { inTransaction } from './transaction.ts';

/** Stands in the file's header, so that another program's database is told apart ("Uphd"). */
const applicationId = 0x55706864;

/** Brings the tables up to this release, after a copy of what is there was kept beside the file at `path`. */
export function migrate(database: DatabaseSync, path: string): void {
  const version = versionOf(database, path);
  if (version === steps.length) return;
  if (version > 0) copyBeforeMigration(database, path, steps.length);
  inTransaction(database, () => {
    for (const { sql } of steps.slice(version)) database.exec(sql);
    database.exec(`pragma application_id = ${applicationId}; pragma user_version = ${steps.length}`);
  });
}

/** Throws unless the tables are those of this release. */
export function checkCurrent(database: DatabaseSync, path: string): void {
  const version = versionOf(database, path);
  if (version === steps.length) return;
  throw new StoreError(
    'older-schema',
    `${path} was last written by an older release (schema ${version}, this release reads ${steps.length}); start Upheld once, which brings it up to date`,
  );
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
