// Which replies of a ticket counted as a response and which did not, and why (measurement.md section 6).
import type { Actor, TicketEvent } from '../facts/ticket-event.ts';
import type { Instant } from '../time/instant.ts';
import type { Reaction } from './reactions.ts';
import { whyReply } from './reply-rule.ts';
import { ticketHistories } from './ticket-history.ts';

/** Why a reply counts, or why it does not, as a sentence for people. Only `supplier` counts. */
export const replyReasons = {
  supplier: 'A public reply by a human of the supplier.',
  note: 'An internal note, which the reporter does not see.',
  bot: 'Written by a bot.',
  automatic: 'Sent automatically, as the ticket system says.',
  reporter: 'A message of the reporter.',
  'before-opened': 'Written before the ticket was opened.',
  'after-merge': 'Written after the ticket was merged; it acts on the ticket that carries this one on.',
  deleted: 'Written after the ticket had left the desk.',
} as const;

export type ReplyReason = keyof typeof replyReasons;

/**
 * A reply or a note. `ticket` is the one that it was written on, which may have been merged into the one asked for.
 * `actor` is null of notes, whose writers are not kept. `counts`: it is a qualifying response to the ticket
 * asked for, which may have come too late all the same.
 */
export type TicketReply = {
  ticket: string;
  at: Instant;
  observedAfter: Instant | null;
  type: 'public-reply' | 'note';
  actor: Actor | null;
  counts: boolean;
  reason: ReplyReason;
};

/**
 * The replies and notes of a ticket up to and including `asOf`, in order of time: those written on it, and those
 * on tickets merged into it since. `events` are those of its desk. A bare change of status is no reply.
 */
export function ticketReplies(events: TicketEvent[], ticket: string, asOf: Instant): TicketReply[] {
  const history = ticketHistories({ events, asOf }, new Set([ticket])).get(ticket) ?? [];
  return history.flatMap((reaction) => replyTo(ticket, reaction));
}

/** What a reaction is to the ticket; nothing where it is no reply, or none to this ticket. */
export function replyTo(ticket: string, { event, on, ignored, steps }: Reaction): TicketReply[] {
  const why = writtenAs(event);
  if (why === null || (event.ticket !== ticket && on !== ticket)) return [];
  return [
    {
      ticket: event.ticket,
      at: event.at,
      observedAfter: event.observedAfter ?? null,
      type: 'actor' in event ? 'public-reply' : 'note',
      actor: 'actor' in event ? event.actor : null,
      counts: steps.some((step) => step.type === 'answered' && step.ticket === ticket),
      reason: on === ticket ? (ignored ?? why) : 'after-merge',
    },
  ];
}

function writtenAs(event: TicketEvent): ReplyReason | null {
  if (event.type === 'public-reply') return whyReply(event);
  return event.type === 'note' ? 'note' : null;
}
