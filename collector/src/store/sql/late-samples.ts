// Samples that come to closed hours: the hour is sealed anew, what its newest block says is the first word, and
// tallies that it bears on go. The put of every engine calls this inside its transaction.
import type { Instant } from '@upheld/shared/time/instant';
import { hourOf, rowOf, type HourColumns, type SlotRow } from '../blocks/hour.ts';
import { StoreError } from '../store-error.ts';
import { markLate } from './late-hours.ts';
import { openHours, type BlockTarget } from './sealed-hours.ts';
import type { Db } from './tables.ts';
import { dropTalliesOf } from './tallies.ts';

/** Closed hours of a target. */
export type ClosedHours = { target: BlockTarget; hours: ReadonlySet<Instant> };

export type LateSamples = {
  /** Whether the hour of an instant is among the closed ones. */
  isLate(target: number, at: Instant): boolean;
  /** What the newest block of its hour says of a slot, or null. */
  sealed(target: number, at: Instant): SlotRow | null;
};

/**
 * Reads what is sealed of these hours. Whoever shares the database locks the targets' rows before. Throws a
 * `StoreError` (`invalid`) where a block cannot be read: nothing can be told new from known there, and whoever tries
 * again for ever would hold up what comes for other hours.
 */
export async function readLate(db: Db, closed: readonly ClosedHours[]): Promise<LateSamples> {
  const hours = new Map(closed.map(({ target, hours: of }) => [target.id, of]));
  const blocks = new Map<number, Map<Instant, HourColumns>>();
  for (const { target, hours: of } of closed) blocks.set(target.id, await readable(db, target, [...of]));
  return {
    isLate: (target, at) => hours.get(target)?.has(hourOf(at)) ?? false,
    sealed(target, at) {
      const block = blocks.get(target)?.get(hourOf(at));
      return block === undefined ? null : rowOf(block, at);
    },
  };
}

async function readable(db: Db, target: BlockTarget, hours: Instant[]): Promise<Map<Instant, HourColumns>> {
  try {
    return await openHours(db, target, hours);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new StoreError('invalid', `${error.message}; until then no sample of that hour is taken`, {
      cause: error.message,
    });
  }
}

/** Call it for the closed hours to which head rows were added: by target, the starts of the hours. */
export async function recordLate(db: Db, changed: ReadonlyMap<number, ReadonlySet<Instant>>): Promise<void> {
  for (const [target, hours] of changed) {
    for (const hour of hours) await markLate(db, { target, hour });
    await dropTalliesOf(db, target, hours);
  }
}
