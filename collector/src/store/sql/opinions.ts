// What ticket systems say of their own clocks: the last word on each. It bears on no verdict, so no revision rises.
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import { sql } from 'kysely';
import type { Desk } from '../store.ts';
import type { Db } from './tables.ts';

/** Far below the 32,766 parameters that a statement of SQLite may have. */
const rowsPerStatement = 500;

/** Call it inside a transaction. One that was read before what is kept changes nothing. */
export async function putOpinions(db: Db, desk: number, opinions: VendorClock[]): Promise<void> {
  for (let from = 0; from < opinions.length; from += rowsPerStatement) {
    await db
      .insertInto('opinions')
      .values(opinions.slice(from, from + rowsPerStatement).map((opinion) => columnsOf(desk, opinion)))
      .onConflict((conflict) =>
        conflict
          .columns(['desk', 'ticket', 'kind'])
          .doUpdateSet((eb) => ({
            state: eb.ref('excluded.state'),
            due_at: eb.ref('excluded.due_at'),
            read_at: eb.ref('excluded.read_at'),
          }))
          .where(sql<boolean>`excluded.read_at >= opinions.read_at`),
      )
      .execute();
  }
}

/** By ticket in text order, then by kind. */
export async function readOpinions(db: Db, { agreement, source }: Desk): Promise<VendorClock[]> {
  return await db
    .selectFrom('opinions')
    .innerJoin('desks', 'desks.id', 'opinions.desk')
    .innerJoin('agreements', 'agreements.id', 'desks.agreement')
    .select(['ticket', 'kind', 'state', 'due_at as dueAt', 'read_at as readAt'])
    .where('agreements.name', '=', agreement)
    .where('desks.source', '=', source)
    .orderBy('ticket')
    .orderBy('kind')
    .execute();
}

const columnsOf = (desk: number, { ticket, kind, state, dueAt, readAt }: VendorClock) => ({
  ...{ desk, ticket, kind, state },
  ...{ due_at: dueAt, read_at: readAt },
});
