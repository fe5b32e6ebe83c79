// Lets go of head rows a day at a time: once every row of a day is proven to be in its block, the day's partitions are
// dropped, which costs nothing, where deleting rows would write as much again as adding them did.
import { sql } from 'kysely';
import type { Instant } from '@upheld/shared/time/instant';
import { hourMs, hourOf } from '../blocks/hour.ts';
import type { BlockStore, DamagedHour, Retired } from '../blocks.ts';
import { orDamage } from '../sql/damage.ts';
import { proveSealed } from '../sql/retiring.ts';
import type { BlockTarget } from '../sql/sealed-hours.ts';
import type { Db } from '../sql/tables.ts';
import { sqlStateOf } from './faults.ts';
import { daysOf, dropDay } from './partitions.ts';
import { inTransaction } from './transaction.ts';

const dayMs = 86_400_000;

/** How far a day is proven, in the order of its rows: all up to this slot, but for hours that are damaged. */
type Proof = { day: number; target: number; at: Instant; rows: number; damaged: Damage[] };

type Damage = { target: BlockTarget; hour: Instant; words: string };

/** Days that ended at or before `before`; a process that starts anew proves the oldest one anew. */
export function dayRetirer(db: Db): BlockStore['retireHeads'] {
  let proof: Proof | null = null;
  // Whole days stay for them, and are not proven anew until none of them is damaged any more.
  const damaged = new Map<number, Damage[]>();
  return async ({ before, most }) => {
    const day = await firstSealedDay(db, before, damaged);
    if (day === null) return lookAgain(db, damaged);
    let proven: Proof =
      proof?.day === day ? proof : { day, target: 0, at: day * dayMs, rows: 0, damaged: [] };
    for (let hours = 0; hours < most; hours += 1) {
      const next = await inSnapshot(db, (snapshot) => proveNext(snapshot, proven));
      if (next === 'late') return nothingYet;
      if (next === null) {
        proof = null;
        if (proven.damaged.length === 0) return drop(db, day, proven.rows, damaged);
        damaged.set(day, proven.damaged);
        return nothingYet;
      }
      proof = proven = next;
    }
    return nothingYet;
  };
}

const nothingYet: Retired = { rows: 0, isDone: false, damaged: [] };

async function firstSealedDay(
  db: Db,
  before: Instant,
  damaged: ReadonlyMap<number, unknown>,
): Promise<number | null> {
  for (const day of await daysOf(db)) {
    if ((day + 1) * dayMs > before) return null;
    if (!damaged.has(day) && (await isSealed(db, day))) return day;
  }
  return null;
}

/** Once nothing else is left: a day of which no hour is damaged any more can go after all. */
async function lookAgain(db: Db, damaged: Map<number, Damage[]>): Promise<Retired> {
  const before = damaged.size;
  for (const [day, hours] of damaged) {
    const still: Damage[] = [];
    for (const { target, hour } of hours) {
      const proven = await inSnapshot(db, (snapshot) => proveHour(snapshot, target, hour));
      if (proven !== 'late' && 'damage' in proven) still.push({ target, hour, words: proven.damage });
    }
    if (still.length > 0) damaged.set(day, still);
    else damaged.delete(day);
  }
  return { rows: 0, isDone: damaged.size === before, damaged: hoursIn(damaged) };
}

const hoursIn = (damaged: ReadonlyMap<number, Damage[]>): DamagedHour[] =>
  [...damaged.values()].flat().map(({ target: { agreement, source, vantage }, hour, words }) => ({
    ...{ agreement, source, vantage, hour, words },
  }));

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
async function proveNext(db: Db, { day, target, at, rows, damaged }: Proof): Promise<Proof | 'late' | null> {
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
  const proven = await proveHour(db, next, hour);
  if (proven === 'late') return proven;
  const known = { day, target: next.id, at: hour + hourMs };
  if ('result' in proven) return { ...known, rows: rows + proven.result, damaged };
  return { ...known, rows, damaged: [...damaged, { target: next, hour, words: proven.damage }] };
}

/** How many rows it has; what its newest block says of one that came since, nobody knows before it is sealed anew. */
const proveHour = async (db: Db, target: BlockTarget, hour: Instant) =>
  (await isLate(db, target.id, hour)) ? 'late' : orDamage(() => proveSealed(db, target, hour));

async function isLate(db: Db, target: number, hour: Instant): Promise<boolean> {
  const { rows } = await sql`select from late_hours where target = ${target} and hour = ${hour}`.execute(db);
  return rows.length > 0;
}

/** A row that came since its target was proven either has its hour in `late_hours` or was sealed in the meantime. */
async function drop(
  db: Db,
  day: number,
  rows: number,
  damaged: ReadonlyMap<number, Damage[]>,
): Promise<Retired> {
  try {
    const isDropped = await inTransaction(db, async (transaction) => {
      // Who waits for a table has everybody after him wait too, so a reader who takes long is let go first.
      await sql`set local lock_timeout = '500ms'`.execute(transaction);
      await sql`lock table only samples, only head_details in access exclusive mode`.execute(transaction);
      if (!(await isSealed(transaction, day))) return false;
      await dropDay(transaction, day);
      return true;
    });
    return { rows: isDropped ? rows : 0, isDone: false, damaged: [] };
  } catch (error) {
    if (sqlStateOf(error) !== '55P03') throw error;
    return { rows: 0, isDone: true, damaged: hoursIn(damaged) };
  }
}
