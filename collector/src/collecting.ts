// Asks the targets of this process in their slots, and accounts for every slot. Which targets those are changes with
// the configuration, with amendments, and with what falls to this process among others.
import type { Clock } from './clock.ts';
import { downtimeOf, type StoredSlots } from './collect/downtime.ts';
import { targetKey, type Asked, type Collect, type SyncTarget, type Target } from './collect/target.ts';
import type { Asking } from './leases/asking.ts';
import { createScheduler, type Scheduler } from './schedule/scheduler.ts';
import type { SourceKey } from './store/store.ts';

export type CollectingParts = {
  store: StoredSlots;
  clock: Clock;
  /** The configuration's targets under the terms in force now. */
  targets: () => Target[];
  /** Those that this process asks from now on. */
  onPlan: (targets: Target[]) => void;
  /** Which of them this process asks. */
  asking: Asking;
  /** What asking a target means, and where its outcome goes. */
  collect: Collect;
  /** A target whose slot could not be filled or kept. */
  onError: (what: string, error: unknown) => void;
};

export type Collecting = {
  /** Follows a configuration that has changed; targets that stay keep their slots. */
  planAgain(): Promise<void>;
  /** A desk, if this process asks it. */
  desk(desk: SourceKey): SyncTarget | undefined;
  desks(): SyncTarget[];
  stop(): Promise<void>;
};

/** `since` changes with whatever lets others ask the target in between. */
type Turn = { target: Target; since: string };

/** What is put off is looked at again so much later. */
const putOffMs = 1_000;

/** Slots that passed while nobody asked are accounted for first. */
export async function startCollecting(parts: CollectingParts): Promise<Collecting> {
  const { clock, collect, asking, onError } = parts;
  const stopping = new AbortController();
  let all: Target[] = [];
  let turns: ReadonlyMap<string, Turn> = new Map();
  let cancelPutOff = () => {};
  // New slots wait for those from before: should the process end in between, the last stored slot still
  // tells where the account begins.
  let accounted = Promise.resolve();
  /** Their account could not be read: what comes of their slots is left to the account, when it can. */
  const unread = new Set<string>();
  const scheduler = createScheduler<Target, Asked | null>({
    targets: [],
    clock,
    // Whoever slept through the end of its lease asks nobody before it knows whose turn it is.
    run: async (target, slot) => (asking.mayAsk(target) ? collect.ask(target, slot) : null),
    keep: async (target, slot, asked) => {
      await accounted;
      if (unread.has(target.key)) return;
      if (asked === null) await collect.missed(target, [slot], 'stopped');
      else await collect.keep(target, slot, asked);
    },
    async missed(target, slots, reason) {
      await accounted;
      if (!unread.has(target.key)) await collect.missed(target, slots, reason);
    },
    failed: (target, error) => onError(target.key, error),
  });

  /** Those that go on or begin now; a target that another process asked in between begins anew. */
  async function plan(): Promise<void> {
    cancelPutOff();
    if (stopping.signal.aborted) return;
    const { next, isPutOff } = nextTurns(all, turns, asking, scheduler);
    if (isPutOff) planLater();
    const targets = [...next.values()].map(({ target }) => target);
    const added = targets.filter(({ key }) => turns.get(key)?.since !== next.get(key)?.since);
    const isNew = new Set(added.map(({ key }) => key));
    turns = next;
    for (const key of isNew) unread.delete(key);
    scheduler.update(targets.filter(({ key }) => !isNew.has(key)));
    scheduler.update(targets);
    parts.onPlan(targets);
    await begin(added);
  }

  async function begin(added: Target[]): Promise<void> {
    if (added.length === 0) return;
    accounted = accounted.then(async () => {
      for (const { key } of await accountFor(added, scheduler, parts)) unread.add(key);
    });
    await accounted;
    if (added.some(({ key }) => unread.has(key))) beginAgain();
    readAtOnce(added, parts, stopping.signal);
  }

  /** Nobody asks a target whose last slot is not known: what was stored of it later would hide the slots between. */
  function beginAgain(): void {
    turns = new Map([...turns].filter(([key]) => !unread.has(key)));
    const targets = [...turns.values()].map(({ target }) => target);
    scheduler.update(targets);
    parts.onPlan(targets);
    planLater();
  }

  function planLater(): void {
    cancelPutOff();
    if (!stopping.signal.aborted) cancelPutOff = clock.setTimer(() => void plan().catch(failed), putOffMs);
  }

  const failed = (error: unknown) => onError('leases', error);
  const desks = () =>
    [...turns.values()].map(({ target }) => target).filter((target) => target.does === 'sync');
  const planAgain = async () => {
    all = parts.targets();
    await plan();
  };
  asking.follow({
    onChange: () => void plan().catch(failed),
    underWay: () => all.filter((target) => scheduler.isUnderWay(target) || collect.isReading(target)),
  });
  await asking.look();
  await planAgain();
  return {
    async planAgain() {
      await planAgain();
      await asking.look();
    },
    desk: (desk) => desks().find(({ key }) => key === targetKey(desk)),
    desks,
    async stop() {
      stopping.abort();
      cancelPutOff();
      collect.windDown();
      await scheduler.stop();
    },
  };
}

function nextTurns(
  all: Target[],
  turns: ReadonlyMap<string, Turn>,
  asking: Asking,
  scheduler: Scheduler<Target>,
): { next: Map<string, Turn>; isPutOff: boolean } {
  const next = new Map<string, Turn>();
  let isPutOff = false;
  for (const target of all.filter(asking.mayAsk)) {
    const { scope, fence } = asking.leaseOf(target) ?? { scope: '', fence: 0 };
    const since = `${scope} ${fence}`;
    // What was begun before is stored first: the account would call it stopped.
    if (turns.get(target.key)?.since !== since && isProbed(target, scheduler)) isPutOff = true;
    else next.set(target.key, { target, since });
  }
  return { next, isPutOff };
}

const isProbed = (target: Target, scheduler: Scheduler<Target>) =>
  target.does === 'probe' && scheduler.isUnderWay(target);

/** How many targets are accounted for at once: what each has to write is then written together. */
const accountedAtOnce = 100;

/**
 * Slots between a target's last stored one and its first one now had no collector: not measured. Gives those that
 * could not be looked at because the store is away.
 */
async function accountFor(
  targets: Target[],
  scheduler: Scheduler<Target>,
  { store, collect, onError }: CollectingParts,
): Promise<Target[]> {
  const unread: Target[] = [];
  const account = async (target: Target) => {
    try {
      const slots = await downtimeOf(target, collect.vantage(), store, scheduler);
      if (slots !== null) await collect.missed(target, slots, 'stopped').catch(refused(target));
    } catch (error) {
      onError(target.key, error);
      if (isAway(error)) unread.push(target);
    }
  };
  /** What the store would not take is remembered where it is kept. */
  const refused = (target: Target) => (error: unknown) => onError(target.key, error);
  for (let first = 0; first < targets.length; first += accountedAtOnce) {
    await Promise.all(targets.slice(first, first + accountedAtOnce).map(account));
  }
  return unread;
}

/** What a store says that may take the same call later (store/store-error.ts). */
const forNow: readonly unknown[] = ['lost', 'busy', 'io', 'full', 'read-only', 'no-entry'];

const isAway = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && forNow.includes(error.code);

/** What is read back is read at once and then at its slots: until then nothing can be said of tickets and counts. */
function readAtOnce(
  targets: Target[],
  { clock, collect, asking, onError }: CollectingParts,
  stopping: AbortSignal,
): void {
  for (const target of targets.filter(({ does }) => does !== 'probe').filter(asking.mayAsk)) {
    const now = clock.now();
    collect
      .ask(target, now)
      .then((asked) => collect.keep(target, now, asked))
      .catch((error: unknown) => {
        // What is being read when the store closes goes on at the next start from where it is.
        if (!stopping.aborted) onError(target.key, error);
      });
  }
}
