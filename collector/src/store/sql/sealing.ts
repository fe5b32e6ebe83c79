// Seals closed hours: packs what is known of each into a block, and moves the target's mark on.
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { makeBlock, openBlock, type MadeBlock } from '../blocks/block.ts';
import { chainAfter } from '../blocks/chain.ts';
import { hourMs, hourOf, rowsOf, type SlotRow } from '../blocks/hour.ts';
import type { BlockStore, DamagedHour, Sealed } from '../blocks.ts';
import { bytesOf, hexOf } from './hex.ts';
import { orDamage } from './damage.ts';
import { firstHead, headRows, type HeadWindows } from './head-rows.ts';
import { lateHours, markLate, type LateHour } from './late-hours.ts';
import { lockedTargets, type LockedTarget, type RowLocks } from './locked-targets.ts';
import { newestBlocks } from './sealed-hours.ts';
import type { Db } from './tables.ts';

/** `now`: the store's clock. */
export type SealingEngine = RowLocks & { now: (db: Db) => Promise<Instant>; headWindows: HeadWindows };

/** A put that began before its hour closed is over by then (trust.md 3.4). */
const graceMs = 10 * 60_000;

/** Call it inside a transaction. What others have locked is left to them. */
export async function sealHours(
  db: Db,
  { before, most }: Parameters<BlockStore['sealHours']>[0],
  engine: SealingEngine,
): Promise<Sealed> {
  const now = await engine.now(db);
  const end = hourOf(Math.min(before, now - graceMs));
  const work: Work = { db, end, now, most, hours: 0, blocks: 0, damaged: [] };
  await sealLate(work, engine);
  await sealNew(work, engine);
  return { blocks: work.blocks, isDone: work.hours < most, damaged: work.damaged };
}

/**
 * `hours` counts what was looked at: targets without samples too, so that a call never holds the store long; but no
 * damaged hours, so that any number of them leaves room for others.
 */
type Work = {
  db: Db;
  end: Instant;
  now: Instant;
  most: number;
  hours: number;
  blocks: number;
  damaged: DamagedHour[];
};

async function sealLate(work: Work, locks: RowLocks): Promise<void> {
  let after: LateHour | undefined;
  do {
    const room = work.most - work.hours;
    const late = await lateHours(work.db, work.end, { after, most: room });
    await sealAnew(work, locks, late);
    after = late.length < room ? undefined : late.at(-1);
  } while (after !== undefined && work.hours < work.most);
}

async function sealAnew(work: Work, locks: RowLocks, late: readonly LateHour[]): Promise<void> {
  const { db } = work;
  if (late.length === 0) return;
  const ofTarget = Map.groupBy(late, ({ target }) => target);
  const targets = await lockedTargets(db, locks, (query) =>
    query.where('targets.id', 'in', [...ofTarget.keys()]),
  );
  for (const target of targets) {
    for (const { hour } of ofTarget.get(target.id) ?? []) await sealHour(work, target, hour);
    await keepMarks(work, target);
  }
}

async function sealNew(work: Work, engine: SealingEngine): Promise<void> {
  const { db, end, most } = work;
  const room = most - work.hours;
  if (room <= 0) return;
  const targets = await lockedTargets(db, engine, (query) =>
    query.where('sealed_until', '<', end).orderBy('sealed_until').limit(room),
  );
  if (targets.length === 0) return;
  const start = Math.min(...targets.map((target) => target.sealed_until));
  // Only once the targets are held: samples may come to tables that nobody had made before.
  const windows = await engine.headWindows(db, { start, end });
  for (const target of targets) {
    if (work.hours >= most) return;
    await sealTarget(work, target, windows);
  }
}

/** Up to the end, or as far as the work goes. */
async function sealTarget(work: Work, target: LockedTarget, windows: readonly Interval[]): Promise<void> {
  do {
    const next = await firstHead(work.db, target.id, after(windows, target.sealed_until));
    if (next === null) {
      work.hours += 1;
      target.sealed_until = work.end;
    } else {
      await sealHour(work, target, hourOf(next));
      target.sealed_until = hourOf(next) + hourMs;
    }
  } while (target.sealed_until < work.end && work.hours < work.most);
  await keepMarks(work, target);
}

/** What `target` came to is kept once for all of its hours. */
const keepMarks = ({ db }: Work, { id, sealed_until, sealed_blocks, sealed_chain }: LockedTarget) =>
  db.updateTable('targets').set({ sealed_until, sealed_blocks, sealed_chain }).where('id', '=', id).execute();

const after = (windows: readonly Interval[], start: Instant): Interval[] =>
  windows
    .filter((window) => window.end > start)
    .map((window) => ({ start: Math.max(window.start, start), end: window.end }));

/** As a new version, where its newest block does not hold all that is known. */
async function sealHour(work: Work, target: LockedTarget, hour: Instant): Promise<void> {
  const { db } = work;
  const newest = (await newestBlocks(db, target, [hour])).get(hour);
  const opened = await orDamage(async () => (newest === undefined ? [] : rowsOf(openBlock(newest))));
  if ('damage' in opened) return passOver(work, target, hour, opened.damage);
  work.hours += 1;
  const sealed = opened.result;
  const rows = together(sealed, await headRows(db, target.id, { start: hour, end: hour + hourMs }));
  if (rows.length > sealed.length) {
    const { agreement, source, vantage } = target;
    const place = { agreement, source, vantage, hour, version: (newest?.version ?? 0) + 1 };
    await addBlock(work, target, makeBlock(place, newest?.hash ?? null, rows));
  }
  await db.deleteFrom('late_hours').where('target', '=', target.id).where('hour', '=', hour).execute();
}

/** What is kept of it is sealed once its block can be read. */
async function passOver(
  { db, damaged }: Work,
  target: LockedTarget,
  hour: Instant,
  words: string,
): Promise<void> {
  const { id, agreement, source, vantage } = target;
  damaged.push({ agreement, source, vantage, hour, words });
  await markLate(db, { target: id, hour });
}

/** Each slot once, as it was sealed where it was. */
function together(sealed: SlotRow[], heads: SlotRow[]): SlotRow[] {
  const slots = new Set(sealed.map(({ at }) => at));
  return [...sealed, ...heads.filter(({ at }) => !slots.has(at))];
}

/** As the next one of its target, whose row is held: no other can be in between. */
async function addBlock(work: Work, target: LockedTarget, block: MadeBlock): Promise<void> {
  const { hour, version, samples, data } = block;
  const before = target.sealed_chain === null ? null : hexOf(target.sealed_chain);
  const chain = bytesOf(chainAfter(before, block.hash));
  target.sealed_blocks += 1;
  target.sealed_chain = chain;
  await work.db
    .insertInto('blocks')
    .values({
      ...{ target: target.id, hour, version, samples, data, sealed_at: work.now },
      ...{ sequence: target.sealed_blocks, chain },
      hash: bytesOf(block.hash),
      previous: block.previous === null ? null : bytesOf(block.previous),
      not_ok: block.notOk,
      last_at: block.lastAt,
    })
    .execute();
  work.blocks += 1;
}
