// Keeps what a desk told of one ticket. A ticket that it has no more is deleted, as far as we could observe.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Instant } from '@upheld/shared/time/instant';
import type { Told } from '../connectors/connector.ts';
import type { Desk, Store } from '../store/store.ts';
import { withoutRetold } from '../tickets/retold.ts';

export type TicketStore = Pick<Store, 'putTicketEvents' | 'readTicketEvents' | 'lastFound'>;

/** When a ticket was read, and up to when polling should have told everything. */
export type Reading = { ticket: string; at: Instant; polledUntil: Instant };

/** How many of the events before `polledUntil` were new. Resolves once all of them are durable. */
export async function keepTold(
  desk: Desk,
  told: Told,
  { ticket, at, polledUntil }: Reading,
  store: TicketStore,
): Promise<number> {
  if (told === 'gone') {
    const events = await deletion(desk, ticket, at, store);
    await store.putTicketEvents({ ...desk, events, readAt: at });
    return 0;
  }
  const { opinions = [] } = told;
  const known = await store.readTicketEvents(desk, ticket);
  const events = [
    ...withoutRetold(withoutGuesses(told.events, known), known),
    ...restoration(told.events, known, { ticket, at }),
  ];
  const [before, since] = [
    events.filter((event) => event.at < polledUntil),
    events.filter((event) => event.at >= polledUntil),
  ];
  const { stored } = await store.putTicketEvents({
    ...desk,
    ...{ events: before, opinions, readAt: at, found: ticket },
  });
  if (since.length > 0) await store.putTicketEvents({ ...desk, events: since, readAt: at });
  return stored;
}

/**
 * Of a ticket whose opening is known, without how it was opened and what only shows to have changed: desks that keep
 * no history tell both from what it is now. Polling, which knows what it was before, tells changes more closely.
 */
function withoutGuesses(told: TicketEvent[], known: TicketEvent[]): TicketEvent[] {
  if (!known.some(({ type }) => type === 'opened')) return told;
  return told.filter(({ type, observedAfter }) => {
    return type !== 'opened' && (observedAfter === undefined || type === 'deleted');
  });
}

/** A ticket that had left the desk and is told again is there again. */
function restoration(
  told: TicketEvent[],
  known: TicketEvent[],
  { ticket, at }: Pick<Reading, 'ticket' | 'at'>,
): TicketEvent[] {
  const last = known.at(-1);
  if (last?.type !== 'deleted' || told.some(({ type }) => type === 'deleted')) return [];
  return [{ ticket, at: Math.max(at, last.at + 1), observedAfter: last.at, type: 'restored' }];
}

function isOver(known: TicketEvent[]): boolean {
  return known.at(-1)?.type === 'deleted' || known.some(({ type }) => type === 'merged-into');
}

/** None of a ticket that was never known, or that is known to be over for good. */
async function deletion(desk: Desk, ticket: string, at: Instant, store: TicketStore): Promise<TicketEvent[]> {
  const known = await store.readTicketEvents(desk, ticket);
  const last = known.at(-1);
  if (last === undefined || isOver(known)) return [];
  const foundAt = (await store.lastFound(desk, ticket)) ?? last.at;
  // What was missed before it was last there stays missed, whoever deletes it.
  const observedAfter = Math.max(last.at, foundAt);
  return [{ ticket, at: Math.max(at, observedAfter + 1), observedAfter, type: 'deleted' }];
}
