// Controls are asked regularly: one that broke is heard of before it speaks for an outage, and one that
// begins to fail together with a partner is known to have been well shortly before.
import type { Clock } from '../clock.ts';
import type { Controls } from './own-network.ts';

const everyMs = 60_000;

export type WatchControlsParts = {
  /** Those of the running settings. */
  controls: () => Pick<Controls, 'look'>;
  clock: Pick<Clock, 'setTimer'>;
  onError: (what: string, error: unknown) => void;
};

/** Begins at once, with a look a minute. The returned function ends it and waits for a look that is under way. */
export function watchControls({ controls, clock, onError }: WatchControlsParts): () => Promise<void> {
  let cancel = () => {};
  let underWay = Promise.resolve();
  const look = () => {
    cancel = clock.setTimer(look, everyMs);
    underWay = controls()
      .look()
      .catch((error: unknown) => onError('controls', error));
  };
  look();
  return async () => {
    cancel();
    await underWay;
  };
}
