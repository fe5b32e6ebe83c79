// The revisions of all the agreements that a batch brought samples of, in one statement. Each connection raises rows
// of its own, so that no batch waits for another to commit; those that share some lock them in one order, and last.
import { sql } from 'kysely';
import { stretchOf } from '../sql/revisions.ts';
import type { Db } from '../sql/tables.ts';
import { numbers, type SampleRow } from './sample-rows.ts';

/** So many rows an agreement and a stretch has at most. */
const writers = 64;

/** Call it inside the transaction that added the rows. */
export async function raiseRevisions(db: Db, rows: readonly SampleRow[]): Promise<void> {
  if (rows.length === 0) return;
  const changed = changedStretches(rows);
  await sql`insert into sample_revisions (agreement, stretch, writer, revision)
    select agreements.id, stretch, pg_backend_pid() % ${writers}::integer, 1
    from unnest(${changed.map(({ agreement }) => agreement)}::text[],
      ${numbers(changed.map(({ stretch }) => stretch))}::bigint[]) as changed (name, stretch)
    join agreements on agreements.name = changed.name order by agreements.id, stretch
    on conflict (agreement, stretch, writer) do update set revision = sample_revisions.revision + 1`.execute(
    db,
  );
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
