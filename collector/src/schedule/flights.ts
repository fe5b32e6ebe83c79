// Slots under way: each ends as a kept result or as missed with a reason, whatever happens to it.
import type { UnmeasuredReason } from '@upheld/shared/facts/sample';
import type { Instant } from '@upheld/shared/time/instant';
import type { Clock } from '../clock.ts';
import { within } from '../within.ts';
import type { Disturbances } from './disturbance.ts';
import { keyOf, type Target } from './schedule.ts';

/** What a scheduler is given to do with slots. */
export type SlotWork<T extends Target, Result> = {
  /** Asks a target in one of its slots. */
  run: (target: T, slot: Instant) => Promise<Result>;
  /** Takes what a run gave, unless something disturbed it. */
  keep: (target: T, slot: Instant, result: Result) => Promise<void> | void;
  /** Slots without a result, in rising order. Lazy: after a long sleep there may be very many. */
  missed: (target: T, slots: Iterable<Instant>, reason: UnmeasuredReason) => Promise<void> | void;
  /** A defect: `run`, `keep` or `missed` threw. */
  failed: (target: T, error: unknown) => void;
};

export type Flights<T> = {
  /** Runs a slot; `landed` is called when the target may be asked again. */
  launch(target: T, slot: Instant, landed: () => void): void;
  miss(target: T, slots: Iterable<Instant>, reason: UnmeasuredReason): Promise<void>;
  /** Whether a slot of the target runs, or what came of one is being kept. */
  isUnderWay(target: T): boolean;
  /** Waits for what is under way, but no longer than `patienceMs`; what is left ends as stopped. */
  finish(patienceMs: number): Promise<void>;
};

/** For saying of what was given up that it is, where the storage takes it. */
const reportedWithinMs = 500;

type Flight<T> = { target: T; slot: Instant; isOver: boolean };

export function createFlights<T extends Target, Result>(
  work: SlotWork<T, Result>,
  clock: Clock,
  disturbances: Disturbances,
): Flights<T> {
  const flights = new Set<Flight<T>>();
  const pending = new Set<Promise<void>>();
  const underWay = new Map<string, number>();

  function count(target: T, change: 1 | -1): void {
    const left = (underWay.get(keyOf(target)) ?? 0) + change;
    if (left === 0) underWay.delete(keyOf(target));
    else underWay.set(keyOf(target), left);
  }

  /** Calls and waits in the background; a rejection is a defect and ends nothing else. */
  function background(target: T, call: () => Promise<void> | void): Promise<void> {
    count(target, 1);
    const done = Promise.resolve()
      .then(call)
      .catch((error: unknown) => work.failed(target, error))
      .finally(() => {
        pending.delete(done);
        count(target, -1);
      });
    pending.add(done);
    return done;
  }

  function miss(target: T, slots: Iterable<Instant>, reason: UnmeasuredReason): Promise<void> {
    return background(target, () => work.missed(target, slots, reason));
  }

  /** A flight that was given up while it ran has been reported already. */
  function land(flight: Flight<T>, deliver: () => Promise<void>): void {
    flights.delete(flight);
    if (!flight.isOver) void deliver();
    flight.isOver = true;
  }

  async function fly(flight: Flight<T>): Promise<void> {
    const { target, slot } = flight;
    const startedAt = clock.monotonic();
    try {
      const result = await work.run(target, slot);
      const disturbance = disturbances.since(startedAt);
      land(flight, () => {
        if (disturbance !== null) return miss(target, [slot], disturbance);
        return background(target, () => work.keep(target, slot, result));
      });
    } catch (error) {
      land(flight, () => miss(target, [slot], 'stopped'));
      throw error;
    }
  }

  return {
    launch(target, slot, landed) {
      const flight = { target, slot, isOver: false };
      flights.add(flight);
      void background(target, () => fly(flight).finally(landed));
    },
    miss,
    isUnderWay: (target) => underWay.has(keyOf(target)),
    async finish(patienceMs) {
      await within(patienceMs, untilEmpty(pending), clock);
      const reports = [...flights].map((flight) => {
        flight.isOver = true;
        return miss(flight.target, [flight.slot], 'stopped');
      });
      await within(reportedWithinMs, Promise.all(reports), clock);
    },
  };
}

/** Work may start more work: a run is followed by the keeping of its result. */
async function untilEmpty(pending: Set<Promise<void>>): Promise<void> {
  while (pending.size > 0) await Promise.all(pending);
}
