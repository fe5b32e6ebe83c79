// When tickets were last read by themselves and were there: one that is gone later was deleted after that.
import type { Instant } from '@upheld/shared/time/instant';
import { sql } from 'kysely';
import type { Desk } from '../store.ts';
import type { Db } from './tables.ts';

/** Call it inside a transaction. An earlier instant changes nothing. */
export async function putFound(db: Db, desk: number, ticket: string, at: Instant): Promise<void> {
  await db
    .insertInto('found_tickets')
    .values({ desk, ticket, at })
    .onConflict((conflict) =>
      conflict
        .columns(['desk', 'ticket'])
        .doUpdateSet({ at })
        .where(sql<boolean>`excluded.at > found_tickets.at`),
    )
    .execute();
}

/** Null where it never was. */
export async function lastFound(
  db: Db,
  { agreement, source }: Desk,
  ticket: string,
): Promise<Instant | null> {
  const row = await db
    .selectFrom('found_tickets')
    .innerJoin('desks', 'desks.id', 'found_tickets.desk')
    .innerJoin('agreements', 'agreements.id', 'desks.agreement')
    .select('found_tickets.at')
    .where('agreements.name', '=', agreement)
    .where('desks.source', '=', source)
    .where('found_tickets.ticket', '=', ticket)
    .executeTakeFirst();
  return row?.at ?? null;
}
