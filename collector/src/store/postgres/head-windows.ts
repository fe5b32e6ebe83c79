// Where the head rows of a stretch of time are, a few tables at a time: a statement locks every table that its bounds
// leave, with its indexes, and all processes on a server share room for a few thousand locks.
import type { Interval } from '@upheld/shared/time/instant';
import type { Db } from '../sql/tables.ts';
import { intervalOf, spansOf } from './partitions.ts';
import { dayMs } from './spans.ts';

const tablesAtOnce = 16;

/** Rising; what is between them has no rows. */
export async function headWindows(db: Db, { start, end }: Interval): Promise<Interval[]> {
  // No more tables than days.
  if (end - start < (tablesAtOnce - 1) * dayMs) return [{ start, end }];
  const held = (await spansOf(db))
    .map(intervalOf)
    .map((span) => ({ start: Math.max(span.start, start), end: Math.min(span.end, end) }))
    .filter((span) => span.start < span.end);
  return held.flatMap((first, place) =>
    place % tablesAtOnce === 0
      ? [{ start: first.start, end: held[Math.min(place + tablesAtOnce, held.length) - 1]?.end ?? first.end }]
      : [],
  );
}
