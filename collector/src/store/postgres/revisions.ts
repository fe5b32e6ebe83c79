// The revisions of all the agreements that a batch brought samples of, in one statement (sql/revisions.ts takes
// several for each). Their rows are locked in one order, and last, so that they are held only while the batch commits.
import { sql } from 'kysely';
import { stretchOf } from '../sql/revisions.ts';
import type { Db } from '../sql/tables.ts';
import { numbers, type SampleRow } from './sample-rows.ts';

/** Call it inside the transaction that added the rows. */
export async function raiseRevisions(db: Db, rows: readonly SampleRow[]): Promise<void> {
  if (rows.length === 0) return;
  const changed = changedStretches(rows);
  await sql`insert into revisions (agreement, reach, stretch, revision)
    select agreements.id, 'within', stretch, 1
    from unnest(${changed.map(({ agreement }) => agreement)}::text[],
      ${numbers(changed.map(({ stretch }) => stretch))}::bigint[]) as changed (name, stretch)
    join agreements on agreements.name = changed.name order by agreements.id, stretch
    on conflict (agreement, reach, stretch) do update set revision = revisions.revision + 1`.execute(db);
}

function changedStretches(rows: readonly SampleRow[]): { agreement: string; stretch: number }[] {
  const changed = new Map(
    rows.map(({ sample }) => {
      const stretch = stretchOf(sample.at);
      return [`${stretch} ${sample.agreement}`, { agreement: sample.agreement, stretch }];
    }),
  );
  return [...changed.values()];
}
