// What people look at after a fault: samples that did not end ok with what the probe saw beside them, and
// where a target's account stands. Both look among the head rows and in what was sealed.
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { SlotRow } from '../blocks/hour.ts';
import type { SampleDetail, Store } from '../store.ts';
import { storedJson } from './json.ts';
import { outcomeFrom } from './outcomes.ts';
import { ever, type HeadWindows } from './head-rows.ts';
import { newestSealed } from './sealed-failures.ts';
import type { Db } from './tables.ts';

type FailureQuery = Parameters<Store['readFailures']>[0];
type Target = Parameters<Store['lastSlot']>[0];

/** With the number of its target. */
export type FailureRow = SlotRow & { target: number; vantage: string };

const notOk: readonly number[] = [outcomeCode.bad, outcomeCode.unmeasured];

/** A statement has a few thousand parameters at most. */
const rowsAtOnce = 500;

/** Newest first, over all vantages of the source. */
export async function readFailures(
  db: Db,
  query: FailureQuery,
  headWindows: HeadWindows,
): ReturnType<Store['readFailures']> {
  const { agreement, source, limit } = query;
  const outcomes = query.outcome === undefined ? notOk : [outcomeCode[query.outcome]];
  // Heads first: what is let go of in between is found in its block.
  const heads = await newestHeads(db, query, outcomes, await headWindows(db, query));
  const sealed = await newestSealed(db, query, outcomes);
  const rows = eachOnce([...heads, ...sealed])
    .toSorted(newestFirst)
    .slice(0, limit);
  const details = await detailsOf(db, rows);
  return rows.map((row) => ({
    ...{ agreement, source, vantage: row.vantage, at: row.at },
    ...outcomeFrom(row),
    detail: details.get(keyOf(row)) ?? null,
  }));
}

const keyOf = ({ target, at }: { target: number; at: Instant }): string => `${target} ${at}`;

const eachOnce = (rows: FailureRow[]): FailureRow[] => [
  ...new Map(rows.map((row) => [keyOf(row), row])).values(),
];

const newestFirst = (a: FailureRow, b: FailureRow): number => b.at - a.at || (a.vantage < b.vantage ? -1 : 1);

async function newestHeads(
  db: Db,
  query: FailureQuery,
  outcomes: readonly number[],
  windows: readonly Interval[],
): Promise<FailureRow[]> {
  const found: FailureRow[] = [];
  for (const window of windows.toReversed()) {
    const limit = query.limit - found.length;
    if (limit <= 0) break;
    found.push(...(await headsIn(db, { ...query, ...window, limit }, outcomes)));
  }
  return found;
}

const headsIn = (
  db: Db,
  { agreement, source, start, end, limit }: FailureQuery,
  outcomes: readonly number[],
): Promise<FailureRow[]> =>
  db
    .selectFrom('samples')
    .innerJoin('targets', 'targets.id', 'samples.target')
    .innerJoin('agreements', 'agreements.id', 'targets.agreement')
    .select(['samples.target', 'targets.vantage', 'samples.at', 'samples.outcome', 'samples.reason'])
    .select(['samples.latency_tenths', 'samples.age_tenths', 'samples.status'])
    .where('agreements.name', '=', agreement)
    .where('targets.source', '=', source)
    .where('samples.at', '>=', start)
    .where('samples.at', '<', end)
    .where('samples.outcome', 'in', outcomes)
    .orderBy('samples.at', 'desc')
    .orderBy('targets.vantage')
    .limit(limit)
    .execute();

/** What was seen beside ok samples goes with the head rows, beside the others it stays. */
async function detailsOf(db: Db, rows: readonly FailureRow[]): Promise<Map<string, SampleDetail>> {
  const details = new Map<string, SampleDetail>();
  for (const table of ['details', 'head_details'] as const) {
    for (const [target, of] of Map.groupBy(rows, (row) => row.target)) {
      for (let place = 0; place < of.length; place += rowsAtOnce) {
        const slots = of.slice(place, place + rowsAtOnce).map(({ at }) => at);
        const found = await db
          .selectFrom(table)
          .selectAll()
          .where('target', '=', target)
          .where('at', 'in', slots)
          .execute();
        for (const row of found) details.set(keyOf(row), storedJson<SampleDetail>(row.detail));
      }
    }
  }
  return details;
}

/** The newest slot of a target, or null where it has none. */
export async function lastSlot(db: Db, target: Target, headWindows: HeadWindows): Promise<Instant | null> {
  const head = await lastHead(db, target, await headWindows(db, ever));
  const sealed = await ofTarget(db, target)
    .innerJoin('blocks', 'blocks.target', 'targets.id')
    .select('blocks.last_at as at')
    .orderBy('blocks.hour', 'desc')
    .orderBy('blocks.version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (sealed === undefined || head === null) return sealed?.at ?? head;
  return Math.max(sealed.at, head);
}

async function lastHead(db: Db, target: Target, windows: readonly Interval[]): Promise<Instant | null> {
  for (const { start, end } of windows.toReversed()) {
    const row = await ofTarget(db, target)
      .innerJoin('samples', 'samples.target', 'targets.id')
      .select('samples.at')
      .where('samples.at', '>=', start)
      .where('samples.at', '<', end)
      .orderBy('samples.at', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row !== undefined) return row.at;
  }
  return null;
}

const ofTarget = (db: Db, { agreement, source, vantage }: Target) =>
  db
    .selectFrom('targets')
    .innerJoin('agreements', 'agreements.id', 'targets.agreement')
    .where('agreements.name', '=', agreement)
    .where('targets.source', '=', source)
    .where('targets.vantage', '=', vantage);
