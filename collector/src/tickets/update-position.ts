// How far a desk is read that lists its tickets by the instant of their last change: the cursor of kinds that
// ask for what changed since an instant, which such desks take for "at or after it".
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';

const position = z.strictObject({
  /** Every event up to it was given, in a pass that reached the desk's present; null before the first one. */
  floor: z.int().nullable(),
  /** The highest number of a ticket that was read. */
  newest: z.int(),
  /** Everything that last changed before it was read; and of what last changed at it, the tickets in `done`. */
  at: z.int().nullable(),
  done: z.array(z.int()),
});

export type UpdatePosition = z.output<typeof position>;

/** A ticket as a list shows it. */
export type UpdatedTicket = { number: number; updatedAt: Instant };

const start: UpdatePosition = { floor: null, newest: 0, at: null, done: [] };

/** The position that a cursor holds. One of another kind says nothing of this desk: all of it is read. */
export function readPosition(cursor: string | null): UpdatePosition {
  if (cursor === null) return start;
  try {
    return position.safeParse(JSON.parse(cursor)).data ?? start;
  } catch {
    return start;
  }
}

/** The cursor that `readPosition` reads. */
export function cursorOf(reached: UpdatePosition): string {
  return JSON.stringify(reached);
}

/** Whether a ticket was read as it stands in the list. */
export function isRead({ at, done }: UpdatePosition, { number, updatedAt }: UpdatedTicket): boolean {
  return updatedAt === at && done.includes(number);
}

/** The position once a ticket was read. Tickets come by the instant of their last change. */
export function behind(
  { floor, newest, at, done }: UpdatePosition,
  { number, updatedAt }: UpdatedTicket,
): UpdatePosition {
  const together = updatedAt === at ? [...done, number] : [number];
  return { floor, newest: Math.max(newest, number), at: updatedAt, done: together };
}

/** The position once nothing follows: events up to here are not given again, whatever changes later. */
export function atPresent(reached: UpdatePosition): UpdatePosition {
  return { ...reached, floor: reached.at };
}

/**
 * The instant up to which a ticket's events were given; null where all are new. A ticket that came from
 * elsewhere is new with events that are old.
 */
export function givenUntil({ floor, newest }: UpdatePosition, { number }: UpdatedTicket): Instant | null {
  return number > newest ? null : floor;
}
