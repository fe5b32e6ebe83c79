// Notices when this process could not keep time: a stalled event loop, a stopped process, a wall clock that
// somebody set. What was measured meanwhile says more about us than about the partner.
import type { Clock } from '../clock.ts';

export type Disturbance = 'overloaded' | 'clock';

/** A timer that comes this much too late shows a stalled event loop (trust.md 1.3). */
const lagMs = 250;

/** A wall clock that moves this much against the monotonic one was set (trust.md P6); less is slewing. */
const stepMs = 2_000;

export type Disturbances = {
  /** Names the instant (monotonic) at which the next timer is due, so that its lateness shows. */
  expectTimer(dueAt: number): void;
  /** What happened after `startedAt` (monotonic); null when nothing did. */
  since(startedAt: number): Disturbance | null;
};

/** Watches one clock. */
export function watchClock(clock: Clock): Disturbances {
  const offset = () => clock.now() - clock.monotonic();
  let known = { offset: offset(), timerDueAt: Infinity };
  let steppedAt = -Infinity;
  let laggedAt = -Infinity;

  function look(): void {
    const monotonic = clock.monotonic();
    if (monotonic - known.timerDueAt > lagMs) laggedAt = monotonic;
    // Only a sudden change counts: against the last look, not against the start of the process.
    if (Math.abs(offset() - known.offset) > stepMs) steppedAt = monotonic;
    known = { ...known, offset: offset() };
  }

  return {
    expectTimer(dueAt) {
      look();
      known = { ...known, timerDueAt: dueAt };
    },
    since(startedAt) {
      look();
      if (steppedAt > startedAt) return 'clock';
      return laggedAt > startedAt ? 'overloaded' : null;
    },
  };
}
