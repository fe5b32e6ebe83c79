// How several collectors on one store share the targets: leases on shards, each with a fencing token that rises
// whenever the shard is claimed (architecture.md, "Store").
import type { Instant } from '@upheld/shared/time/instant';
import type { Desk, SourceKey } from './store.ts';

/** How many shards a scope has. */
export const shardCount = 4096;

/** The right to do what falls to a shard. `scope` names what is shared (leases/shards.ts), such as the probes of one vantage. */
export type Lease = { scope: string; shard: number; fence: number };

/**
 * `id` is new with every start of a process. `configuration`: hashes of what its configuration says, by what they are
 * of; two holders differ if they have another hash of the same.
 */
export type Holder = {
  id: string;
  scopes: string[];
  leaseMs: number;
  configuration: Readonly<Record<string, string>>;
};

/**
 * `held` is in the order of scope and shard. `shares` says how many shards of each scope fall to this holder while as
 * many others run as do now. `leftMs`: for how long nobody else can claim what is held, counted from the answer's
 * making. `storeNow`: the store's clock at that moment. `differing`: how many holders that run have another configuration.
 */
export type KeptLeases = {
  held: Lease[];
  shares: Record<string, number>;
  leftMs: number;
  storeNow: Instant;
  differing: number;
};

/**
 * A process could hear a source from `since` to `until`. `reason`: why not before; `storage` where a heartbeat came
 * and could not be stored.
 */
export type Listener = SourceKey & {
  id: string;
  since: Instant;
  until: Instant;
  reason: 'stopped' | 'storage';
};

export interface LeaseStore {
  /**
   * Says that the holder runs for another `leaseMs`, by the store's clock, and claims shards that are free, up to its
   * share: those that nobody holds, and those whose holder did not say so in time, if this one has for a whole lease:
   * holders that were cut off from the store together do not take from each other when it is back. A claim raises the
   * fence. What it holds beyond its share it keeps until it releases it. A shard that somebody claimed meanwhile is
   * held no more, nor is one of a scope that the holder does not name any more. A holder that names none runs, and
   * holds nothing.
   */
  keepLeases(holder: Holder): Promise<KeptLeases>;
  /** Frees these leases, those that are still held; without a list all, and the holder is forgotten. */
  releaseLeases(holder: string, leases?: Lease[]): Promise<void>;
  /** How many holders run, by the store's clock. */
  countHolders(): Promise<number>;

  /** Whoever collects the desk is told that these tickets changed, or with none that some did. */
  putHint(desk: Desk, tickets: readonly string[]): Promise<void>;
  /** The hints for these desks, each given once. */
  takeHints(desks: readonly Desk[]): Promise<(Desk & { tickets: string[] })[]>;

  /** A process says since when it could hear sources all the time; what it said of them before is forgotten. */
  recordListening(listeners: readonly Listener[]): Promise<void>;
  /** Those that could hear a source, the newest first. */
  readListeners(source: SourceKey): Promise<Listener[]>;

  /** What all processes of an installation must have alike: whoever speaks first of `name` says it, and all are told that. */
  agreeOn(name: string, value: string): Promise<string>;
}
