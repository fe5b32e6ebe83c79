// What keeps the store in order while a process runs: hours that are over are sealed, head rows that nobody needs
// any more go, and how the store stands is looked at.
import type { Instant } from '@upheld/shared/time/instant';
import type { Clock } from './clock.ts';
import type { BlockStore, DamagedHour } from './store/blocks.ts';
import type { HealthStore, StoreHealth } from './store/health.ts';

export type HousekeepingParts = {
  store: Pick<BlockStore & HealthStore, 'sealHours' | 'retireHeads' | 'health'>;
  clock: Clock;
  /** For how long the head rows of sealed hours stay, in milliseconds. */
  retentionMs: () => number;
  onSealed: (blocks: number) => void;
  onRetired: (rows: number) => void;
  onHealth: (health: StoreHealth) => void;
  /** Sealed hours that the last sealing and the last retiring passed over, because their block cannot be read. */
  onDamaged: (hours: number) => void;
  /** The storage refused, or hours were passed over; what was to be done is done in a later round. */
  onError: (what: string, error: unknown) => void;
  /** A part of this works, maybe again. */
  onWorked: (what: string) => void;
};

/** Samples of an hour come within this time of its end (trust.md 3.4); later ones have it sealed anew. */
const graceMs = 10 * 60_000;
const restMs = 60_000;

/** So many hours are sealed or let go of before others may use the store. */
const hoursAtOnce = 100;

/** Starts at once; the returned function stops it and waits for what is under way. */
export function startHousekeeping(parts: HousekeepingParts): () => Promise<void> {
  let isStopped = false;
  let cancel: () => void = () => undefined;
  let round: Promise<void> = Promise.resolve();
  const damaged: Damaged = new Map();
  const turn = () => {
    round = tidy(parts, damaged, () => isStopped).then(() => {
      if (!isStopped) cancel = parts.clock.setTimer(turn, restMs);
    });
  };
  turn();
  return () => {
    isStopped = true;
    cancel();
    return round;
  };
}

/** Found by the last round of each part. */
type Damaged = Map<string, readonly DamagedHour[]>;

/** Each part by itself: a disk that is too full to seal may still have rows to let go of. */
async function tidy(parts: HousekeepingParts, damaged: Damaged, isStopped: () => boolean): Promise<void> {
  const { clock } = parts;
  const steps: [string, () => Promise<readonly DamagedHour[]>][] = [
    ['sealing', () => seal(parts, clock.now() - graceMs, isStopped)],
    ['retiring head rows', () => retire(parts, clock.now() - parts.retentionMs(), isStopped)],
    ['looking at the store', () => look(parts)],
  ];
  for (const [what, work] of steps) {
    if (isStopped()) return;
    try {
      damaged.set(what, await work());
      parts.onDamaged([...damaged.values()].flat().length);
      const words = damageWords(damaged.get(what) ?? []);
      if (words === null) parts.onWorked(what);
      else parts.onError(what, new Error(words));
    } catch (error) {
      parts.onError(what, error);
    }
  }
}

async function seal({ store, onSealed }: HousekeepingParts, before: Instant, isStopped: () => boolean) {
  for (;;) {
    const sealed = await store.sealHours({ before, most: hoursAtOnce });
    onSealed(sealed.blocks);
    if (sealed.isDone || isStopped()) return sealed.damaged;
  }
}

async function retire({ store, onRetired }: HousekeepingParts, before: Instant, isStopped: () => boolean) {
  for (;;) {
    const retired = await store.retireHeads({ before, most: hoursAtOnce });
    onRetired(retired.rows);
    if (retired.isDone || isStopped()) return retired.damaged;
  }
}

async function look({ store, onHealth }: HousekeepingParts): Promise<readonly DamagedHour[]> {
  onHealth(await store.health());
  return [];
}

/** The first in full: the others are likely to be of one cause. */
function damageWords([first, ...others]: readonly DamagedHour[]): string | null {
  if (first === undefined) return null;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return `hours with a damaged block were passed over: ${first.words}${more}; upheld verify names them`;
}
