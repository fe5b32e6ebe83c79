// How far a Redmine was read. Its instants have whole seconds and what is committed late may bear an earlier
// one, so the last seconds are read again; the cursor knows what they told already.
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';

/**
 * What was told of an issue that was updated at `updatedAt`: everything up to `journal`. It is `settled` where
 * it was read so late that its next change gets another instant.
 */
type ToldIssue = { updatedAt: Instant; journal: number; isSettled: boolean };

/** `at` is the newest update that was read; `told` has the issues updated within the overlap before it. */
export type Place = { at: Instant; told: ReadonlyMap<number, ToldIssue> };

/** `readAt` is by the desk's own clock; null where it does not show it. */
export type Reading = { updatedAt: Instant; journal: number; readAt: Instant | null };

const overlapMs = 5_000;

/** What bulk changes bring beyond that is read and told again, which the store keeps once. */
const mostTold = 1_000;

const written = z.strictObject({
  at: z.int(),
  told: z.array(z.tuple([z.int(), z.int(), z.int(), z.boolean()])),
});

/** The place that a cursor names; null, the beginning, where it is none of ours. */
export function placeAt(cursor: string | null): Place | null {
  const read = written.safeParse(parsed(cursor));
  if (!read.success) return null;
  const told = read.data.told.map(
    ([issue, updatedAt, journal, isSettled]) => [issue, { updatedAt, journal, isSettled }] as const,
  );
  return { at: read.data.at, told: new Map(told) };
}

/** The text that `placeAt` reads. */
export function cursorOf(place: Place | null): string | null {
  if (place === null) return null;
  const told = [...place.told].map(([issue, known]) => {
    return [issue, known.updatedAt, known.journal, known.isSettled];
  });
  return JSON.stringify({ at: place.at, told });
}

/** From when on issues are to be read again; at the beginning from `first` on. */
export function startOf(place: Place | null, first: Instant): Instant {
  return place === null ? first : place.at - overlapMs;
}

/** The newest journal of an issue that was told; -1 where nothing was. */
export function lastTold(place: Place | null, issue: number): number {
  return place?.told.get(issue)?.journal ?? -1;
}

/** Whether reading the issue, last updated at `updatedAt`, would tell nothing new. */
export function isRead(place: Place | null, issue: number, updatedAt: Instant): boolean {
  const known = place?.told.get(issue);
  return known?.updatedAt === updatedAt && known.isSettled;
}

/** The place once `issue` is told as far as `reading` says. */
export function placeAfter(place: Place | null, issue: number, reading: Reading): Place {
  const { updatedAt, journal, readAt } = reading;
  const at = Math.max(place?.at ?? updatedAt, updatedAt);
  const isSettled = readAt !== null && readAt >= updatedAt + overlapMs;
  const all = [...new Map(place?.told).set(issue, { updatedAt, journal, isSettled })];
  const recent = all.filter(([, known]) => known.updatedAt >= at - overlapMs);
  return { at, told: new Map(recent.slice(-mostTold)) };
}

function parsed(cursor: string | null): unknown {
  try {
    return cursor === null ? null : JSON.parse(cursor);
  } catch {
    return null;
  }
}
