// How far a desk is read that keeps no history, and what was told of its open tickets: only by what they were
// is seen what changed.
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';
import { parsedCursor } from './parsed-cursor.ts';
import type { Before, Snapshot } from './snapshot-events.ts';
import type { Standing } from './standing.ts';

const position = z.strictObject({
  /** What did not change since was left out. */
  from: z.int(),
  /** When the first pass began, by the desk's clock; null before it. */
  began: z.int().nullable(),
  /** What changed up to it was told as it then was, in a pass that reached the desk's present. */
  floor: z.int().nullable(),
  /** The latest change that was read; null where there is none. */
  at: z.int().nullable(),
  /** The tickets that were read near it, each with its last change. */
  near: z.array(z.tuple([z.string(), z.int()])),
  /** Open tickets: their last change, severity and status. */
  known: z.array(z.tuple([z.string(), z.int(), z.int(), z.string()])),
});

export type SnapshotPosition = z.output<typeof position>;

/** Each list begins so far before where the one before it ended: what was written late stands there. */
export const overlapMs = 5_000;

/**
 * A cursor is written with each ticket. Beyond so many, what did not change for longest is forgotten, and told
 * again once it changes; what bulk changes bring beyond it is read again, which the store keeps once.
 */
const mostKept = 1_000;

/** The position of a cursor; of none of ours, or of an agreement that began later, all since `from` is read. */
export function readSnapshots(cursor: string | null, from: Instant): SnapshotPosition {
  const start = { from, began: null, floor: null, at: null, near: [], known: [] };
  const read = position.safeParse(parsedCursor(cursor)).data ?? start;
  return read.from > from ? start : read;
}

/** From when on changes are listed. */
export function listedSince({ from, at }: SnapshotPosition): Instant {
  return at === null ? from : Math.max(at - overlapMs, from);
}

/** Whether a ticket was read as it stands in the list. */
export function wasRead({ near }: SnapshotPosition, ticket: string, updatedAt: Instant): boolean {
  return near.some(([id, instant]) => id === ticket && instant === updatedAt);
}

/**
 * What was told before of a ticket that is open, or was when it was last read; one that is resolved is
 * forgotten. In a first pass a ticket that changed since it began may have been told by a hint.
 */
export function toldBefore(
  { floor, began, known }: SnapshotPosition,
  { ticket, updatedAt }: Pick<Snapshot, 'ticket' | 'updatedAt'>,
  standingOf: (status: string) => Standing,
): Before {
  const found = known.find(([id]) => id === ticket);
  if (found !== undefined) {
    const [, instant, severity, status] = found;
    const last = Math.max(instant, floor ?? instant);
    return { is: 'known', updatedAt: last, severity, status, standing: standingOf(status) };
  }
  if (floor !== null) return { is: 'forgotten', at: floor };
  return began !== null && updatedAt > began ? { is: 'forgotten', at: 0 } : { is: 'new' };
}

/** The position once a ticket was read; one that may change again at the same instant is read again. */
export function afterReading(
  reached: SnapshotPosition,
  { ticket, updatedAt, severity, status, standing }: Snapshot,
  isSettled: boolean,
): SnapshotPosition {
  const others = reached.known.filter(([id]) => id !== ticket);
  const known = standing === 'resolved' ? others : [...others, entry(ticket, updatedAt, severity, status)];
  const kept = { ...reached, known: known.slice(-mostKept) };
  return isSettled ? beyond(kept, ticket, updatedAt) : kept;
}

/** The position behind a ticket of which nothing is to be told. */
export function beyond(reached: SnapshotPosition, ticket: string, updatedAt: Instant): SnapshotPosition {
  const at = Math.max(reached.at ?? updatedAt, updatedAt);
  const near = reached.near.filter(([, instant]) => instant >= at - overlapMs);
  const together = [...near, [ticket, updatedAt] satisfies SnapshotPosition['near'][number]];
  return { ...reached, at, near: together.slice(-mostKept) };
}

/** The position once nothing follows. */
export function atPresent(reached: SnapshotPosition): SnapshotPosition {
  return { ...reached, floor: reached.at === null ? null : reached.at - overlapMs };
}

function entry(ticket: string, updatedAt: number, severity: number, status: string) {
  return [ticket, updatedAt, severity, status] satisfies SnapshotPosition['known'][number];
}
