// The threads in which the system's resolver works, given out in the order of asking.
import type { Clock } from '../clock.ts';

/** How many of Node's threads lookups may hold at once: half of four. */
const atOnce = 2;

/** Waits for a thread, for at most `patienceMs`; null where none came free. What it gives frees the thread. */
export type TakeThread = (patienceMs: number) => Promise<(() => void) | null>;

export function createThreads({ setTimer }: Pick<Clock, 'setTimer'>): TakeThread {
  const line = new Set<() => void>();
  let free = atOnce;

  const leave = () => {
    const [first] = line;
    if (first === undefined) free += 1;
    else first();
  };

  return async (patienceMs) => {
    if (free > 0) {
      free -= 1;
      return leave;
    }
    return await new Promise((resolve) => {
      const end = (thread: (() => void) | null) => {
        cancel();
        line.delete(admit);
        resolve(thread);
      };
      const admit = () => end(leave);
      const cancel = setTimer(() => end(null), patienceMs);
      line.add(admit);
    });
  };
}
