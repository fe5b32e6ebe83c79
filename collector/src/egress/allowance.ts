// How much somebody is asked at most: so many requests a second, and so many at once. Requests that find no
// room stand in line, each no longer than it may; one partner's line is no other's.
import type { Clock } from '../clock.ts';

export type AllowanceTerms = { requestsPerSecond: number; atOnce: number };

export type Allowance = {
  /**
   * Room for one request, first come, first served: what to call when the request is over. Null when none
   * came until `until`, in milliseconds of the monotonic clock.
   */
  enter(until: number): Promise<(() => void) | null>;
  /** Counts a request that leaves without asking for room; those after it wait for it. */
  charge(): void;
};

type Waiting = { admit(leave: () => void): void };

/** Few requests a second would else leave no room for two slots that happen to lie side by side. */
const leastBurst = 10;

/**
 * An allowance of which nothing is used yet. The rate is kept as one instant: up to when the requests so far
 * have used it up, which may lie ahead of the clock by a burst of a second's requests, or ten.
 */
export function createAllowance(
  { requestsPerSecond, atOnce }: AllowanceTerms,
  clock: Pick<Clock, 'monotonic' | 'setTimer'>,
): Allowance {
  const costMs = 1_000 / requestsPerSecond;
  // Half a request of slack, so that no rounding decides whether the last one of a burst may leave.
  const aheadMs = (Math.max(requestsPerSecond, leastBurst) - 0.5) * costMs;
  const line = new Set<Waiting>();
  let usedUntil = -Infinity;
  let underWay = 0;
  let cancelTimer = () => {};

  /** 0 when a request may leave; Infinity while too many are under way. */
  function waitMs(): number {
    return underWay < atOnce ? Math.max(0, usedUntil - aheadMs - clock.monotonic()) : Infinity;
  }

  function charge(): void {
    usedUntil = Math.max(usedUntil, clock.monotonic()) + costMs;
  }

  function begin(): () => void {
    charge();
    underWay += 1;
    let isOver = false;
    return () => {
      if (!isOver) underWay -= 1;
      isOver = true;
      admit();
    };
  }

  function admit(): void {
    cancelTimer();
    for (const waiting of line) {
      const wait = waitMs();
      if (wait > 0) {
        if (wait < Infinity) cancelTimer = clock.setTimer(admit, wait);
        return;
      }
      line.delete(waiting);
      waiting.admit(begin());
    }
  }

  async function stand(until: number): Promise<(() => void) | null> {
    return await new Promise((resolve) => {
      const cancel = clock.setTimer(() => {
        line.delete(waiting);
        resolve(null);
      }, until - clock.monotonic());
      const waiting: Waiting = {
        admit: (leave) => {
          cancel();
          resolve(leave);
        },
      };
      line.add(waiting);
      admit();
    });
  }

  return {
    enter: async (until) => (line.size === 0 && waitMs() === 0 ? begin() : await stand(until)),
    charge,
  };
}
