// All that is known of one ticket and what follows from it: the account that a page shows.
import type { TicketEvent } from '../facts/ticket-event.ts';
import type { VendorClock } from '../facts/vendor-clock.ts';
import type { Instant } from '../time/instant.ts';
import type { DeskInput, SupportClock } from './clocks.ts';
import { linkedTickets } from './linked.ts';
import type { LiveClock } from './live-clocks.ts';
import { liveClocks } from './live-clocks.ts';
import { certainClocks } from './observed.ts';
import type { Reaction } from './reactions.ts';
import type { TicketReply } from './replies.ts';
import { replyTo } from './replies.ts';
import type { Disagreement } from './second-opinion.ts';
import { secondOpinion } from './second-opinion.ts';
import { ticketHistories } from './ticket-history.ts';
import type { Wait } from './waits.ts';
import { waitsOf } from './waits.ts';

/** What the system says of one clock. `disagreement` is null where it agrees, or the agreement promises no such clock. */
export type AccountOpinion = VendorClock & { disagreement: Disagreement | null };

/**
 * - `mergedInto`: the ticket that carries it on; null where it was not merged. `merged`: those that it carries on.
 * - `deletedAt`: when it left the desk; null while it is there.
 * - `events`: its own, and since others were merged into it theirs, in the order in which they are taken. An event
 *   with `observedAfter` is observed, any other exact.
 * - `replies`: which of them counted as a response, and why.
 * - `clocks`: its own, by kind, the slots of the update cadence by time; verdicts as they hold whenever the observed
 *   events were. `live` tells more of those that run.
 * - `pauses`: when it waited for its reporter; `end` is null where it still does. What stands still meanwhile is
 *   the agreement's `waitingOnReporterPauses`.
 */
export type TicketAccount = {
  ticket: string;
  mergedInto: string | null;
  merged: string[];
  deletedAt: Instant | null;
  events: TicketEvent[];
  replies: TicketReply[];
  clocks: SupportClock[];
  live: LiveClock[];
  pauses: Wait[];
  opinions: AccountOpinion[];
};

/**
 * The account of a ticket as of `asOf`; null where it was not opened by then. `opinions` are the desk's; those of
 * other tickets are left out. Costs as much as the ticket and those merged with it, not as much as the desk.
 */
export function ticketAccount(
  desk: DeskInput,
  ticket: string,
  opinions: VendorClock[] = [],
): TicketAccount | null {
  const linked = linkedTickets(desk.events, [ticket]);
  const input = { ...desk, events: desk.events.filter((event) => linked.has(event.ticket)) };
  const history = ticketHistories(input, new Set([ticket])).get(ticket) ?? [];
  const isOpened = history.some(({ steps }) =>
    steps.some((step) => step.type === 'opened' && step.ticket === ticket),
  );
  if (!isOpened) return null;
  const clocks = certainClocks(input);
  const isOwn = (of: { ticket: string }): boolean => of.ticket === ticket;
  return {
    ticket,
    ...endsOf(ticket, history),
    events: history.map(({ event }) => event),
    replies: history.flatMap((reaction) => replyTo(ticket, reaction)),
    clocks: clocks.filter(isOwn),
    live: liveClocks(input, clocks).filter(isOwn),
    pauses: waitsOf(ticket, history),
    opinions: heard(input, opinions.filter(isOwn), clocks),
  };
}

function endsOf(
  ticket: string,
  history: Reaction[],
): Pick<TicketAccount, 'mergedInto' | 'merged' | 'deletedAt'> {
  const steps = history.flatMap((reaction) => reaction.steps);
  const merges = steps.filter((step) => step.type === 'absorbed');
  const deletion = steps.find((step) => step.type === 'deleted' && step.ticket === ticket);
  return {
    mergedInto: merges.find(({ merged }) => merged === ticket)?.ticket ?? null,
    merged: merges.flatMap((merge) => (merge.ticket === ticket ? [merge.merged] : [])),
    deletedAt: deletion?.at ?? null,
  };
}

function heard(input: DeskInput, opinions: VendorClock[], clocks: SupportClock[]): AccountOpinion[] {
  const { disagreements } = secondOpinion(input, opinions, clocks);
  return opinions.map((opinion) => ({
    ...opinion,
    disagreement: disagreements.find(({ theirs }) => theirs === opinion) ?? null,
  }));
}
