// The partitions of head rows, made when the first sample of their days comes, so that days are let go of by dropping
// a table (spans.ts). There is no default partition: a row that has none is refused, and nothing hides in it.
import { sql } from 'kysely';
import type { Interval } from '@upheld/shared/time/instant';
import type { Db } from '../sql/tables.ts';
import { dayMs, holds, newSpan, spanOf, tableOf, type Span } from './spans.ts';

export const partitioned: readonly string[] = ['samples', 'head_details'];

export type Partitions = {
  /** Whether a table has partitions. */
  has(table: string): boolean;
  /** Makes what is missing, outside of any other transaction: rows that come meanwhile need not wait. */
  ensure(days: Iterable<number>): Promise<void>;
  /** After a day's partition was found missing: another process let go of it. */
  forget(): void;
};

export function partitionsOf(db: Db): Partitions {
  let known: Span[] = [];
  return {
    has: (table) => partitioned.includes(table),
    async ensure(days) {
      for (const day of new Set(days)) {
        if (!known.some((span) => holds(span, day))) known.push(await makeSpan(db, day));
      }
    },
    forget: () => {
      known = [];
    },
  };
}

/** That which holds the day, made unless it is there. */
const makeSpan = (db: Db, day: number): Promise<Span> =>
  db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('partitions', 0))`.execute(transaction);
    const spans = await spansOf(transaction);
    const kept = spans.find((span) => holds(span, day));
    if (kept !== undefined) return kept;
    const span = newSpan(day, await today(transaction), spans);
    for (const table of partitioned) await makePartition(transaction, table, span);
    return span;
  });

/** By the database's clock, which all its users share. */
async function today(db: Db): Promise<number> {
  const { rows } = await sql<{ day: number }>`
    select floor(extract(epoch from clock_timestamp()) / 86400)::bigint as day`.execute(db);
  return rows[0]?.day ?? 0;
}

/** Attached, not created in its place: that would wait for every reader, and hold up all who come after. */
async function makePartition(db: Db, table: string, span: Span): Promise<void> {
  const [parent, part] = [sql.table(table), sql.table(tableOf(table, span))];
  const { start, end } = intervalOf(span);
  await sql`create table ${part} (like ${parent} including defaults including constraints)`.execute(db);
  await sql`alter table ${parent} attach partition ${part} for values from (${sql.lit(start)}) to (${sql.lit(end)})`.execute(
    db,
  );
}

export const intervalOf = ({ first, end }: Span): Interval => ({ start: first * dayMs, end: end * dayMs });

/** Those that have a partition, rising. */
export async function spansOf(db: Db): Promise<Span[]> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_inherits
    join pg_class on pg_class.oid = inhrelid where inhparent = 'samples'::regclass`.execute(db);
  return rows.map(({ name }) => spanOf(name)).toSorted((a, b) => a.first - b.first);
}

/** With all of its rows. */
export async function dropSpan(db: Db, span: Span): Promise<void> {
  for (const table of partitioned) {
    await sql`drop table if exists ${sql.table(tableOf(table, span))}`.execute(db);
  }
}
