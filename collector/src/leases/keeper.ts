// Keeps leases on shards: says again and again that this process runs, takes what is free up to its share, gives up
// what is beyond it, and knows what it may go on with while the store cannot be reached.
import type { Clock } from '../clock.ts';
import type { Holder, KeptLeases, Lease, LeaseStore } from '../store/leases.ts';
import { beyondShare, countsOf, openLeases, without, type Change } from './open-leases.ts';
import { lookPace, paceMs } from './pace.ts';
import { watchSleep } from './sleep.ts';
import { clockOff, watchStoreClock } from './store-clock.ts';

export type KeeperParts = {
  store: Pick<LeaseStore, 'keepLeases' | 'releaseLeases'>;
  clock: Clock;
  /** New with every start of a process. */
  id: string;
  /** What this process does now. */
  scopes: () => string[];
  /** Of what it works with now. */
  configuration: () => Holder['configuration'];
  /** What may be begun is not what it was: at once, before anything of it is released. */
  onChange: (change: Change) => void;
  /** Under which leases something was begun that has not ended, or is not stored. */
  underWay: () => Lease[];
  /** So many others that run have another configuration: where that is not as it was. */
  onDiffering: (others: number) => void;
  onError: (error: unknown) => void;
};

export type Standing = {
  held: Record<string, number>;
  shares: Record<string, number>;
  /** Whether nobody else can have claimed what is held. */
  isCurrent: boolean;
  /** Whether the store has answered once. */
  hasLooked: boolean;
  /** How far this process's clock is ahead of the store's; `isOff`: too far to hold anything. */
  clock: { aheadMs: number; isOff: boolean };
  /** How many others that run have another configuration. */
  differing: number;
};

export type Keeper = {
  /** Whether work may begin in this shard now: nobody else can have claimed it. */
  isHeld(scope: string, shard: number): boolean;
  /**
   * Whether work may begin whose outcome the store refuses should somebody have claimed the shard: also while the
   * store cannot be reached. Two may then ask one partner for as long as that lasts, which is the lesser evil: were
   * nobody to go on, a database that is away would be a hole in the account of every partner.
   */
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

const cutOff = new Error(
  'the store has not answered for as long as leases last: what this process holds it goes on asking, but another may claim it meanwhile',
);

/** Holds nothing yet; the first look is under way. */
export function keepLeases(parts: KeeperParts): Keeper {
  const { store, clock, id } = parts;
  const sleep = watchSleep(clock);
  const storeClock = watchStoreClock();
  const pace = lookPace();
  /** What the store said last, without what is being given up. */
  let staying: Lease[] = [];
  /** The same, but for a process that slept past the end of it. */
  const open = openLeases(parts.onChange);
  let kept: KeptLeases = { held: [], shares: {}, leftMs: 0, storeNow: 0, differing: 0 };
  let endsAt = -Infinity;
  let hasLooked = false;
  let isFailing = false;
  let isStopped = false;
  let looking: Promise<void> | null = null;
  let cancelLook = () => {};
  let cancelEnd = () => {};

  const isCurrent = () => clock.monotonic() < endsAt;
  const mayGoOn = () => isCurrent() || !sleep.hasSlept();

  /** What turns out about the clock is followed at once: all is given back, or the share is claimed. */
  async function ask(): Promise<void> {
    const wasRight = storeClock.isRight();
    if (!(await askOnce())) return;
    if (storeClock.isRight() !== wasRight && !(await askOnce())) return;
    hasLooked = true;
  }

  /** Gives whether the store answered. */
  async function askOnce(): Promise<boolean> {
    const askedAt = clock.monotonic();
    const wasOff = storeClock.isOff();
    const answer = await askStore().catch(unanswered(askedAt));
    if (answer === null) return false;
    if (answer.differing !== kept.differing) parts.onDiffering(answer.differing);
    kept = answer;
    pace.heard(kept.shares, clock.monotonic());
    endsAt = askedAt + kept.leftMs;
    sleep.asked(askedAt);
    awaitEnd();
    const leaving = storeClock.isRight() ? beyondShare(kept) : kept.held;
    staying = without(kept.held, leaving);
    const isBack = isFailing && storeClock.isRight();
    isFailing = storeClock.isOff();
    open.set(mayGoOn() ? staying : [], { isBack });
    if (storeClock.isOff() && !wasOff) parts.onError(new Error(clockOff(storeClock.aheadMs())));
    await release(leaving);
    return true;
  }

  /** Nothing is claimed before it is known that the clocks agree. */
  async function askStore(): Promise<KeptLeases> {
    const askedAt = clock.now();
    const scopes = storeClock.isRight() ? parts.scopes() : [];
    const answer = await store.keepLeases({ id, scopes, leaseMs, configuration: parts.configuration() });
    storeClock.heard({ askedAt, answeredAt: clock.now(), storeNow: answer.storeNow });
    return answer;
  }

  /** Whoever slept, and asked since, is cut off as if it had not. */
  const unanswered = (askedAt: number) => (error: unknown) => {
    isFailing = true;
    parts.onError(error);
    sleep.asked(askedAt);
    if (mayGoOn()) open.set(staying);
    return null;
  };

  async function release(leaving: Lease[]): Promise<void> {
    if (leaving.length === 0) return;
    const idle = without(leaving, parts.underWay());
    if (idle.length > 0) await store.releaseLeases(id, idle);
  }

  function awaitEnd(): void {
    cancelEnd();
    cancelEnd = clock.setTimer(end, Math.max(0, endsAt - clock.monotonic()));
  }

  /** A timer may come a part of a millisecond early. */
  function end(): void {
    if (isCurrent()) return awaitEnd();
    isFailing = true;
    if (mayGoOn()) parts.onError(cutOff);
    else open.set([], { isLost: true });
  }

  function look(): Promise<void> {
    if (isStopped) return Promise.resolve();
    looking ??= ask()
      .catch(parts.onError)
      .finally(() => {
        looking = null;
      });
    return looking;
  }

  /** Also while the store is being asked: its timers tell a process that waits from one that slept. */
  function tick(): void {
    sleep.hasSlept();
    if (pace.isDue(clock.monotonic())) void look();
    cancelLook = clock.setTimer(tick, paceMs);
  }

  tick();
  return {
    isHeld: (scope, shard) => isCurrent() && open.has({ scope, shard }),
    mayBegin: (scope, shard) => mayGoOn() && open.has({ scope, shard }),
    leaseOf: (scope, shard) => open.leaseOf({ scope, shard }),
    standing: () => ({
      held: countsOf(Object.keys(kept.shares), mayGoOn() ? open.all() : []),
      shares: kept.shares,
      ...{ isCurrent: isCurrent(), hasLooked, differing: kept.differing },
      clock: { aheadMs: storeClock.aheadMs(), isOff: storeClock.isOff() },
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
