// Ticket events as a store hands them to whoever judges.
import { collectTicketColumns, type TicketColumns } from '@upheld/shared/facts/ticket-columns';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';

export function columnsOf(events: TicketEvent[]): TicketColumns {
  const collected = collectTicketColumns();
  for (const event of events) collected.add(event);
  return collected.columns();
}
