// The query builder on an open database.
import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Db, Tables } from '../sql/tables.ts';
import { NodeSqliteDialect } from './dialect.ts';

export const queriesOn = (database: DatabaseSync): Db =>
  new Kysely<Tables>({ dialect: new NodeSqliteDialect(database) });
