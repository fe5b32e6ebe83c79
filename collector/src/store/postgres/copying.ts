// What copying takes of PostgreSQL: a transaction that sees the database as it is, for as long as reading takes, and
// what rows need that bring their own ids.
import { sql } from 'kysely';
import type { TableRow } from '../copying.ts';
import type { CopyEngine } from '../sql/copying.ts';
import type { Db } from '../sql/tables.ts';
import type { Partitions } from './partitions.ts';
import { openSnapshotPool, queriesOf } from './pool.ts';
import { dayOf } from './spans.ts';

export function postgresCopying(address: string, partitions: Partitions): CopyEngine {
  return {
    snapshot: () => openSnapshot(address),
    async beforeRows(table, rows) {
      if (partitions.has(table)) await partitions.ensure(rows.map((row) => dayOf(instantOf(row))));
    },
    afterIds,
    // It checks references whenever it writes, and its pages by initdb --data-checksums.
    inspect: async () => [],
  };
}

async function openSnapshot(address: string): Promise<{ db: Db; end(): Promise<void> }> {
  const db = queriesOf(openSnapshotPool(address));
  const begun = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute();
  // What the transaction sees is one moment, but no table: a day of head rows must not go while it is read. The
  // moment is that of the first read, so the tables are held before it.
  await sql`lock table samples, head_details in access share mode`.execute(begun);
  await sql`select 1`.execute(begun);
  return {
    db: begun,
    async end() {
      await begun.rollback().execute();
      await db.destroy();
    },
  };
}

const instantOf = (row: TableRow): number => Number(row['at']);

async function afterIds(db: Db, table: string): Promise<void> {
  await sql`select setval(pg_get_serial_sequence(${table}, 'id'), max(id)) from ${sql.table(table)}`.execute(
    db,
  );
}
