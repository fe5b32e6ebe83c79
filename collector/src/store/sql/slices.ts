// Slices of counted requests, each kept once as it was first read.
import type { Slice } from '@upheld/shared/facts/slice';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { Insertable } from 'kysely';
import { StoreError } from '../store-error.ts';
import type { SliceConflict, SliceResult, SourceKey } from '../store.ts';
import { storedJson } from './json.ts';
import { agreementId, raiseRevisionWithin, stretchOf } from './revisions.ts';
import type { Db, SliceRow } from './tables.ts';

/** Call it inside a transaction: the slices and the revision belong together. */
export async function putSlices(db: Db, slices: Slice[]): Promise<SliceResult> {
  const result: SliceResult = { stored: 0, duplicates: 0, conflicts: [] };
  const changed = new Map<string, Set<number>>();
  for (const [index, slice] of slices.entries()) {
    const put = await putOne(db, slice, index);
    if (put === 'duplicate') result.duplicates += 1;
    else if (put !== 'stored') result.conflicts.push(put);
    else {
      result.stored += 1;
      const stretches = changed.get(slice.agreement) ?? new Set();
      changed.set(slice.agreement, new Set([...stretches, ...stretchesOf(slice)]));
    }
  }
  for (const [agreement, stretches] of changed) await raiseRevisionWithin(db, agreement, stretches);
  return result;
}

/** By start. */
export async function readSlices(db: Db, query: SourceKey & Interval): Promise<Slice[]> {
  const rows = await slicesOf(db, query)
    .where('slices.start_at', '>=', query.start)
    .where('slices.start_at', '<', query.end)
    .orderBy('slices.start_at')
    .execute();
  return rows.map((row) => sliceFrom(query.agreement, row));
}

/** Null where the source has none. */
export async function lastSlice(db: Db, source: SourceKey): Promise<Instant | null> {
  const row = await slicesOf(db, source).orderBy('slices.start_at', 'desc').limit(1).executeTakeFirst();
  return row?.end_at ?? null;
}

const slicesOf = (db: Db, { agreement, source }: SourceKey) =>
  db
    .selectFrom('slices')
    .innerJoin('agreements', 'agreements.id', 'slices.agreement')
    .selectAll('slices')
    .where('agreements.name', '=', agreement)
    .where('slices.source', '=', source);

async function putOne(db: Db, slice: Slice, index: number): Promise<'stored' | 'duplicate' | SliceConflict> {
  const columns = columnsOf(await agreementId(db, slice.agreement), slice);
  const { numInsertedOrUpdatedRows: added } = await db
    .insertInto('slices')
    .values(columns)
    .onConflict((conflict) => conflict.columns(['agreement', 'source', 'start_at']).doNothing())
    .executeTakeFirst();
  if (added === 1n) return 'stored';
  const kept = await slicesOf(db, slice).where('start_at', '=', slice.start).executeTakeFirstOrThrow();
  return isEqual(columns, kept)
    ? 'duplicate'
    : { index, given: slice, kept: sliceFrom(slice.agreement, kept) };
}

/** Both edges, and what lies between them. */
function stretchesOf({ start, end }: Slice): number[] {
  const first = stretchOf(start);
  return Array.from({ length: stretchOf(end - 1) - first + 1 }, (_, step) => first + step);
}

type Columns = Required<Omit<Insertable<SliceRow>, 'id'>>;

const columnsOf = (agreement: number, slice: Slice): Columns => ({
  agreement,
  source: slice.source,
  start_at: slice.start,
  end_at: slice.end,
  threshold_ms: slice.thresholdMs,
  queries: JSON.stringify(slice.queries),
  answer_hash: slice.answerHash,
  total: slice.counts?.total ?? null,
  bad: slice.counts?.bad ?? null,
  fault: slice.fault,
});

const isEqual = (given: Columns, kept: Columns): boolean =>
  given.end_at === kept.end_at &&
  given.threshold_ms === kept.threshold_ms &&
  given.queries === kept.queries &&
  given.answer_hash === kept.answer_hash &&
  given.total === kept.total &&
  given.bad === kept.bad &&
  given.fault === kept.fault;

function sliceFrom(agreement: string, row: Columns): Slice {
  const asked = {
    ...{ agreement, source: row.source, start: row.start_at, end: row.end_at },
    ...{ thresholdMs: row.threshold_ms, queries: storedJson<string[]>(row.queries) },
    answerHash: row.answer_hash,
  };
  const { total, bad, fault } = row;
  if (fault !== null) return { ...asked, counts: null, fault };
  if (total !== null && bad !== null) return { ...asked, counts: { total, bad }, fault };
  throw new StoreError('corrupt', 'the store holds a slice with neither counts nor a fault');
}
