// A clock that stands still until a test moves it: wall clock, monotonic clock and timers.
import type { Clock } from '@upheld/collector/clock';

type Timer = { due: number; order: number; callback: () => void };

export type FakeClock = Clock & {
  /** Lets both clocks run for so many milliseconds, firing timers on the way, each at its time. */
  advance(ms: number): Promise<void>;
  /** Time passes and nothing runs: a stalled event loop, or a stopped process. */
  stall(ms: number): void;
  /** Somebody sets the wall clock. */
  step(ms: number): void;
  /** How many timers wait. */
  pending(): number;
};

export function fakeClock(startAt: number): FakeClock {
  let wall = startAt;
  let monotonic = 1_000;
  let order = 0;
  const timers = new Set<Timer>();

  function pass(ms: number): void {
    wall += ms;
    monotonic += ms;
  }

  function nextDue(until: number): Timer | undefined {
    return [...timers]
      .filter((timer) => timer.due <= until)
      .sort((a, b) => a.due - b.due || a.order - b.order)[0];
  }

  return {
    now: () => wall,
    monotonic: () => monotonic,
    setTimer: (callback, delayMs) => {
      const timer = { due: monotonic + Math.max(delayMs, 0), order: order++, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: async (ms) => {
      await settled();
      const until = monotonic + ms;
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        timers.delete(timer);
        pass(Math.max(timer.due - monotonic, 0));
        timer.callback();
        await settled();
      }
      pass(until - monotonic);
      await settled();
    },
    stall: pass,
    step: (ms) => {
      wall += ms;
    },
    pending: () => timers.size,
  };
}

/** Everything that only waits for promises has run. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
