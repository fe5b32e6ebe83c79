// Which tickets of a desk want to be looked at: those that are open, and those of which the beginning is missing.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Desk } from '../store.ts';
import type { Db } from './tables.ts';

/** In text order. Of what happened to each ticket, the last event that opens or ends it tells. */
export async function openTickets(db: Db, desk: Desk): Promise<string[]> {
  const rows = await eventsOf(db, desk)
    .select(['ticket_events.ticket', 'ticket_events.type'])
    .where('ticket_events.type', 'in', [...opening, ...ending])
    .orderBy('ticket_events.at')
    .orderBy('ticket_events.id')
    .execute();
  const last = new Map<string, TicketEvent['type']>();
  for (const { ticket, type } of rows) if (last.get(ticket) !== 'merged-into') last.set(ticket, type);
  const open = [...last].flatMap(([ticket, type]) => (opening.includes(type) ? [ticket] : []));
  const unopened = (await unopenedTickets(db, desk)).filter((ticket) => !gone.includes(last.get(ticket)));
  return [...new Set([...open, ...unopened])].sort();
}

const opening: TicketEvent['type'][] = ['opened', 'reopened', 'restored'];
const ending: TicketEvent['type'][] = ['resolved', 'merged-into', 'deleted'];
const gone: (TicketEvent['type'] | undefined)[] = ['merged-into', 'deleted'];

/** Those that came to the desk after they were opened elsewhere, and were polled from there on. */
async function unopenedTickets(db: Db, desk: Desk): Promise<string[]> {
  const opened = eventsOf(db, desk).select('ticket_events.ticket').where('ticket_events.type', '=', 'opened');
  const rows = await eventsOf(db, desk)
    .select('ticket_events.ticket')
    .distinct()
    .where('ticket_events.ticket', 'not in', opened)
    .execute();
  return rows.map(({ ticket }) => ticket);
}

function eventsOf(db: Db, { agreement, source }: Desk) {
  return db
    .selectFrom('ticket_events')
    .innerJoin('desks', 'desks.id', 'ticket_events.desk')
    .innerJoin('agreements', 'agreements.id', 'desks.agreement')
    .where('agreements.name', '=', agreement)
    .where('desks.source', '=', source);
}
