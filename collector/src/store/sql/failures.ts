// What people look at after a fault: samples that did not end ok with what the probe saw beside them, and
// where a target's account stands.
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { Instant } from '@upheld/shared/time/instant';
import type { SampleDetail, Store } from '../store.ts';
import { storedJson } from './json.ts';
import { outcomeFrom } from './outcomes.ts';
import type { Db } from './tables.ts';

type FailureQuery = Parameters<Store['readFailures']>[0];
type Target = Parameters<Store['lastSlot']>[0];

const notOk = [outcomeCode.bad, outcomeCode.unmeasured];

/** Newest first, over all vantages of the source. */
export async function readFailures(db: Db, query: FailureQuery): ReturnType<Store['readFailures']> {
  const { agreement, source, outcome } = query;
  const rows = await db
    .selectFrom('samples')
    .innerJoin('targets', 'targets.id', 'samples.target')
    .innerJoin('agreements', 'agreements.id', 'targets.agreement')
    .leftJoin('details', (join) =>
      join.onRef('details.target', '=', 'samples.target').onRef('details.at', '=', 'samples.at'),
    )
    .select(['targets.vantage', 'samples.at', 'samples.outcome', 'samples.reason', 'details.detail'])
    .select(['samples.latency_tenths', 'samples.age_tenths', 'samples.status'])
    .where('agreements.name', '=', agreement)
    .where('targets.source', '=', source)
    .where('samples.at', '>=', query.start)
    .where('samples.at', '<', query.end)
    .where('samples.outcome', 'in', outcome === undefined ? notOk : [outcomeCode[outcome]])
    .orderBy('samples.at', 'desc')
    .orderBy('targets.vantage')
    .limit(query.limit)
    .execute();
  return rows.map((row) => ({
    agreement,
    source,
    vantage: row.vantage,
    at: row.at,
    ...outcomeFrom(row),
    detail: row.detail === null ? null : storedJson<SampleDetail>(row.detail),
  }));
}

/** The newest slot of a target, or null where it has none. */
export async function lastSlot(db: Db, target: Target): Promise<Instant | null> {
  const row = await db
    .selectFrom('samples')
    .innerJoin('targets', 'targets.id', 'samples.target')
    .innerJoin('agreements', 'agreements.id', 'targets.agreement')
    .select('samples.at')
    .where('agreements.name', '=', target.agreement)
    .where('targets.source', '=', target.source)
    .where('targets.vantage', '=', target.vantage)
    .orderBy('samples.at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}
