// Lets go of head rows a day at a time: once every row of a day is proven to be in its block, the day's partitions are
// dropped, which costs nothing, where deleting rows would write as much again as adding them did.
import { sql } from 'kysely';
import type { Instant } from '@upheld/shared/time/instant';
import { hourMs, hourOf } from '../blocks/hour.ts';
import type { BlockStore, Retired } from '../blocks.ts';
import { proveSealed } from '../sql/retiring.ts';
import type { BlockTarget } from '../sql/sealed-hours.ts';
import type { Db } from '../sql/tables.ts';
import { sqlStateOf } from './faults.ts';
import { daysOf, dropDay } from './partitions.ts';
import { inTransaction } from './transaction.ts';

const dayMs = 86_400_000;

/** How far a day is proven, in the order of its rows: all up to this slot. */
type Proof = { day: number; target: number; at: Instant; rows: number };

/** Days that ended at or before `before`; a process that starts anew proves the oldest one anew. */
export function dayRetirer(db: Db): BlockStore['retireHeads'] {
  let proof: Proof | null = null;
  return async ({ before, most }) => {
    const day = await firstSealedDay(db, before);
    if (day === null) return { rows: 0, isDone: true };
    let proven: Proof = proof?.day === day ? proof : { day, target: 0, at: day * dayMs, rows: 0 };
    for (let hours = 0; hours < most; hours += 1) {
      const next = await inSnapshot(db, (snapshot) => proveNext(snapshot, proven));
      if (next === 'late') return { rows: 0, isDone: false };
      if (next === null) {
        proof = null;
        return drop(db, day, proven.rows);
      }
      proof = proven = next;
    }
    return { rows: 0, isDone: false };
  };
}

async function firstSealedDay(db: Db, before: Instant): Promise<number | null> {
  for (const day of await daysOf(db)) {
    if ((day + 1) * dayMs > before) return null;
    if (await isSealed(db, day)) return day;
  }
  return null;
}

/** Whether every hour of a day is sealed, for every target that has rows there, and none has to be sealed anew. */
async function isSealed(db: Db, day: number): Promise<boolean> {
  const [start, end] = [day * dayMs, (day + 1) * dayMs];
  const { rows } = await sql<{ waits: boolean }>`select
    exists (select 1 from late_hours where hour >= ${start} and hour < ${end})
    or exists (select 1 from targets where sealed_until < ${end} and exists (
      select 1 from samples where samples.target = targets.id and samples.at >= ${start} and samples.at < ${end}
    )) as waits`.execute(db);
  return rows[0]?.waits === false;
}

/** A row, whether its hour waits to be sealed anew, and its block are seen at one moment: others write meanwhile. */
const inSnapshot = <Result>(db: Db, work: (snapshot: Db) => Promise<Result>): Promise<Result> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);

/**
 * Proves the hour of the next row, and gives how far the day is proven then; null where no row is left, `late` where
 * a sample came to the hour that is not sealed yet.
 */
async function proveNext(db: Db, { day, target, at, rows }: Proof): Promise<Proof | 'late' | null> {
  const [start, end] = [day * dayMs, (day + 1) * dayMs];
  const { rows: found } = await sql<BlockTarget & { at: Instant }>`
    select targets.id, agreements.name as agreement, targets.source, targets.vantage, next.at
    from (
      select target, at from samples
      where at >= ${start} and at < ${end} and (target, at) >= (${target}::bigint, ${at}::bigint)
      order by target, at limit 1
    ) as next
    join targets on targets.id = next.target join agreements on agreements.id = targets.agreement`.execute(
    db,
  );
  const [next] = found;
  if (next === undefined) return null;
  const hour = hourOf(next.at);
  if (await isLate(db, next.id, hour)) return 'late';
  const proven = await proveSealed(db, next, hour);
  return { day, target: next.id, at: hour + hourMs, rows: rows + proven };
}

async function isLate(db: Db, target: number, hour: Instant): Promise<boolean> {
  const { rows } = await sql`select from late_hours where target = ${target} and hour = ${hour}`.execute(db);
  return rows.length > 0;
}

/** A row that came since its target was proven either has its hour in `late_hours` or was sealed in the meantime. */
async function drop(db: Db, day: number, rows: number): Promise<Retired> {
  try {
    const isDropped = await inTransaction(db, async (transaction) => {
      // Who waits for a table has everybody after him wait too, so a reader who takes long is let go first.
      await sql`set local lock_timeout = '500ms'`.execute(transaction);
      await sql`lock table only samples, only head_details in access exclusive mode`.execute(transaction);
      if (!(await isSealed(transaction, day))) return false;
      await dropDay(transaction, day);
      return true;
    });
    return { rows: isDropped ? rows : 0, isDone: false };
  } catch (error) {
    if (sqlStateOf(error) !== '55P03') throw error;
    return { rows: 0, isDone: true };
  }
}
