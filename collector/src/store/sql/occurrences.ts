// What triggers opened and cleared. Occurrences follow from facts and are none themselves, so they do not
// raise an agreement's revision.
import type { Evidence, Occurrence } from '@upheld/shared/triggers/trigger';
import type { Insertable } from 'kysely';
import { storedJson } from './json.ts';
import { agreementId } from './revisions.ts';
import type { Db, OccurrenceRow } from './tables.ts';

/** Call it inside a transaction. An occurrence keeps its first evidence, and once cleared stays cleared. */
export async function putOccurrences(db: Db, occurrences: Occurrence[]): Promise<void> {
  for (const occurrence of occurrences) {
    await db
      .insertInto('occurrences')
      .values(columnsOf(await agreementId(db, occurrence.agreement), occurrence))
      .onConflict((conflict) =>
        conflict
          .columns(['agreement', 'trigger_name', 'promise', 'source', 'subject', 'opened_at'])
          .doUpdateSet({ cleared_at: occurrence.clearedAt })
          .where('occurrences.cleared_at', 'is', null),
      )
      .execute();
  }
}

/** Oldest first; at one instant in the order in which they were opened. */
export async function readOccurrences(db: Db, agreement: string): Promise<Occurrence[]> {
  const rows = await db
    .selectFrom('occurrences')
    .innerJoin('agreements', 'agreements.id', 'occurrences.agreement')
    .selectAll('occurrences')
    .where('agreements.name', '=', agreement)
    .orderBy('opened_at')
    .orderBy('occurrences.id')
    .execute();
  return rows.map((row) => occurrenceFrom(agreement, row));
}

const columnsOf = (agreement: number, occurrence: Occurrence): Insertable<OccurrenceRow> => ({
  agreement,
  trigger_name: occurrence.trigger,
  type: occurrence.type,
  promise: occurrence.promise,
  source: occurrence.source ?? '',
  subject: occurrence.subject,
  opened_at: occurrence.openedAt,
  cleared_at: occurrence.clearedAt,
  evidence: JSON.stringify(occurrence.evidence),
});

const occurrenceFrom = (agreement: string, row: Omit<OccurrenceRow, 'id'>): Occurrence => ({
  agreement,
  trigger: row.trigger_name,
  type: row.type,
  promise: row.promise,
  source: row.source === '' ? null : row.source,
  subject: row.subject,
  openedAt: row.opened_at,
  clearedAt: row.cleared_at,
  evidence: storedJson<Evidence>(row.evidence),
});
