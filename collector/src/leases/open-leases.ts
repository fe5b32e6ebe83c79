// The leases under which this process may begin work, and the last that it had on each shard.
import type { KeptLeases, Lease } from '../store/leases.ts';

/** How many leases came and went; `isLost`: all went, because this process slept past their end. None where the store only answers again. */
export type Change = { gained: number; lost: number; isLost: boolean };

type Place = Pick<Lease, 'scope' | 'shard'>;

export type OpenLeases = {
  /** From now on these. A change is told at once; where the store `isBack`, also that nothing changed. */
  set(next: readonly Lease[], how?: { isLost?: boolean; isBack?: boolean }): void;
  has(place: Place): boolean;
  /** The last lease on it that this process had, also one that is over; its fence is 0 if there was none. */
  leaseOf(place: Place): Lease;
  all(): Lease[];
};

/** None. */
export function openLeases(onChange: (change: Change) => void): OpenLeases {
  const last = new Map<string, Lease>();
  let open: ReadonlyMap<string, Lease> = new Map();
  return {
    set(next, { isLost = false, isBack = false } = {}) {
      const before = open;
      open = new Map(next.map((lease) => [keyOf(lease), lease]));
      for (const [key, lease] of open) last.set(key, lease);
      const gained = differing(open, before);
      const lost = differing(before, open);
      if (gained + lost > 0 || isBack) onChange({ gained, lost, isLost });
    },
    has: (place) => open.has(keyOf(place)),
    leaseOf: ({ scope, shard }) => last.get(keyOf({ scope, shard })) ?? { scope, shard, fence: neverGiven },
    all: () => [...open.values()],
  };
}

/** Fences begin with 1: under this one nothing is stored. */
const neverGiven = 0;

/** A lease under a higher fence was lost in between. */
function differing(leases: ReadonlyMap<string, Lease>, from: ReadonlyMap<string, Lease>): number {
  let count = 0;
  for (const [key, { fence }] of leases) if (from.get(key)?.fence !== fence) count += 1;
  return count;
}

/** The last shards of a scope: whoever is short of some is given them in one piece. */
export function beyondShare({ held, shares }: Pick<KeptLeases, 'held' | 'shares'>): Lease[] {
  return [...Map.groupBy(held, ({ scope }) => scope)].flatMap(([scope, leases]) =>
    leases.slice(shares[scope] ?? 0),
  );
}

/** How many there are of each scope, also of a scope of which there is none. */
export function countsOf(scopes: readonly string[], leases: readonly Lease[]): Record<string, number> {
  const counts = Object.fromEntries(scopes.map((scope) => [scope, 0]));
  for (const { scope } of leases) counts[scope] = (counts[scope] ?? 0) + 1;
  return counts;
}

/** Those of `leases` that are not among `others`, whatever their fences. */
export function without(leases: readonly Lease[], others: readonly Lease[]): Lease[] {
  const keys = new Set(others.map(keyOf));
  return leases.filter((lease) => !keys.has(keyOf(lease)));
}

function keyOf({ scope, shard }: Place): string {
  return `${scope} ${shard}`;
}
