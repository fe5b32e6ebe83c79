// Lets go of head rows a table at a time: once every row of its days is proven to be in its block, the partitions are
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
import { dropSpan, intervalOf, partitioned, spansOf } from './partitions.ts';
import { isSpan, tableOf, type Span } from './spans.ts';
import { inTransaction } from './transaction.ts';

/** How far a span is proven, in the order of its rows: all up to this slot, but for hours that are damaged. */
type Proof = {
  span: Span;
  target: number;
  at: Instant;
  rows: number;
  damaged: Damage[];
  /** No row is left. */
  isWhole: boolean;
};

type Damage = { target: BlockTarget; hour: Instant; words: string };

type Damaged = { span: Span; hours: Damage[] };

/** Spans that ended at or before `before`; a process that starts anew proves the oldest one anew. */
export function spanRetirer(db: Db): BlockStore['retireHeads'] {
  let proof: Proof | null = null;
  // Whole spans stay for them, and are not proven anew until none of them is damaged any more.
  let damaged: Damaged[] = [];
  return async ({ before, most }) => {
    const span = await firstSealed(db, before, damaged);
    if (span === null) {
      const still = await damagedOf(db, damaged);
      const isDone = still.length === damaged.length;
      damaged = still;
      return { rows: 0, isDone, damaged: hoursIn(damaged) };
    }
    let proven = proof !== null && isSpan(proof.span, span) ? proof : nothingOf(span);
    for (let hours = 0; hours < most && !proven.isWhole; hours += 1) {
      const known = proven;
      const next = await inSnapshot(db, (snapshot) => proveNext(snapshot, known));
      if (next === 'late') return nothingYet;
      proof = proven = next;
    }
    if (!proven.isWhole) return nothingYet;
    if (proven.damaged.length > 0) {
      damaged.push({ span, hours: proven.damaged });
      proof = null;
      return nothingYet;
    }
    const dropped = await drop(db, proven);
    // Who was in the way now may be gone in the next round, and the proof stays good.
    if (dropped === 'locked') return { rows: 0, isDone: true, damaged: hoursIn(damaged) };
    proof = null;
    return { ...nothingYet, rows: dropped };
  };
}

const nothingYet: Retired = { rows: 0, isDone: false, damaged: [] };

const nothingOf = (span: Span): Proof => ({
  ...{ span, target: 0, at: intervalOf(span).start },
  ...{ rows: 0, damaged: [], isWhole: false },
});

async function firstSealed(db: Db, before: Instant, damaged: readonly Damaged[]): Promise<Span | null> {
  for (const span of await spansOf(db)) {
    if (intervalOf(span).end > before) return null;
    if (damaged.some((of) => isSpan(of.span, span))) continue;
    if (await isSealed(db, span)) return span;
  }
  return null;
}

/** Once nothing else is left: a span of which no hour is damaged any more can go after all. */
async function damagedOf(db: Db, damaged: readonly Damaged[]): Promise<Damaged[]> {
  const all: Damaged[] = [];
  for (const { span, hours } of damaged) {
    const still: Damage[] = [];
    for (const { target, hour } of hours) {
      const proven = await inSnapshot(db, (snapshot) => proveHour(snapshot, target, hour));
      if (proven !== 'late' && 'damage' in proven) still.push({ target, hour, words: proven.damage });
    }
    if (still.length > 0) all.push({ span, hours: still });
  }
  return all;
}

const hoursIn = (damaged: readonly Damaged[]): DamagedHour[] =>
  damaged
    .flatMap(({ hours }) => hours)
    .map(({ target: { agreement, source, vantage }, hour, words }) => ({
      ...{ agreement, source, vantage, hour, words },
    }));

/** Whether every hour of it is sealed, for every target that has rows there, and none has to be sealed anew. */
async function isSealed(db: Db, span: Span): Promise<boolean> {
  const { start, end } = intervalOf(span);
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
 * Proves the hour of the next row, and gives how far the span is proven then; `late` where a sample came to the hour
 * that is not sealed yet.
 */
async function proveNext(db: Db, proof: Proof): Promise<Proof | 'late'> {
  const { span, target, at, rows, damaged } = proof;
  const { start, end } = intervalOf(span);
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
  if (next === undefined) return { ...proof, isWhole: true };
  const hour = hourOf(next.at);
  const proven = await proveHour(db, next, hour);
  if (proven === 'late') return proven;
  const known = { span, target: next.id, at: hour + hourMs, isWhole: false };
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

/**
 * A row that came since its target was proven either has its hour in `late_hours` or was sealed in the meantime. While
 * that is looked at, nobody adds to these tables alone; all others wait only for the drop itself. Gives how many rows went.
 */
async function drop(db: Db, { span, rows }: Proof): Promise<number | 'locked'> {
  try {
    return await inTransaction(db, async (transaction) => {
      // Who waits for a table has everybody after him wait too, so a reader who takes long is let go first.
      await sql`set local lock_timeout = '100ms'`.execute(transaction);
      const tables = sql.join(partitioned.map((table) => sql.table(tableOf(table, span))));
      await sql`lock table ${tables} in share row exclusive mode`.execute(transaction);
      if (!(await isSealed(transaction, span))) return 0;
      await dropSpan(transaction, span);
      return rows;
    });
  } catch (error) {
    const state = sqlStateOf(error);
    // Another process let go of it before.
    if (state === '42P01') return 0;
    if (state !== '55P03') throw error;
    return 'locked';
  }
}
