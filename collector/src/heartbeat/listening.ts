// Since when each source's heartbeats could be heard. While this process does not run, is stopped or cannot
// store, a partner's call comes to nothing: that silence is ours.
import type { Clock } from '../clock.ts';
import type { Deafness } from '../probes/probe.ts';

export type Listening = {
  /** These are listened to, from now on where they were not; others no longer. */
  follow(keys: string[]): void;
  /** A heartbeat came and could not be stored. */
  lost(key: string): void;
  /** The last instant up to which a heartbeat may have come unheard. */
  deafness(key: string): Deafness;
  /** The same of everybody who is listened to. */
  all(): ReadonlyMap<string, Deafness>;
  stop(): void;
};

const tickMs = 5_000;

/** After a longer pause callers have given up: the machine slept, or somebody stopped the process. */
const patienceMs = 15_000;

/** Listens to nobody yet; `onLook` is called each time that it is sure to hear. Whoever has it follow somebody stops it. */
export function createListening(clock: Clock, onLook: () => void = () => undefined): Listening {
  let deafUntil = new Map<string, Deafness>();
  let lookedAt = clock.now();
  let cancelTimer = () => {};
  let isOver = false;

  const stopped = (): Deafness => ({ until: clock.now(), reason: 'stopped' });

  /** By the wall clock: that of a machine's own running time stands still while it sleeps. */
  function look(): void {
    if (clock.now() - lookedAt > patienceMs) {
      for (const key of deafUntil.keys()) deafUntil.set(key, stopped());
    }
    lookedAt = clock.now();
  }

  function tick(): void {
    look();
    onLook();
    cancelTimer();
    if (!isOver) cancelTimer = clock.setTimer(tick, tickMs);
  }

  return {
    follow(keys) {
      deafUntil = new Map(keys.map((key) => [key, deafUntil.get(key) ?? stopped()]));
      tick();
    },
    lost: (key) => void deafUntil.set(key, { until: clock.now(), reason: 'storage' }),
    deafness(key) {
      look();
      return deafUntil.get(key) ?? stopped();
    },
    all: () => deafUntil,
    stop() {
      isOver = true;
      cancelTimer();
    },
  };
}
