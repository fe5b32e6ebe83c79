// Time as the collector sees it. Handed over as an argument, so that tests need no waiting.
import type { Instant } from '@upheld/shared/time/instant';

export type Clock = {
  /** The wall clock, which people and time servers may set. */
  now(): Instant;
  /** Milliseconds of a clock that only ever runs forward, at one pace. */
  monotonic(): number;
  /** Calls back once after `delayMs`; the returned function takes that back. */
  setTimer(callback: () => void, delayMs: number): () => void;
};

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
