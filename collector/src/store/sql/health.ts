// How far the store's own work has come, the same on every engine.
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { StoreHealth } from '../health.ts';
import { ever, type HeadWindows } from './head-rows.ts';
import type { Db } from './tables.ts';

/** Everything but what the engine knows of its disk. */
export async function readHealth(
  db: Db,
  headWindows: HeadWindows,
): Promise<Omit<StoreHealth, 'sizeBytes' | 'freeBytes'>> {
  const windows = await headWindows(db, ever);
  const sealedUntil = await leastSealed(db);
  const { lateHours } = await db
    .selectFrom('late_hours')
    .select(({ fn }) => fn.countAll<number>().as('lateHours'))
    .executeTakeFirstOrThrow();
  return {
    oldestHead: await firstOf(windows, (window) => least(db, 'oldest', window)),
    unsealedSince: await firstOf(
      windows.filter(({ end }) => end > sealedUntil),
      (window) => least(db, 'unsealed', window),
    ),
    lateHours,
  };
}

/** Every target is sealed up to there. */
async function leastSealed(db: Db): Promise<Instant> {
  const row = await db
    .selectFrom('targets')
    .select('sealed_until')
    .orderBy('sealed_until')
    .limit(1)
    .executeTakeFirst();
  return row?.sealed_until ?? 0;
}

async function firstOf(
  windows: readonly Interval[],
  find: (window: Interval) => Promise<Instant | null>,
): Promise<Instant | null> {
  for (const window of windows) {
    const found = await find(window);
    if (found !== null) return found;
  }
  return null;
}

/** Target by target, because that is the order of the key: the least of all would read every row. */
const firstHeads = (db: Db, { start, end }: Interval) =>
  db.selectFrom('targets').select((target) => [
    target
      .selectFrom('samples')
      .select(({ fn }) => fn.min<number | null>('samples.at').as('at'))
      .whereRef('samples.target', '=', 'targets.id')
      .where('samples.at', '>=', start)
      .where('samples.at', '<', end)
      .as('oldest'),
    target
      .selectFrom('samples')
      .select(({ fn }) => fn.min<number | null>('samples.at').as('at'))
      .whereRef('samples.target', '=', 'targets.id')
      .whereRef('samples.at', '>=', 'targets.sealed_until')
      .where('samples.at', '>=', start)
      .where('samples.at', '<', end)
      .as('unsealed'),
  ]);

async function least(db: Db, of: 'oldest' | 'unsealed', window: Interval): Promise<Instant | null> {
  const { at } = await db
    .selectFrom(firstHeads(db, window).as('firsts'))
    .select(({ fn }) => fn.min<number | null>(of).as('at'))
    .executeTakeFirstOrThrow();
  return at;
}
