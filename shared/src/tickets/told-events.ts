// When the events of a ticket were told: an event that came long after its instant was never seen by whoever looked
// at the desk in between.
import type { TicketEvent } from '../facts/ticket-event.ts';
import type { Instant } from '../time/instant.ts';

/**
 * - `toldAt`: when the event was first told, by the clock of the collector; null where that is not known.
 * - `deskKnownUntil`: up to when the desk had been read before that, without this event; null in its first reading,
 *   and where `toldAt` is null.
 */
export type Arrival = { toldAt: Instant | null; deskKnownUntil: Instant | null };

export type ToldEvent = TicketEvent & Arrival;

const unknown: Arrival = { toldAt: null, deskKnownUntil: null };

/** The events in their order, each with its arrival in `told`, where it has one; `observedAfter` tells none apart. */
export function toldEvents(events: TicketEvent[], told: ToldEvent[]): ToldEvent[] {
  const arrivals = new Map(told.map((event) => [wordsOf(event), event]));
  return events.map((event) => {
    const { toldAt, deskKnownUntil } = arrivals.get(wordsOf(event)) ?? unknown;
    return { ...event, toldAt, deskKnownUntil };
  });
}

/** All that an event says: a desk's events are known by it (store/store.ts). */
function wordsOf(event: TicketEvent): string {
  const { ticket, at, type } = event;
  const written = 'actor' in event ? [event.actor, event.autoSubmitted] : [];
  const severity = 'severity' in event ? [event.severity] : [];
  const into = 'into' in event ? [event.into] : [];
  return JSON.stringify([ticket, at, type, ...written, ...severity, ...into]);
}
