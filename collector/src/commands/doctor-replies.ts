// Which replies of the tickets that were read will stop a response clock, and which will not (measurement.md
// section 6, "Qualifying response").
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { replyReasons, ticketReplies } from '@upheld/shared/tickets/replies';
import type { ReplyReason, TicketReply } from '@upheld/shared/tickets/replies';
import { instantName } from './doctor-names.ts';
import type { ReadTicket } from './doctor-sample.ts';
import { counted, listed, paragraph } from './paragraph.ts';

/** The replies and notes that were written on each ticket itself. A merge among those that were read is known. */
export function repliesOf(tickets: readonly ReadTicket[]): Map<string, TicketReply[]> {
  const events: TicketEvent[] = tickets.flatMap((ticket) => ticket.events);
  const written = ({ ticket: id }: ReadTicket) =>
    ticketReplies(events, id, Infinity).filter(({ ticket }) => ticket === id);
  return new Map(tickets.map((ticket) => [ticket.ticket, written(ticket)]));
}

/** When a reply was written, whether it counts, and why not. */
export function replyLines({ at, counts, reason }: TicketReply, indent: string): string[] {
  const words = counts ? 'counts' : `does not count: ${replyReasons[reason]}`;
  return paragraph(words, `${indent}reply ${instantName(at)}  `);
}

/** Why messages do not count, and how many of them are told, in this order. */
const uncounted: [ReplyReason, (count: number) => string][] = [
  ['note', (count) => counted(count, 'internal note')],
  ['automatic', (count) => counted(count, 'automatic reply', 'automatic replies')],
  ['bot', (count) => `${count} by bots`],
  ['reporter', (count) => `${count} by reporters`],
  ['before-opened', (count) => `${count} from before the ticket was opened`],
  ['after-merge', (count) => `${count} from after a merge`],
  ['deleted', (count) => `${count} from after the ticket had left the desk`],
  ['supplier', (count) => `${count} by the supplier`],
];

/** Such as `14 replies count, 5 messages do not: 3 internal notes and 2 automatic replies.` */
export function writtenSentence(replies: readonly TicketReply[]): string {
  const left = replies.filter(({ counts }) => !counts);
  const responses = replies.length - left.length;
  const counting = `${counted(responses, 'reply', 'replies')} ${responses === 1 ? 'counts' : 'count'}`;
  if (left.length === 0) return `${counting}, and nothing else was written.`;
  const why = uncounted.flatMap(([reason, words]) => {
    const count = left.filter((reply) => reply.reason === reason).length;
    return count === 0 ? [] : [words(count)];
  });
  const not = `${counted(left.length, 'message')} ${left.length === 1 ? 'does' : 'do'} not`;
  return `${counting}, ${not}: ${listed(why)}.`;
}
