// How far the store's own work has come, the same on every engine.
import type { StoreHealth } from '../health.ts';
import type { Db } from './tables.ts';

/** Everything but what the engine knows of its disk. */
export async function readHealth(db: Db): Promise<Omit<StoreHealth, 'sizeBytes' | 'freeBytes'>> {
  // Target by target, because that is the order of the key: the least of all would read every row.
  const firsts = db.selectFrom('targets').select((target) => [
    target
      .selectFrom('samples')
      .select(({ fn }) => fn.min<number | null>('samples.at').as('at'))
      .whereRef('samples.target', '=', 'targets.id')
      .as('oldest'),
    target
      .selectFrom('samples')
      .select(({ fn }) => fn.min<number | null>('samples.at').as('at'))
      .whereRef('samples.target', '=', 'targets.id')
      .whereRef('samples.at', '>=', 'targets.sealed_until')
      .as('unsealed'),
  ]);
  const { oldestHead, unsealedSince } = await db
    .selectFrom(firsts.as('firsts'))
    .select(({ fn }) => [
      fn.min<number | null>('oldest').as('oldestHead'),
      fn.min<number | null>('unsealed').as('unsealedSince'),
    ])
    .executeTakeFirstOrThrow();
  const { lateHours } = await db
    .selectFrom('late_hours')
    .select(({ fn }) => fn.countAll<number>().as('lateHours'))
    .executeTakeFirstOrThrow();
  return { oldestHead, unsealedSince, lateHours };
}
