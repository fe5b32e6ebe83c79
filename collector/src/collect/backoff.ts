// How long a desk that could not be read is left alone: as long as it asked for, else for longer from failure
// to failure, by a random share of that, so that many collectors do not come back at once.
import type { Clock } from '../clock.ts';
import { createRests } from './rests.ts';

/** A desk, and how often it is asked. */
type Polled = { key: string; everyMs: number };

export type Backoff = {
  /** A failure; `askedForMs` is how long the desk asked to be left alone, null where it did not say. */
  failed(desk: Polled, askedForMs: number | null): void;
  /** The desk could be read: its failures are forgotten. */
  worked(desk: Polled): void;
  /** Milliseconds for which a desk is still left alone; 0 where it may be asked. */
  left(key: string): number;
};

const minute = 60_000;
const longestMs = 15 * minute;

/** Whatever a desk says: its tickets are wanted within a day. */
const longestAskedForMs = 24 * 60 * minute;

/** Nobody failed at first. `random` gives a share of 1, 1 itself never. */
export function createBackoff(clock: Pick<Clock, 'monotonic'>, random: () => number): Backoff {
  const rests = createRests(clock);
  const failures = new Map<string, number>();
  return {
    failed({ key, everyMs }, askedForMs) {
      const before = failures.get(key) ?? 0;
      failures.set(key, before + 1);
      const restMs = askedForMs === null ? fullJitter(everyMs, before, random) : askedForMs;
      rests.begin(key, Math.min(restMs, longestAskedForMs));
    },
    worked({ key }) {
      failures.delete(key);
      rests.begin(key, null);
    },
    left: rests.left,
  };
}

/** Between nothing and the interval, doubled with each failure before: the desk's slots thin out. */
function fullJitter(everyMs: number, failuresBefore: number, random: () => number): number {
  return random() * Math.min(everyMs * 2 ** failuresBefore, longestMs);
}
