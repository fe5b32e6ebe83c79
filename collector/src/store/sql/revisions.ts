// Agreements as the store knows them: a number for each name, and a revision that rises with every change
// of its facts, in the same transaction as the change.
import { sql } from 'kysely';
import type { Db } from './tables.ts';

/** The agreement's number, given on first use. */
export async function agreementId(db: Db, name: string): Promise<number> {
  await db
    .insertInto('agreements')
    .values({ name })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await db
    .selectFrom('agreements')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Call it inside the transaction that changes the agreement's facts. */
export async function raiseRevision(db: Db, agreement: string): Promise<void> {
  await db
    .insertInto('agreements')
    .values({ name: agreement, revision: 1 })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ revision: sql<number>`agreements.revision + 1` }),
    )
    .execute();
}

/** 0 for an agreement that has no facts yet. */
export async function readRevision(db: Db, agreement: string): Promise<number> {
  const row = await db
    .selectFrom('agreements')
    .select('revision')
    .where('name', '=', agreement)
    .executeTakeFirst();
  return row?.revision ?? 0;
}
