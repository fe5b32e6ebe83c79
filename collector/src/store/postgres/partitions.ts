// The partitions of head rows: one a day, UTC, made when the first sample of the day comes, so that a day is let go
// of by dropping a table. There is no default partition: a row that has none is refused, and nothing hides in it.
import { sql } from 'kysely';
import type { Instant } from '@upheld/shared/time/instant';
import type { Db } from '../sql/tables.ts';

const dayMs = 86_400_000;

const partitioned: readonly string[] = ['samples', 'head_details'];

export const dayOf = (at: Instant): number => Math.floor(at / dayMs);

export type Partitions = {
  /** Whether a table has partitions. */
  has(table: string): boolean;
  /** Makes what is missing, outside of any other transaction: rows that come meanwhile need not wait. */
  ensure(days: Iterable<number>): Promise<void>;
  /** After a day's partition was found missing: another process let go of it. */
  forget(): void;
};

export function partitionsOf(db: Db): Partitions {
  const known = new Set<number>();
  return {
    has: (table) => partitioned.includes(table),
    async ensure(days) {
      const missing = [...new Set(days)].filter((day) => !known.has(day)).toSorted((a, b) => a - b);
      for (const day of missing) {
        await makeDay(db, day);
        known.add(day);
      }
    },
    forget: () => known.clear(),
  };
}

const makeDay = (db: Db, day: number): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('partitions', 0))`.execute(transaction);
    for (const table of partitioned) await makePartition(transaction, table, day);
  });

/** Attached, not created in its place: that would wait for every reader, and hold up all who come after. */
async function makePartition(db: Db, table: string, day: number): Promise<void> {
  const name = partitionName(table, day);
  const { rows } = await sql`select where to_regclass(${`"${name}"`}) is not null`.execute(db);
  if (rows.length > 0) return;
  const [parent, part] = [sql.table(table), sql.table(name)];
  const [from, to] = [sql.lit(day * dayMs), sql.lit((day + 1) * dayMs)];
  await sql`create table ${part} (like ${parent} including defaults including constraints)`.execute(db);
  await sql`alter table ${parent} attach partition ${part} for values from (${from}) to (${to})`.execute(db);
}

/** Such as `samples 2026-07-01`. */
export const partitionName = (table: string, day: number): string =>
  `${table} ${new Date(day * dayMs).toISOString().replace(/T.*/, '')}`;

/** The days that have a partition, rising. */
export async function daysOf(db: Db): Promise<number[]> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_inherits
    join pg_class on pg_class.oid = inhrelid where inhparent = 'samples'::regclass`.execute(db);
  const days = rows.map(({ name }) => Date.parse(`${name.slice('samples '.length)}T00:00:00Z`) / dayMs);
  return days.toSorted((a, b) => a - b);
}

/** With all of its rows. */
export async function dropDay(db: Db, day: number): Promise<void> {
  for (const table of partitioned) {
    await sql`drop table if exists ${sql.table(partitionName(table, day))}`.execute(db);
  }
}
