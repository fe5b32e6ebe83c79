// Samples come under a lease; those of a lease that has passed to another holder are not stored.
import type { Lease } from '../leases.ts';
import type { NewSample } from '../store.ts';
import type { Db } from './tables.ts';

type Fence = Pick<Lease, 'shard' | 'fence'>;

/** The fences of these shards as they stand now; in what order they are asked for is the order in which they are locked. */
type ReadFences = (scope: string, shards: number[]) => Fence[];

/**
 * The places of samples whose lease is not the last one of its shard. Give it fences that cannot move before the
 * samples are stored: call it inside their transaction.
 */
export function fencedPlaces(samples: readonly NewSample[], read: ReadFences): number[] {
  const now = new Map<string, ReadonlyMap<number, number>>();
  for (const [scope, shards] of shardsOf(samples)) now.set(scope, fencesOf(read(scope, shards)));
  return placesOf(samples, now);
}

/** The same of a database that others write to: `locks` holds back whoever would claim one of these shards. */
export async function readFencedPlaces(
  db: Db,
  samples: readonly NewSample[],
  { locks }: { locks: boolean },
): Promise<number[]> {
  const now = new Map<string, ReadonlyMap<number, number>>();
  for (const [scope, shards] of shardsOf(samples)) {
    const rows = await db
      .selectFrom('shards')
      .select(['shard', 'fence'])
      .where('scope', '=', scope)
      .where('shard', 'in', shards)
      .orderBy('shard')
      .$if(locks, (query) => query.forShare())
      .execute();
    now.set(scope, fencesOf(rows));
  }
  return placesOf(samples, now);
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

function placesOf(samples: readonly NewSample[], now: Map<string, ReadonlyMap<number, number>>): number[] {
  return samples.flatMap(({ lease }, place) =>
    lease === undefined || now.get(lease.scope)?.get(lease.shard) === lease.fence ? [] : [place],
  );
}
