// Reads a desk that lists its tickets by the instant of their last change, and tells of each what happened.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Instant } from '@upheld/shared/time/instant';
import type { Page } from '../connectors/connector.ts';
import { atPresent, behind, cursorOf, givenUntil, isRead, readPosition } from './update-position.ts';
import { listedFrom } from './update-position.ts';
import { updatedSince, type ListByUpdate, type UpdatedTicket } from './update-walk.ts';

export type UpdateDesk<Ticket extends UpdatedTicket> = {
  list: ListByUpdate<Ticket>;
  /** Every event of a ticket; null where it is none, or none any more. */
  read(ticket: Ticket): Promise<TicketEvent[] | null>;
};

/**
 * One page for each ticket that changed since `from`. The last page is empty: with its cursor the present is
 * reached.
 */
export async function* pollByUpdate<Ticket extends UpdatedTicket>(
  cursor: string | null,
  from: Instant,
  { list, read }: UpdateDesk<Ticket>,
): AsyncGenerator<Page> {
  let position = readPosition(cursor, from);
  for await (const { tickets, settledUntil } of updatedSince(listedFrom(position), list)) {
    for (const ticket of tickets) {
      if (isRead(position, ticket)) continue;
      const events = await read(ticket);
      const until = givenUntil(position, ticket);
      if (ticket.updatedAt <= settledUntil) position = behind(position, ticket);
      if (events === null) continue;
      yield { events: events.filter(({ at }) => until === null || at > until), cursor: cursorOf(position) };
    }
  }
  yield { events: [], cursor: cursorOf(atPresent(position)) };
}
