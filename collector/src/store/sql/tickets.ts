// Ticket events, each kept once in the order in which it came. An event has no id of its own: it is
// known by its ticket, its instant and everything it says.
import { collectTicketColumns, type TicketColumns } from '@upheld/shared/facts/ticket-columns';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Arrival, ToldEvent } from '@upheld/shared/tickets/told-events';
import type { Instant } from '@upheld/shared/time/instant';
import { withoutRetold } from '../../tickets/retold.ts';
import type { Desk, TicketBatch } from '../store.ts';
import { deskId } from './desks.ts';
import { putFound } from './found-tickets.ts';
import { putOpinions } from './opinions.ts';
import { raiseRevision } from './revisions.ts';
import type { Db } from './tables.ts';
import { eventColumns, eventFrom, toldEventFrom } from './ticket-rows.ts';

/** Far below the 32,766 parameters that a statement of SQLite may have. */
const rowsPerStatement = 100;

/** Call it inside a transaction: the events, the cursor and the revision belong together. */
export async function putTicketEvents(
  db: Db,
  { agreement, source, events, opinions = [], cursor, readAt, found }: TicketBatch,
): Promise<{ stored: number; duplicates: number }> {
  const desk = await deskId(db, { agreement, source });
  const arrival = await arrivalAt(db, desk, readAt);
  let stored = 0;
  const fresh = await withoutThoseToldAgain(db, desk, events);
  for (let from = 0; from < fresh.length; from += rowsPerStatement) {
    stored += await addEvents(db, desk, fresh.slice(from, from + rowsPerStatement), arrival);
  }
  await putOpinions(db, desk, opinions);
  if (found !== undefined && readAt !== undefined) await putFound(db, desk, found, readAt);
  if (cursor !== undefined) await db.updateTable('desks').set({ cursor }).where('id', '=', desk).execute();
  if (stored > 0) await raiseRevision(db, agreement, Math.min(...events.map(({ at }) => at)));
  return { stored, duplicates: events.length - stored };
}

/** Of the desk, or of one of its tickets, by instant, then in the order in which they came. */
export async function readTicketEvents(db: Db, desk: Desk, ticket?: string): Promise<TicketEvent[]> {
  const ofDesk = rowsOf(db, desk);
  const wanted = ticket === undefined ? ofDesk : ofDesk.where('ticket_events.ticket', '=', ticket);
  return (await wanted.execute()).map(eventFrom);
}

/** In the same order. */
export async function readToldEvents(db: Db, desk: Desk, ticket: string): Promise<ToldEvent[]> {
  const rows = await rowsOf(db, desk).where('ticket_events.ticket', '=', ticket).execute();
  return rows.map(toldEventFrom);
}

/** In the same order, read row by row. */
export async function readTicketColumns(db: Db, desk: Desk): Promise<TicketColumns> {
  const { add, columns } = collectTicketColumns();
  for await (const row of rowsOf(db, desk).stream()) add(eventFrom(row));
  return columns();
}

function rowsOf(db: Db, { agreement, source }: Desk) {
  return db
    .selectFrom('ticket_events')
    .innerJoin('desks', 'desks.id', 'ticket_events.desk')
    .innerJoin('agreements', 'agreements.id', 'desks.agreement')
    .selectAll('ticket_events')
    .where('agreements.name', '=', agreement)
    .where('desks.source', '=', source)
    .orderBy('ticket_events.at')
    .orderBy('ticket_events.id');
}

/** Of tickets whose opening is in the batch; others are told in part, and what is new of them is new. */
async function withoutThoseToldAgain(db: Db, desk: number, events: TicketEvent[]): Promise<TicketEvent[]> {
  const whole = new Set(events.filter(({ type }) => type === 'opened').map(({ ticket }) => ticket));
  const known = await eventsOf(db, desk, [...whole]);
  if (known.length === 0) return events;
  const [retold, rest] = [true, false].map((is) => events.filter(({ ticket }) => whole.has(ticket) === is));
  const kept = new Set([...withoutRetold(retold ?? [], known), ...(rest ?? [])]);
  return events.filter((event) => kept.has(event));
}

async function eventsOf(db: Db, desk: number, tickets: string[]): Promise<TicketEvent[]> {
  const events: TicketEvent[] = [];
  for (let from = 0; from < tickets.length; from += rowsPerStatement) {
    const rows = await db
      .selectFrom('ticket_events')
      .selectAll()
      .where('desk', '=', desk)
      .where('ticket', 'in', tickets.slice(from, from + rowsPerStatement))
      .execute();
    events.push(...rows.map(eventFrom));
  }
  return events;
}

/** Before a sync records how far it came, so that the desk is known as it was without these events. */
async function arrivalAt(db: Db, desk: number, toldAt?: Instant): Promise<Arrival> {
  if (toldAt === undefined) return { toldAt: null, deskKnownUntil: null };
  const of = db.selectFrom('desks').select('synced_until').where('id', '=', desk);
  return { toldAt, deskKnownUntil: (await of.executeTakeFirstOrThrow()).synced_until };
}

async function addEvents(db: Db, desk: number, events: TicketEvent[], arrival: Arrival): Promise<number> {
  const result = await db
    .insertInto('ticket_events')
    .values(events.map((event) => eventColumns(desk, event, arrival)))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n);
}
