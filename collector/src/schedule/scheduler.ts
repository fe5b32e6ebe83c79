// Asks every target at its slots and accounts for every slot: it is run once, on time, or reported as missed
// with the reason. Nothing is made up for later, so neither a restart nor a stall ends in a burst.
import type { UnmeasuredReason } from '@upheld/shared/facts/sample';
import type { Instant } from '@upheld/shared/time/instant';
import type { Clock } from '../clock.ts';
import { watchClock } from './disturbance.ts';
import { createFlights } from './flights.ts';
import type { SlotWork } from './flights.ts';
import { createQueue } from './queue.ts';
import { firstSlot, keyOf, latestStartMs, slotsFrom } from './schedule.ts';
import type { Target } from './schedule.ts';

export type Scheduler<T extends Target> = {
  /** Replaces the targets; those that stay keep their slots and what is under way. */
  update(targets: readonly T[]): void;
  /** The slots between the last one that is stored of a target and the first that this scheduler meets. */
  resume(target: T, lastSlot: Instant): Iterable<Instant>;
  /** Whether a slot of the target, asked now or not, runs or what came of one is being kept. */
  isUnderWay(target: T): boolean;
  /** Takes no more slots, waits up to ten seconds for those under way, and reports the rest as stopped. */
  stop(): Promise<void>;
};

/** `next` is the slot that comes. */
type Entry<T> = { target: T; next: Instant; underWay: number };

/** How often at least the clocks are looked at, in milliseconds. */
const tickMs = 50;
const patienceMs = 10_000;

/** How many slots are launched before the event loop may turn: answers of those under way wait meanwhile. */
const launchesATick = 100;

/** Starts at once. Every target begins with its next slot; `resume` names those before. */
export function createScheduler<T extends Target, Result>(
  options: SlotWork<T, Result> & { targets: readonly T[]; clock: Clock },
): Scheduler<T> {
  const { clock } = options;
  const disturbances = watchClock(clock);
  const flights = createFlights(options, clock, disturbances);
  let entries = new Map<string, Entry<T>>();
  /** Where this scheduler's account of each target starts. Known also of targets that went meanwhile: their account may still be under way. */
  const begins = new Map<string, Instant>();
  let queue = createQueue<Entry<T>>(({ next }) => next);
  let lookedAt = clock.monotonic();
  let behind: UnmeasuredReason | null = null;
  let cancelTimer = () => {};
  let isStopped = false;

  function arm(): void {
    const untilNext = (queue.first()?.next ?? Infinity) - clock.now();
    const delay = Math.min(Math.max(untilNext, 0), tickMs);
    disturbances.expectTimer(clock.monotonic() + delay);
    cancelTimer = clock.setTimer(tick, delay);
  }

  /** What a tick leaves for the next is late for the reason that made it late. */
  function tick(): void {
    const reason = disturbances.since(lookedAt) ?? behind ?? 'overloaded';
    lookedAt = clock.monotonic();
    const now = clock.now();
    let launches = 0;
    let entry = queue.first();
    for (; entry !== undefined && entry.next <= now && launches < launchesATick; entry = queue.first()) {
      queue.take();
      if (meet(entry, now, reason)) launches += 1;
      queue.add(entry);
    }
    behind = entry !== undefined && entry.next <= now ? reason : null;
    arm();
  }

  /** Of the slots that have come, only the newest can still be run, and only on time and among few; true if it is. */
  function meet(entry: Entry<T>, now: Instant, reason: UnmeasuredReason): boolean {
    const { target, next } = entry;
    const newest = next + Math.floor((now - next) / target.everyMs) * target.everyMs;
    const isOnTime = now - newest <= latestStartMs(target.everyMs);
    const runs = isOnTime && entry.underWay < (target.atOnce ?? 1);
    const missedUntil = runs ? newest : newest + target.everyMs;
    entry.next = newest + target.everyMs;
    if (missedUntil > next) void flights.miss(target, slotsFrom(target, next, missedUntil), reason);
    if (!runs) return false;
    entry.underWay += 1;
    flights.launch(target, newest, () => (entry.underWay -= 1));
    return true;
  }

  /** A target with a new cadence begins anew, after the slots that it has met. */
  function entryFor(target: T): Entry<T> {
    const known = entries.get(keyOf(target));
    if (known === undefined) {
      const begin = firstSlot(target, clock.now());
      begins.set(keyOf(target), begin);
      return { target, next: begin, underWay: 0 };
    }
    if (known.target.everyMs !== target.everyMs) {
      const lastMet = known.next - known.target.everyMs;
      known.next = firstSlot(target, Math.max(clock.now(), lastMet) + 1);
    }
    known.target = target;
    return known;
  }

  function update(targets: readonly T[]): void {
    if (isStopped) return;
    entries = new Map(targets.map((target) => [keyOf(target), entryFor(target)]));
    queue = createQueue(({ next }) => next);
    for (const entry of entries.values()) queue.add(entry);
    cancelTimer();
    arm();
  }

  update(options.targets);
  return {
    update,
    resume(target, lastSlot) {
      const begin = begins.get(keyOf(target)) ?? lastSlot;
      return slotsFrom(target, firstSlot(target, lastSlot + 1), begin);
    },
    isUnderWay: flights.isUnderWay,
    async stop() {
      update([]);
      isStopped = true;
      // The clocks are watched to the end: a stall spoils the last slots as any other.
      await flights.finish(patienceMs);
      cancelTimer();
    },
  };
}
