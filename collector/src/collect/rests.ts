// Who asked to be left alone, and for how long (Retry-After). By the monotonic clock, so that a wall clock
// that somebody sets neither ends a rest nor prolongs it.
import type { Clock } from '../clock.ts';

export type Rests = {
  /** Begins a rest of a target, or none. */
  begin(key: string, restMs: number | null): void;
  /** Milliseconds that are left of a target's rest; 0 where it may be asked. */
  left(key: string): number;
};

/** Nobody rests at first. */
export function createRests(clock: Pick<Clock, 'monotonic'>): Rests {
  const until = new Map<string, number>();
  return {
    begin(key, restMs) {
      if (restMs === null) until.delete(key);
      else until.set(key, clock.monotonic() + restMs);
    },
    left: (key) => Math.max(0, (until.get(key) ?? 0) - clock.monotonic()),
  };
}
