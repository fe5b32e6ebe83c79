// Samples come under a lease; those of a lease that has passed to another holder are not stored, nor those of a
// collector whose clock is ahead: they would stand where others have yet to measure.
import type { Instant } from '@upheld/shared/time/instant';
import type { RawBuilder } from 'kysely';
import type { Lease } from '../leases.ts';
import type { NewSample } from '../store.ts';
import type { Db } from './tables.ts';

type Fence = Pick<Lease, 'shard' | 'fence'>;

/** The fences of these shards as they stand now; in what order they are asked for is the order in which they are locked. */
type ReadFences = (scope: string, shards: number[]) => Fence[];

/** A slot that lies further ahead of the store's clock was never measured. */
const aheadMs = 5_000;

/**
 * The places of samples whose lease is not the last one of its shard, or whose slot lies ahead of `now`. Give it fences that cannot move before the
 * samples are stored: call it inside their transaction.
 */
export function fencedPlaces(samples: readonly NewSample[], read: ReadFences, now: Instant): number[] {
  const last = new Map<string, ReadonlyMap<number, number>>();
  for (const [scope, shards] of shardsOf(samples)) last.set(scope, fencesOf(read(scope, shards)));
  return placesOf(samples, last, now);
}

/** The same of a database that others write to, by its own clock: whoever would claim one of these shards is held back. */
export async function readFencedPlaces(
  db: Db,
  samples: readonly NewSample[],
  clock: RawBuilder<Instant>,
): Promise<number[]> {
  const last = new Map<string, ReadonlyMap<number, number>>();
  let now = -Infinity;
  for (const [scope, shards] of shardsOf(samples)) {
    const rows = await db
      .selectFrom('shards')
      .select(['shard', 'fence', clock.as('now')])
      .where('scope', '=', scope)
      .where('shard', 'in', shards)
      .orderBy('shard')
      .forShare()
      .execute();
    last.set(scope, fencesOf(rows));
    now = rows[0]?.now ?? now;
  }
  return placesOf(samples, last, now);
}

const fencesOf = (rows: Fence[]) => new Map(rows.map(({ shard, fence }) => [shard, fence]));

/** By scope and shard in rising order, so that no two puts wait for each other. */
function shardsOf(samples: readonly NewSample[]): [string, number[]][] {
  const shards = new Map<string, Set<number>>();
  for (const { lease } of samples) {
    if (lease === undefined) continue;
    const known = shards.get(lease.scope) ?? new Set();
    shards.set(lease.scope, known.add(lease.shard));
  }
  return [...shards]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([scope, asked]) => [scope, [...asked].toSorted((a, b) => a - b)]);
}

function placesOf(
  samples: readonly NewSample[],
  last: ReadonlyMap<string, ReadonlyMap<number, number>>,
  now: Instant,
): number[] {
  return samples.flatMap(({ at, lease }, place) => {
    if (lease === undefined) return [];
    const isLast = last.get(lease.scope)?.get(lease.shard) === lease.fence;
    return isLast && at <= now + aheadMs ? [] : [place];
  });
}
