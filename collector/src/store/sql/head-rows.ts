// Head rows of a target: samples that were not retired yet.
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { SlotRow } from '../blocks/hour.ts';
import type { Db } from './tables.ts';

/**
 * Gives stretches of time, rising, that hold all head rows of a window: as many as an engine wants to be asked one after
 * the other.
 */
export type HeadWindows = (db: Db, window: Interval) => Promise<Interval[]>;

/** Beyond every instant that there is. */
export const ever: Interval = { start: Number.MIN_SAFE_INTEGER, end: Number.MAX_SAFE_INTEGER };

/** Of an engine that has them in one table. */
export const oneWindow: HeadWindows = async (_db, window) => [window];

/** Those with `start <= at < end`, rising. */
export const headRows = (db: Db, target: number, { start, end }: Interval): Promise<SlotRow[]> =>
  db
    .selectFrom('samples')
    .select(['at', 'outcome', 'reason', 'latency_tenths', 'age_tenths', 'status'])
    .where('target', '=', target)
    .where('at', '>=', start)
    .where('at', '<', end)
    .orderBy('at')
    .execute();

/** The first in windows that rise, or null. */
export async function firstHead(
  db: Db,
  target: number,
  windows: readonly Interval[],
): Promise<Instant | null> {
  for (const window of windows) {
    const first = await firstIn(db, target, window);
    if (first !== null) return first;
  }
  return null;
}

async function firstIn(db: Db, target: number, { start, end }: Interval): Promise<Instant | null> {
  const row = await db
    .selectFrom('samples')
    .select('at')
    .where('target', '=', target)
    .where('at', '>=', start)
    .where('at', '<', end)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}
