// What the newest blocks say of the hours of a target.
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { openBlock, type StoredBlock } from '../blocks/block.ts';
import { hourMs, type HourColumns } from '../blocks/hour.ts';
import { hexOf } from './hex.ts';
import type { BlockRow, Db } from './tables.ts';

/** A target with its number. */
export type BlockTarget = { id: number; agreement: string; source: string; vantage: string };

/** A statement has a few thousand parameters at most. */
const hoursAtOnce = 500;

/** The newest block of each hour that the window touches, opened, by hour. */
export async function readHours(
  db: Db,
  target: BlockTarget,
  { start, end }: Interval,
): Promise<HourColumns[]> {
  const rows = await versions(db, target)
    .where('hour', '>', start - hourMs)
    .where('hour', '<', end)
    .orderBy('hour')
    .orderBy('version')
    .execute();
  return newestOf(rows).map((row) => openBlock(storedBlock(target, row)));
}

/** The newest blocks of these hours, opened, by the start of the hour; an hour that is not sealed has none. */
export async function openHours(
  db: Db,
  target: BlockTarget,
  hours: readonly Instant[],
): Promise<Map<Instant, HourColumns>> {
  const newest = await newestBlocks(db, target, hours);
  return new Map([...newest].map(([hour, block]) => [hour, openBlock(block)]));
}

/** The same as they are stored. */
export async function newestBlocks(
  db: Db,
  target: BlockTarget,
  hours: readonly Instant[],
): Promise<Map<Instant, StoredBlock>> {
  const blocks = new Map<Instant, StoredBlock>();
  for (let place = 0; place < hours.length; place += hoursAtOnce) {
    const rows = await versions(db, target)
      .where('hour', 'in', hours.slice(place, place + hoursAtOnce))
      .orderBy('version')
      .execute();
    for (const row of rows) blocks.set(row.hour, storedBlock(target, row));
  }
  return blocks;
}

type VersionRow = Pick<BlockRow, 'hour' | 'version' | 'hash' | 'previous' | 'data'>;

const versions = (db: Db, { id }: BlockTarget) =>
  db.selectFrom('blocks').select(['hour', 'version', 'hash', 'previous', 'data']).where('target', '=', id);

/** Of rows by hour and version: the last of each hour. */
const newestOf = (rows: VersionRow[]): VersionRow[] =>
  rows.filter(({ hour }, place) => rows[place + 1]?.hour !== hour);

const storedBlock = (
  { agreement, source, vantage }: BlockTarget,
  { hour, version, hash, previous, data }: VersionRow,
): StoredBlock => ({
  ...{ agreement, source, vantage, hour, version, data },
  hash: hexOf(hash),
  previous: previous === null ? null : hexOf(previous),
});
