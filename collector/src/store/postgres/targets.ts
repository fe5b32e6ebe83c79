// The small integers that samples name their target by, kept in memory once they are known: they never change, unless
// the database is put back to an earlier moment, which no connection lives through.
import { sql } from 'kysely';
import { StoreError } from '../store-error.ts';
import type { Db } from '../sql/tables.ts';

type Target = { agreement: string; source: string; vantage: string };

export type TargetNumbers = {
  /** Learns what is not known, adding what is new. Not inside a transaction: one that fails would take it back. */
  learn(targets: readonly Target[]): Promise<void>;
  /**
   * The number of each. Inside the transaction that uses them, after they were learned: throws `TargetsForgotten`
   * where they were forgotten meanwhile.
   */
  numbersOf(targets: readonly Target[]): number[];
  /** After a connection was lost, or a number found to name nothing. */
  forget(): void;
};

export function targetNumbers(db: Db): TargetNumbers {
  const known = new Map<string, number>();
  return {
    async learn(targets) {
      const unknown = new Map(targets.map((target) => [keyOf(target), target]));
      for (const key of unknown.keys()) if (known.has(key)) unknown.delete(key);
      if (unknown.size === 0) return;
      const found = await numbered(db, [...unknown.values()]);
      for (const key of unknown.keys()) known.set(key, found.get(key) ?? missing(key));
    },
    numbersOf: (targets) => targets.map((target) => known.get(keyOf(target)) ?? forgotten()),
    forget: () => known.clear(),
  };
}

const keyOf = ({ agreement, source, vantage }: Target): string =>
  JSON.stringify([agreement, source, vantage]);

/** Sorted, so that processes which add the same ones do not wait for each other in a circle. */
async function numbered(db: Db, targets: Target[]): Promise<Map<string, number>> {
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
  return new Map(rows.map((row) => [keyOf(row), row.id]));
}

/** The targets of a source, by vantage. */
export const targetsOf = (db: Db, agreement: string, source: string) =>
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

/** Thrown where a number is not known any more, or names nothing: the targets are to be learned anew. */
export class TargetsForgotten extends StoreError {
  constructor() {
    super(
      'lost',
      'the targets of the store changed while samples were about to be stored; they are stored when they come again',
    );
  }
}

function forgotten(): never {
  throw new TargetsForgotten();
}
