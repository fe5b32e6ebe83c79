// When heartbeats came. Samples are what verdicts read, so that a beat raises no revision.
import type { Instant } from '@upheld/shared/time/instant';
import type { Beat, SourceKey } from '../store.ts';
import { agreementId } from './revisions.ts';
import type { Db } from './tables.ts';

/** Call it inside a transaction. One row a second at most. */
export async function putBeat(db: Db, { agreement, source, at }: Beat): Promise<void> {
  await db
    .insertInto('beats')
    .values({ agreement: await agreementId(db, agreement), source, at: Math.floor(at / 1000) * 1000 })
    .onConflict((conflict) => conflict.columns(['agreement', 'source', 'at']).doNothing())
    .execute();
}

/** Null where none is known. */
export async function lastBeat(db: Db, { agreement, source }: SourceKey, before: Instant) {
  const row = await db
    .selectFrom('beats')
    .innerJoin('agreements', 'agreements.id', 'beats.agreement')
    .select('beats.at')
    .where('agreements.name', '=', agreement)
    .where('beats.source', '=', source)
    .where('beats.at', '<=', before)
    .orderBy('beats.at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}
