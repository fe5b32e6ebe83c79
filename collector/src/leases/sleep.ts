// Whether this process slept and has not asked the store since: a stopped process, a machine that was paused, a stalled event loop.
import type { Clock } from '../clock.ts';

export type Sleep = {
  /** Whether it slept after the last question to the store. Ask once a second at least: a longer silence is sleep. */
  hasSlept(): boolean;
  /** The store answered a question of `askedAt` (monotonic), or could not be reached. */
  asked(askedAt: number): void;
};

/** A second's timer that comes so late has slept. It is less than the least that a lease has left. */
const asleepMs = 5_000;

/** Awake. */
export function watchSleep(clock: Pick<Clock, 'monotonic'>): Sleep {
  let seenAt = clock.monotonic();
  let wokeAt = -Infinity;
  function see(): void {
    const now = clock.monotonic();
    if (now - seenAt > asleepMs) wokeAt = now;
    seenAt = now;
  }
  return {
    hasSlept() {
      see();
      return wokeAt > -Infinity;
    },
    asked(askedAt) {
      see();
      if (askedAt >= wokeAt) wokeAt = -Infinity;
    },
  };
}
