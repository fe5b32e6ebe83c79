// Tickets whose clocks depend on each other, because they were merged.
import type { TicketEvent } from '../facts/ticket-event.ts';

/**
 * The tickets and every one that a merge joins to them, through chains and either way. What happens on other
 * tickets does not touch their clocks.
 * @example linkedTickets([{ ticket: 'T-2', at: 0, type: 'merged-into', into: 'T-1' }], ['T-1']) // T-1, T-2
 */
export function linkedTickets(events: TicketEvent[], tickets: Iterable<string>): Set<string> {
  const groups = mergedGroups(events);
  const linked = new Set(tickets);
  const asked = new Set([...linked].map((ticket) => groups.get(ticket) ?? null));
  for (const [ticket, group] of groups) if (asked.has(group)) linked.add(ticket);
  return linked;
}

/** The events of each ticket, or of those that merges join: groups that do not touch each other's clocks. */
export function byLinkedTickets(events: TicketEvent[]): Iterable<TicketEvent[]> {
  const groups = mergedGroups(events);
  return Map.groupBy(events, ({ ticket }) => groups.get(ticket) ?? ticket).values();
}

/** A ticket that stands for its group, of every ticket that a merge names. */
function mergedGroups(events: TicketEvent[]): Map<string, string> {
  const neighbours = neighboursIn(events);
  const groups = new Map<string, string>();
  for (const first of neighbours.keys()) {
    if (groups.has(first)) continue;
    // A set gives what is added while it is walked too.
    const group = new Set([first]);
    for (const ticket of group) {
      groups.set(ticket, first);
      for (const other of neighbours.get(ticket) ?? []) group.add(other);
    }
  }
  return groups;
}

function neighboursIn(events: TicketEvent[]): Map<string, string[]> {
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
  return neighbours;
}
