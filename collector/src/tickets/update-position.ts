// How far a desk is read that lists its tickets by the instant of their last change: the cursor of kinds that
// ask for what changed since an instant.
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';
import { overlapMs, type UpdatedTicket } from './update-walk.ts';

const position = z.strictObject({
  /** What did not change since was left out. */
  from: z.int(),
  /** Every event up to it was given, in a pass that reached the desk's present; null before the first one. */
  floor: z.int().nullable(),
  /** The highest number of a ticket that was read. */
  newest: z.int(),
  /** The latest change that was read; null where there is none. */
  at: z.int().nullable(),
  /** The tickets that were read near it, each with its last change. */
  near: z.array(z.tuple([z.int(), z.int()])),
});

export type UpdatePosition = z.output<typeof position>;

/**
 * The position that a cursor holds. One of another kind says nothing of this desk, and one of an agreement that
 * began later says too little: all that changed since `from` is read.
 */
export function readPosition(cursor: string | null, from: Instant): UpdatePosition {
  const start: UpdatePosition = { from, floor: null, newest: 0, at: null, near: [] };
  if (cursor === null) return start;
  try {
    const read = position.safeParse(JSON.parse(cursor)).data ?? start;
    return read.from > from ? start : read;
  } catch {
    return start;
  }
}

/** The cursor that `readPosition` reads. */
export function cursorOf(reached: UpdatePosition): string {
  return JSON.stringify(reached);
}

/** From when on changes are listed: what was written late stands shortly before what was read. */
export function listedFrom({ from, at }: UpdatePosition): Instant {
  return at === null ? from : Math.max(at - overlapMs, from);
}

/** Whether a ticket was read as it stands in the list. */
export function isRead({ near }: UpdatePosition, { number, updatedAt }: UpdatedTicket): boolean {
  return near.some(([known, instant]) => known === number && instant === updatedAt);
}

/** The position once a ticket was read. */
export function behind(
  { from, floor, newest, at, near }: UpdatePosition,
  { number, updatedAt }: UpdatedTicket,
): UpdatePosition {
  const last = Math.max(at ?? updatedAt, updatedAt);
  const stillNear = near.filter(([, instant]) => instant >= last - overlapMs);
  return {
    from,
    floor,
    newest: Math.max(newest, number),
    at: last,
    near: [...stillNear, [number, updatedAt]],
  };
}

/** The position once nothing follows: events up to here are not given again, whatever changes later. */
export function atPresent(reached: UpdatePosition): UpdatePosition {
  return { ...reached, floor: reached.at === null ? null : reached.at - overlapMs };
}

/**
 * The instant up to which a ticket's events were given; null where all may be new. A ticket that came from
 * elsewhere is new with events that are old, and one from before `from` may never have been read.
 */
export function givenUntil(
  { from, floor, newest }: UpdatePosition,
  { number, openedAt }: UpdatedTicket,
): Instant | null {
  return number > newest || openedAt < from ? null : floor;
}
