// What became of samples whose slot was taken already.
import { sql } from 'kysely';
import type { Conflict, PutResult } from '../store.ts';
import { isSame, outcomeFrom, type OutcomeColumns } from '../sql/outcomes.ts';
import type { Db } from '../sql/tables.ts';
import { keyOf, numbers, slotKey, type SampleRow } from './sample-rows.ts';

/** `sealed`: what blocks say, by key, which is the first word. Conflicts come in the order of the batch. */
export async function comparedWithKept(
  db: Db,
  rows: readonly SampleRow[],
  sealed: ReadonlyMap<string, OutcomeColumns>,
): Promise<Pick<PutResult, 'duplicates' | 'conflicts'>> {
  if (rows.length === 0) return { duplicates: 0, conflicts: [] };
  const kept = await keptColumns(db, rows);
  const conflicts = rows
    .flatMap((row) => conflictOf(row, sealed.get(keyOf(row)) ?? kept.get(keyOf(row))))
    .toSorted((a, b) => a.index - b.index);
  return { duplicates: rows.length - conflicts.length, conflicts };
}

function conflictOf({ place, sample, columns }: SampleRow, kept?: OutcomeColumns): Conflict[] {
  if (kept === undefined || isSame(columns, kept)) return [];
  const { agreement, source, vantage, at } = sample;
  return [{ index: place, given: sample, kept: { agreement, source, vantage, at, ...outcomeFrom(kept) } }];
}

/** The bounds name the few tables that hold such rows. */
async function keptColumns(db: Db, given: readonly SampleRow[]): Promise<Map<string, OutcomeColumns>> {
  const slots = given.map(({ sample }) => sample.at);
  const [first, last] = [slots.reduce((a, b) => Math.min(a, b)), slots.reduce((a, b) => Math.max(a, b))];
  const { rows } = await sql<OutcomeColumns & { target: number; at: number }>`
    select samples.target, samples.at, outcome, reason, latency_tenths, age_tenths, status
    from unnest(${numbers(given.map(({ target }) => target))}::bigint[],
      ${numbers(slots)}::bigint[]) as given (target, at)
    join samples on samples.target = given.target and samples.at = given.at
    where samples.at >= ${first} and samples.at <= ${last}`.execute(db);
  return new Map(rows.map((row) => [slotKey(row.target, row.at), row]));
}
