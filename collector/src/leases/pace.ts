// When a process looks at its leases: each second, and more often for a while after what falls to it has changed.
// What one gives up another takes at its next look: nobody asks those targets until then.
import type { KeptLeases } from '../store/leases.ts';

export type Pace = {
  /** Whether to look now; if so, the next look is counted from here. */
  isDue(now: number): boolean;
  /** What the store said at `now` (monotonic). */
  heard(shares: KeptLeases['shares'], now: number): void;
};

const steadyMs = 1_000;
const settlingMs = 200;

/** Everybody has seen a change within a second; a request that was under way then may take some more. */
const settlesForMs = 3_000;

/** How often to ask whether a look is due: it is the time between two looks that settle. */
export const paceMs = settlingMs;

/** The first look is due at once. */
export function lookPace(): Pace {
  let told = '';
  let lookedAt = -Infinity;
  let settlesUntil = -Infinity;
  return {
    isDue(now) {
      const everyMs = now < settlesUntil ? settlingMs : steadyMs;
      if (now - lookedAt < everyMs) return false;
      lookedAt = now;
      return true;
    },
    heard(shares, now) {
      const text = JSON.stringify(shares);
      const isNothing = Object.keys(shares).length === 0;
      if (text !== told) settlesUntil = isNothing ? -Infinity : now + settlesForMs;
      told = text;
    },
  };
}
