// The small integers that samples name their target by, kept in memory once they are known: they never change.
import { sql } from 'kysely';
import { StoreError } from '../store-error.ts';
import type { Db } from '../sql/tables.ts';

type Target = { agreement: string; source: string; vantage: string };

export type TargetNumbers = {
  /** Gives each target's number, adding those that are new. Not inside a transaction: one that fails would take them back. */
  numbersOf(targets: readonly Target[]): Promise<number[]>;
  /** The targets of a source, by vantage. */
  of(agreement: string, source: string): Promise<{ vantage: string; id: number }[]>;
};

export function targetNumbers(db: Db): TargetNumbers {
  const known = new Map<string, number>();
  return {
    async numbersOf(targets) {
      const keys = targets.map(keyOf);
      const added = new Map(targets.flatMap((target, place) => newIn(known, keys[place], target)));
      if (added.size > 0) await learn(db, [...added.values()], known);
      return keys.map((key) => known.get(key) ?? missing(key));
    },
    of: (agreement, source) => targetsOf(db, agreement, source),
  };
}

const keyOf = ({ agreement, source, vantage }: Target): string =>
  JSON.stringify([agreement, source, vantage]);

const newIn = (known: Map<string, number>, key = '', target: Target): [string, Target][] =>
  known.has(key) ? [] : [[key, target]];

/** Sorted, so that processes which add the same ones do not wait for each other in a circle. */
async function learn(db: Db, targets: Target[], known: Map<string, number>): Promise<void> {
  const names = [...new Set(targets.map(({ agreement }) => agreement))].toSorted();
  await sql`insert into agreements (name) select unnest(${names}::text[]) on conflict (name) do nothing`.execute(
    db,
  );
  const sorted = targets.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const given = sql`unnest(${sorted.map(({ agreement }) => agreement)}::text[], ${sorted.map(({ source }) => source)}::text[],
    ${sorted.map(({ vantage }) => vantage)}::text[]) as given (agreement, source, vantage)`;
  await sql`insert into targets (agreement, source, vantage)
    select agreements.id, given.source, given.vantage from ${given} join agreements on agreements.name = given.agreement
    on conflict (agreement, source, vantage) do nothing`.execute(db);
  const { rows } = await sql<Target & { id: number }>`
    select targets.id, given.agreement, given.source, given.vantage from ${given}
    join agreements on agreements.name = given.agreement
    join targets on targets.agreement = agreements.id and targets.source = given.source
      and targets.vantage = given.vantage`.execute(db);
  for (const row of rows) known.set(keyOf(row), row.id);
}

const targetsOf = (db: Db, agreement: string, source: string) =>
  db
    .selectFrom('targets')
    .innerJoin('agreements', 'agreements.id', 'targets.agreement')
    .select(['targets.id', 'targets.vantage'])
    .where('agreements.name', '=', agreement)
    .where('targets.source', '=', source)
    .orderBy('targets.vantage')
    .execute();

function missing(key: string): never {
  throw new StoreError('corrupt', `the store did not keep the target ${key}`);
}
