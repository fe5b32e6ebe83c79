// How many bodies of webhooks are held at once, and for how long: they have to be whole before anybody knows who
// sent them, and whoever sends slowly shall not keep others waiting.
import type { Clock } from '../clock.ts';

/** Room for one body. `late` resolves when it should have been whole; whoever has the place leaves it. */
export type Place = { late: Promise<'late'>; leave(): void };

export type Places = {
  /** Null where the source, or all of them together, have none left. */
  take(source: string): Place | null;
};

/** Of one source: what comes at its address cannot take the places of the others. */
const mostOfSource = 16;

/** With bodies of at most 1 MiB, 64 MiB. */
const most = 64;

/** Desks send a delivery in one go. */
const patienceMs = 5_000;

/** All places are free. */
export function createPlaces(clock: Pick<Clock, 'setTimer'>): Places {
  const taken = new Map<string, number>();
  let inAll = 0;

  function count(source: string, by: 1 | -1): void {
    inAll += by;
    const left = (taken.get(source) ?? 0) + by;
    if (left === 0) taken.delete(source);
    else taken.set(source, left);
  }

  return {
    take(source) {
      if (inAll >= most || (taken.get(source) ?? 0) >= mostOfSource) return null;
      count(source, 1);
      const { promise: late, resolve } = Promise.withResolvers<'late'>();
      const cancel = clock.setTimer(() => resolve('late'), patienceMs);
      return {
        late,
        leave() {
          cancel();
          count(source, -1);
        },
      };
    },
  };
}
