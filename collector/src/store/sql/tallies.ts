// Tallies of days, kept until what they were made of changes.
import { sql } from 'kysely';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { SourceKey } from '../store.ts';
import type { KeptTally, TalliedVantage, TallyStore } from '../tallies.ts';
import type { Db } from './tables.ts';

const dayMs = 86_400_000;

/** A statement has a few thousand parameters at most. */
const rowsAtOnce = 200;

/** The methods of a `TallyStore`. `locksRows`: others may write at the same time, so that rows are locked first. */
export function tallying(
  db: Db,
  inOne: <Result>(work: (transaction: Db) => Promise<Result>) => Promise<Result>,
  { locksRows }: { locksRows: boolean },
): TallyStore {
  return {
    readTallies: (query) => readTallies(db, query),
    putTallies: (source, tallies) =>
      inOne(async (transaction) => {
        // In the order in which everybody locks them.
        const targets = await targetsOf(transaction, source)
          .clearOrderBy()
          .orderBy('targets.id')
          .$if(locksRows, (query) => query.forUpdate('targets'))
          .execute();
        return keepTallies(transaction, targets, tallies);
      }),
    dropTallies: (agreement) => inOne((transaction) => dropTallies(transaction, agreement)),
  };
}

/**
 * Drops what the hours bear on: a sample speaks on into the next day at most. Call it inside the transaction that
 * changes the samples of closed hours of a target, while it holds the target's row.
 */
export async function dropTalliesOf(db: Db, target: number, hours: Iterable<Instant>): Promise<void> {
  const touched = new Set([...hours].map((hour) => Math.floor(hour / dayMs) * dayMs));
  const days = [...new Set([...touched].flatMap((day) => [day, day + dayMs]))];
  if (days.length === 0) return;
  await db
    .updateTable('targets')
    .set({ changes: sql<number>`changes + 1` })
    .where('id', '=', target)
    .execute();
  for (let place = 0; place < days.length; place += rowsAtOnce) {
    const some = days.slice(place, place + rowsAtOnce);
    await db.deleteFrom('tallies').where('target', '=', target).where('day', 'in', some).execute();
  }
}

/** The vantages are read first: what is read of samples afterwards is at least as new as their numbers. */
async function readTallies(
  db: Db,
  { readings, start, end, ...source }: SourceKey & { readings: string[] } & Interval,
): ReturnType<TallyStore['readTallies']> {
  const targets = await targetsOf(db, source).execute();
  const vantages = targets.map(({ vantage, sealed_until: sealedUntil, changes }): TalliedVantage => {
    return { vantage, sealedUntil, changes };
  });
  const ids = targets.map(({ id }) => id);
  if (readings.length === 0 || ids.length === 0) return { vantages, tallies: [] };
  const rows = await db
    .selectFrom('tallies')
    .selectAll()
    .where('target', 'in', ids)
    .where('reading', 'in', readings)
    .where('day', '>', start - dayMs)
    .where('day', '<', end)
    .orderBy('target')
    .orderBy('reading')
    .orderBy('day')
    .execute();
  const ofTarget = Map.groupBy(rows, ({ target }) => target);
  const tallies = targets.flatMap(({ id, vantage }) =>
    (ofTarget.get(id) ?? []).map(({ reading, day, until, data }): KeptTally => {
      // Copied, because what a driver gives may be a view of all that it read at once.
      return { vantage, reading, day, until, data: new Uint8Array(data) };
    }),
  );
  return { vantages, tallies };
}

async function keepTallies(
  db: Db,
  targets: Targets,
  tallies: Parameters<TallyStore['putTallies']>[1],
): Promise<{ kept: number }> {
  const known = new Map(targets.map((target) => [target.vantage, target]));
  const rows = tallies.flatMap(({ vantage, changes, ...tally }) => {
    const target = known.get(vantage);
    const isStill = target?.changes === changes && tally.until <= target.sealed_until;
    return target !== undefined && isStill ? [{ target: target.id, ...tally }] : [];
  });
  for (let place = 0; place < rows.length; place += rowsAtOnce) {
    await db
      .insertInto('tallies')
      .values(rows.slice(place, place + rowsAtOnce))
      .onConflict((conflict) =>
        conflict.columns(['target', 'reading', 'day']).doUpdateSet(({ ref }) => ({
          until: ref('excluded.until'),
          data: ref('excluded.data'),
        })),
      )
      .execute();
  }
  return { kept: rows.length };
}

async function dropTallies(db: Db, agreement?: string): Promise<void> {
  const targets = db
    .selectFrom('targets')
    .innerJoin('agreements', 'agreements.id', 'targets.agreement')
    .select('targets.id')
    .where('agreements.name', '=', agreement ?? '');
  await db
    .deleteFrom('tallies')
    .$if(agreement !== undefined, (query) => query.where('target', 'in', targets))
    .execute();
}

type Targets = { id: number; vantage: string; sealed_until: number; changes: number }[];

const targetsOf = (db: Db, { agreement, source }: SourceKey) =>
  db
    .selectFrom('targets')
    .innerJoin('agreements', 'agreements.id', 'targets.agreement')
    .select(['targets.id', 'targets.vantage', 'targets.sealed_until', 'targets.changes'])
    .where('agreements.name', '=', agreement)
    .where('targets.source', '=', source)
    .orderBy('targets.vantage');
