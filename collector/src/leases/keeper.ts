// Keeps leases on shards: says again and again that this process runs, takes what is free up to its share, gives up
// what is beyond it, and knows when it has lost them because the store was away for too long.
import type { Clock } from '../clock.ts';
import type { KeptLeases, Lease, LeaseStore } from '../store/leases.ts';

export type KeeperParts = {
  store: Pick<LeaseStore, 'keepLeases' | 'releaseLeases'>;
  clock: Pick<Clock, 'monotonic' | 'setTimer'>;
  /** New with every start of a process. */
  id: string;
  /** What this process does now. */
  scopes: () => string[];
  /** What may be begun is not what it was: at once, before anything of it is released. */
  onChange: (change: Change) => void;
  /** Under which leases something was begun that has not ended, or is not stored. */
  underWay: () => Lease[];
  onError: (error: unknown) => void;
};

/** How many leases came and went; `isLost`: all went, because the store could not be asked in time. */
export type Change = { gained: number; lost: number; isLost: boolean };

export type Standing = {
  held: Record<string, number>;
  shares: Record<string, number>;
  /** Whether nobody else can have claimed what is held. */
  isCurrent: boolean;
  /** Whether the store has answered once. */
  hasLooked: boolean;
};

export type Keeper = {
  /** Whether work may begin in this shard now. */
  mayBegin(scope: string, shard: number): boolean;
  /** The last lease on it that this process had, also one that is over: the store knows which is which. */
  leaseOf(scope: string, shard: number): Lease;
  standing(): Standing;
  /** Looks now instead of in a second: what this process does has changed. */
  look(): Promise<void>;
  /** Asks for nothing more and gives all back. */
  stop(): Promise<void>;
};

/** Twelve seconds, a look each second and the first slot: a collector that died is replaced within fifteen. */
const leaseMs = 12_000;
const everyMs = 1_000;

/** Holds nothing yet; the first look is under way. */
export function keepLeases(parts: KeeperParts): Keeper {
  const { store, clock, id } = parts;
  const leases = new Map<string, Lease>();
  /** What may be begun: what is held, without what is being given up. */
  let open: ReadonlyMap<string, Lease> = new Map();
  let kept: KeptLeases = { held: [], shares: {}, leftMs: 0 };
  let endsAt = -Infinity;
  let hasLooked = false;
  let isStopped = false;
  let looking: Promise<void> | null = null;
  let cancelLook = () => {};
  let cancelEnd = () => {};

  const isCurrent = () => clock.monotonic() < endsAt;

  /** Tells what changed; a lease under a higher fence was lost in between. */
  function opened(next: ReadonlyMap<string, Lease>, isLost: boolean): void {
    const before = open;
    open = next;
    for (const [key, lease] of next) leases.set(key, lease);
    const gained = differing(next, before);
    const lost = differing(before, next);
    if (gained + lost > 0) parts.onChange({ gained, lost, isLost });
  }

  async function ask(): Promise<void> {
    const askedAt = clock.monotonic();
    kept = await store.keepLeases({ id, scopes: parts.scopes(), leaseMs });
    hasLooked = true;
    endsAt = askedAt + kept.leftMs;
    awaitEnd();
    const leaving = beyondShare(kept);
    const left = new Set(leaving.map(keyOf));
    const staying = kept.held.filter((lease) => !left.has(keyOf(lease)));
    opened(isCurrent() ? byKey(staying) : new Map(), false);
    await release(leaving);
  }

  async function release(leaving: Lease[]): Promise<void> {
    if (leaving.length === 0) return;
    const busy = new Set(parts.underWay().map(keyOf));
    const idle = leaving.filter((lease) => !busy.has(keyOf(lease)));
    if (idle.length > 0) await store.releaseLeases(id, idle);
  }

  function awaitEnd(): void {
    cancelEnd();
    cancelEnd = clock.setTimer(end, Math.max(0, endsAt - clock.monotonic()));
  }

  /** A timer may come a part of a millisecond early. */
  function end(): void {
    if (isCurrent()) awaitEnd();
    else opened(new Map(), true);
  }

  function look(): Promise<void> {
    cancelLook();
    if (isStopped) return Promise.resolve();
    looking ??= ask()
      .catch(parts.onError)
      .finally(() => {
        looking = null;
        if (!isStopped) cancelLook = clock.setTimer(() => void look(), everyMs);
      });
    return looking;
  }

  void look();
  return {
    mayBegin: (scope, shard) => isCurrent() && open.has(keyOf({ scope, shard })),
    leaseOf: (scope, shard) => leases.get(keyOf({ scope, shard })) ?? { scope, shard, fence: neverGiven },
    standing: () => ({
      held: countsOf(kept, isCurrent() ? [...open.values()] : []),
      shares: kept.shares,
      ...{ isCurrent: isCurrent(), hasLooked },
    }),
    look,
    async stop() {
      isStopped = true;
      cancelLook();
      cancelEnd();
      await looking;
      await store.releaseLeases(id);
    },
  };
}

/** Fences begin with 1: under this one nothing is stored. */
const neverGiven = 0;

/** The last shards of a scope: whoever is short of some is given them in one piece. */
function beyondShare({ held, shares }: KeptLeases): Lease[] {
  return [...Map.groupBy(held, ({ scope }) => scope)].flatMap(([scope, leases]) =>
    leases.slice(shares[scope] ?? 0),
  );
}

function differing(leases: ReadonlyMap<string, Lease>, from: ReadonlyMap<string, Lease>): number {
  let count = 0;
  for (const [key, { fence }] of leases) if (from.get(key)?.fence !== fence) count += 1;
  return count;
}

function countsOf({ shares }: KeptLeases, open: Lease[]): Record<string, number> {
  const counts = Object.fromEntries(Object.keys(shares).map((scope) => [scope, 0]));
  for (const { scope } of open) counts[scope] = (counts[scope] ?? 0) + 1;
  return counts;
}

function byKey(leases: Lease[]): Map<string, Lease> {
  return new Map(leases.map((lease) => [keyOf(lease), lease]));
}

function keyOf({ scope, shard }: Pick<Lease, 'scope' | 'shard'>): string {
  return `${scope} ${shard}`;
}
