// Samples of certain outcomes that were sealed, newest first.
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { hourMs, rowsOf } from '../blocks/hour.ts';
import type { SourceKey } from '../store.ts';
import type { FailureRow } from './failures.ts';
import { openHours, type BlockTarget } from './sealed-hours.ts';
import type { Db } from './tables.ts';

type SealedQuery = SourceKey & Interval & { limit: number };

/** So many hours are opened before it is seen whether they are enough. */
const hoursAtOnce = 32;

/** The newest ones over all vantages of the source: at least `limit` of them where there are as many. */
export async function newestSealed(
  db: Db,
  query: SealedQuery,
  outcomes: readonly number[],
): Promise<FailureRow[]> {
  const targets = await targetsOf(db, query);
  const found: FailureRow[] = [];
  let end: Instant | null = query.end;
  while (end !== null && found.length < query.limit) {
    const hours = await newestHours(db, targets, { ...query, end }, !outcomes.includes(outcomeCode.ok));
    for (const target of targets) {
      const rows = await rowsIn(db, target, hours.get(target.id) ?? []);
      found.push(...rows.filter((row) => isWanted(row, query, outcomes)));
    }
    end = oldestOf(hours);
  }
  return found;
}

const isWanted = (
  { at, outcome }: FailureRow,
  { start, end }: Interval,
  outcomes: readonly number[],
): boolean => at >= start && at < end && outcomes.includes(outcome);

const targetsOf = (db: Db, { agreement, source }: SourceKey): Promise<BlockTarget[]> =>
  db
    .selectFrom('targets')
    .innerJoin('agreements', 'agreements.id', 'targets.agreement')
    .select(['targets.id', 'agreements.name as agreement', 'source', 'vantage'])
    .where('agreements.name', '=', agreement)
    .where('source', '=', source)
    .execute();

/** The newest hours that begin before `end`, by target: an hour is there for all of its targets or for none. */
async function newestHours(
  db: Db,
  targets: readonly BlockTarget[],
  { start, end }: Interval,
  onlyNotOk: boolean,
): Promise<Map<number, Instant[]>> {
  if (targets.length === 0) return new Map();
  const ids = targets.map(({ id }) => id);
  const sealed = db
    .selectFrom('blocks')
    .where('target', 'in', ids)
    .where('hour', '>', start - hourMs)
    .where('hour', '<', end)
    .$if(onlyNotOk, (query) => query.where('not_ok', '>', 0));
  const hours = await sealed.select('hour').distinct().orderBy('hour', 'desc').limit(hoursAtOnce).execute();
  const rows = await sealed
    .select(['target', 'hour'])
    .distinct()
    .where('hour', '>=', hours.at(-1)?.hour ?? end)
    .execute();
  return new Map(
    [...Map.groupBy(rows, ({ target }) => target)].map(([id, of]) => [id, of.map(({ hour }) => hour)]),
  );
}

async function rowsIn(db: Db, target: BlockTarget, hours: readonly Instant[]): Promise<FailureRow[]> {
  const opened = await openHours(db, target, hours);
  const { id, vantage } = target;
  return [...opened.values()].flatMap((hour) => rowsOf(hour).map((row) => ({ ...row, target: id, vantage })));
}

/** Null where there was none. */
function oldestOf(hours: ReadonlyMap<number, readonly Instant[]>): Instant | null {
  const all = [...hours.values()].flat();
  return all.length === 0 ? null : Math.min(...all);
}
