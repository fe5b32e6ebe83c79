// How far a Jira was read. Its search learns of changes late, so what changed within the last minutes is listed again
// each time; the cursor knows which of it was read.
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';
import { parsedCursor } from '../parsed-cursor.ts';

const place = z.strictObject({
  /** Everything that last changed before it was read; null before anything was. */
  at: z.int().nullable(),
  /** Numbers of issues that changed at or after it, and when they had last changed when they were read. */
  done: z.array(z.tuple([z.int(), z.int()])),
});

export type JiraPlace = z.output<typeof place>;

/** An issue as a search shows it. */
export type ListedIssue = { number: number; updated: Instant };

/** How long a search may take to learn of a change. */
export const lagMs = 600_000;

/** What bulk changes bring beyond that is read and told again, which the store keeps once. */
const mostDone = 1_000;

/** The place that a cursor names; the beginning where it is none of ours. */
export function jiraPlace(cursor: string | null): JiraPlace {
  return place.safeParse(parsedCursor(cursor)).data ?? { at: null, done: [] };
}

/** The text that `jiraPlace` reads. */
export function jiraCursor(at: JiraPlace): string {
  return JSON.stringify(at);
}

/** Whether an issue was read as the search shows it. */
export function isRead({ done }: JiraPlace, { number, updated }: ListedIssue): boolean {
  return done.some(([known, at]) => known === number && at === updated);
}

/** Up to when a search that was asked at `now` knows everything. */
export function settledAt(now: Instant): Instant {
  return now - lagMs;
}

/** The place once an issue was read, which the search listed with everything before `settled` in its order. */
export function afterIssue(before: JiraPlace, { number, updated }: ListedIssue, settled: Instant): JiraPlace {
  const isSettled = updated <= settled;
  const at = isSettled ? Math.max(before.at ?? updated, updated) : before.at;
  const done = [...before.done, [number, updated] satisfies [number, number]];
  return { at, done: done.filter(([, when]) => at === null || when >= at).slice(-mostDone) };
}
