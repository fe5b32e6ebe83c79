// What was seen beside samples: of those that did not end ok for good, of the others for as long as their rows.
import { sql } from 'kysely';
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { Db } from '../sql/tables.ts';
import { numbers, type SampleRow } from './sample-rows.ts';

/** The rows were added in this transaction. */
export async function addDetails(db: Db, rows: readonly SampleRow[]): Promise<void> {
  const detailed = rows.filter(({ sample }) => sample.detail);
  const isOk = ({ columns }: SampleRow): boolean => columns.outcome === outcomeCode.ok;
  await addTo(
    db,
    'details',
    detailed.filter((row) => !isOk(row)),
  );
  await addTo(db, 'head_details', detailed.filter(isOk));
}

async function addTo(db: Db, table: 'details' | 'head_details', rows: SampleRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into ${sql.table(table)} (target, at, detail) select * from unnest(
    ${numbers(rows.map(({ target }) => target))}::bigint[],
    ${numbers(rows.map(({ sample }) => sample.at))}::bigint[],
    ${rows.map(({ sample }) => JSON.stringify(sample.detail))}::text[])`.execute(db);
}
