// The small integers that samples name their target by, kept in memory once they are known.
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error.ts';

type Target = { agreement: string; source: string; vantage: string };

export type TargetNumbers = {
  /** Gives the target's number, adding it where it is new: call it inside a transaction. */
  numberOf(target: Target): number;
  /** The targets of a source, by vantage. */
  of(agreement: string, source: string): { vantage: string; id: number }[];
  /** After a rollback: numbers given inside it do not exist. */
  forget(): void;
};

export function targetNumbers(database: DatabaseSync): TargetNumbers {
  const known = new Map<string, number>();
  const addAgreement = database.prepare(
    'insert into agreements (name) values (?) on conflict (name) do nothing',
  );
  const add = database.prepare(
    `insert into targets (agreement, source, vantage) select id, ?, ? from agreements where name = ?
     on conflict (agreement, source, vantage) do nothing`,
  );
  const list = database.prepare(
    `select targets.id, vantage from targets join agreements on agreements.id = targets.agreement
     where agreements.name = ? and source = ? order by vantage`,
  );
  const of = (agreement: string, source: string) =>
    list.all(agreement, source).map((row) => ({ vantage: String(row['vantage']), id: Number(row['id']) }));

  const numberOf = (target: Target): number => {
    const key = JSON.stringify([target.agreement, target.source, target.vantage]);
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    addAgreement.run(target.agreement);
    add.run(target.source, target.vantage, target.agreement);
    const added = of(target.agreement, target.source).find(({ vantage }) => vantage === target.vantage);
    if (added === undefined) throw new StoreError('corrupt', `the store did not keep the target ${key}`);
    known.set(key, added.id);
    return added.id;
  };
  return { numberOf, of, forget: () => known.clear() };
}
