// Head rows of a target: samples that were not retired yet.
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { SlotRow } from '../blocks/hour.ts';
import type { Db } from './tables.ts';

/** Those with `start <= at < end`, rising. */
export const headRows = (db: Db, target: number, { start, end }: Interval): Promise<SlotRow[]> =>
  db
    .selectFrom('samples')
    .select(['at', 'outcome', 'reason', 'latency_tenths', 'age_tenths', 'status'])
    .where('target', '=', target)
    .where('at', '>=', start)
    .where('at', '<', end)
    .orderBy('at')
    .execute();

/** The first with `start <= at < end`, or null. */
export async function firstHead(db: Db, target: number, { start, end }: Interval): Promise<Instant | null> {
  const row = await db
    .selectFrom('samples')
    .select('at')
    .where('target', '=', target)
    .where('at', '>=', start)
    .where('at', '<', end)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}
