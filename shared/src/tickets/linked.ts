// Tickets whose clocks depend on each other, because they were merged.
import type { TicketEvent } from '../facts/ticket-event.ts';

/**
 * The tickets and every one that a merge joins to them, through chains and either way. What happens on other
 * tickets does not touch their clocks.
 * @example linkedTickets([{ ticket: 'T-2', at: 0, type: 'merged-into', into: 'T-1' }], ['T-1']) // T-1, T-2
 */
export function linkedTickets(events: TicketEvent[], tickets: Iterable<string>): Set<string> {
  const neighbours = new Map<string, string[]>();
  const link = (from: string, to: string): void => {
    const known = neighbours.get(from);
    if (known === undefined) neighbours.set(from, [to]);
    else known.push(to);
  };
  for (const event of events) {
    if (event.type !== 'merged-into') continue;
    link(event.ticket, event.into);
    link(event.into, event.ticket);
  }
  const linked = new Set(tickets);
  // A set gives what is added while it is walked too.
  for (const ticket of linked) for (const other of neighbours.get(ticket) ?? []) linked.add(other);
  return linked;
}
