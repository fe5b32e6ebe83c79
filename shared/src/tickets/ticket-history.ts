// What happened to single tickets, as the steps and replies that their clocks follow from.
import type { DeskInput } from './clocks.ts';
import { linkedTickets } from './linked.ts';
import { reactions } from './reactions.ts';
import type { Reaction } from './reactions.ts';

/**
 * The reactions of each ticket, in order: to the events written on it, and to those of others that act on it.
 * One walk for all of them.
 */
export function ticketHistories(
  { events, asOf }: Pick<DeskInput, 'events' | 'asOf'>,
  tickets: Set<string>,
): Map<string, Reaction[]> {
  const histories = new Map([...tickets].map((ticket): [string, Reaction[]] => [ticket, []]));
  const linked = linkedTickets(events, tickets);
  const own = events.filter(({ ticket }) => linked.has(ticket));
  for (const reaction of reactions(own, asOf)) {
    for (const ticket of new Set([
      reaction.event.ticket,
      reaction.on,
      ...reaction.steps.map((step) => step.ticket),
    ])) {
      histories.get(ticket)?.push(reaction);
    }
  }
  return histories;
}
