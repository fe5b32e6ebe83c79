// Samples that come to hours that are over. Whoever changes such an hour holds its target's row, so that none of what
// is made of the hour (blocks, tallies) speaks of less than it holds.
import { hourOf } from '../blocks/hour.ts';
import { readLate, recordLate, type ClosedHours } from '../sql/late-samples.ts';
import type { OutcomeColumns } from '../sql/outcomes.ts';
import type { Db } from '../sql/tables.ts';
import { addRows, keyOf, type SampleRow } from './sample-rows.ts';
import { TargetsForgotten } from './targets.ts';

/** The keys of what is new, and what blocks say of the slots that they hold. */
export type AddedClosed = { added: ReadonlySet<string>; sealed: ReadonlyMap<string, OutcomeColumns> };

export async function addClosed(db: Db, rows: readonly SampleRow[]): Promise<AddedClosed> {
  if (rows.length === 0) return { added: new Set(), sealed: new Map() };
  const late = await readLate(db, await sealedHours(db, rows));
  const sealed = new Map(
    rows.flatMap((row) => {
      const kept = late.sealed(row.target, row.sample.at);
      return kept === null ? [] : [[keyOf(row), kept] as const];
    }),
  );
  const added = await addRows(
    db,
    rows.filter((row) => !sealed.has(keyOf(row))),
  );
  const changed = rows.filter((row) => added.has(keyOf(row)) && late.isLate(row.target, row.sample.at));
  await recordLate(db, hoursOf(changed));
  return { added, sealed };
}

/** Locks the targets, and gives those of the hours that are sealed already. */
async function sealedHours(db: Db, rows: readonly SampleRow[]): Promise<ClosedHours[]> {
  const samples = new Map(rows.map(({ target, sample }) => [target, sample]));
  const locked = await db
    .selectFrom('targets')
    .select(['id', 'sealed_until'])
    .where('id', 'in', [...samples.keys()])
    .orderBy('id')
    .forUpdate()
    .execute();
  if (locked.length < samples.size) throw new TargetsForgotten();
  const until = new Map(locked.map((target) => [target.id, target.sealed_until]));
  const sealed = rows.filter(({ target, sample }) => hourOf(sample.at) < (until.get(target) ?? 0));
  return [...hoursOf(sealed)].flatMap(([id, hours]) => {
    const sample = samples.get(id);
    if (sample === undefined) return [];
    const { agreement, source, vantage } = sample;
    return [{ target: { id, agreement, source, vantage }, hours }];
  });
}

function hoursOf(rows: readonly SampleRow[]): Map<number, Set<number>> {
  const ofTarget = Map.groupBy(rows, ({ target }) => target);
  return new Map(
    [...ofTarget].map(([target, of]) => [target, new Set(of.map(({ sample }) => hourOf(sample.at)))]),
  );
}
