// What copying takes of this engine: a second connection that sees the file as it is, and SQLite's own checks.
import { DatabaseSync } from 'node:sqlite';
import type { CopyEngine } from '../sql/copying.ts';
import { queriesOn } from './queries.ts';

export function sqliteCopying(database: DatabaseSync, path: string): CopyEngine {
  return {
    snapshot: async () => {
      const view = openView(path);
      const db = queriesOn(view);
      return { db, end: async () => view.close() };
    },
    inspect: async () => [...damages(database), ...brokenReferences(database)],
  };
}

/** A connection that sees the file as it is now until it is closed; whoever writes is not held up. */
export function openView(path: string): DatabaseSync {
  const view = new DatabaseSync(path, { readOnly: true });
  // The moment of a transaction is that of its first read.
  view.exec('begin; select 1 from sqlite_schema;');
  return view;
}

/** sqlite.org/pragma.html#pragma_quick_check: the one row `ok`, or what is wrong. */
const damages = (database: DatabaseSync): string[] =>
  database
    .prepare('pragma quick_check(10)')
    .all()
    .map((row) => String(row['quick_check']))
    .filter((line) => line !== 'ok');

const brokenReferences = (database: DatabaseSync): string[] =>
  database
    .prepare('pragma foreign_key_check')
    .all()
    .map(({ table, parent, rowid }) => {
      const row = rowid === null ? 'a row' : `row ${String(rowid)}`;
      return `${row} of ${String(table)} refers to a row of ${String(parent)} that is not there`;
    });
