// One ticket as `upheld doctor` shows it: its severity, what happened to it, and which replies count.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { TicketReply } from '@upheld/shared/tickets/replies';
import { instantName, ticketName } from './doctor-names.ts';
import { replyLines } from './doctor-replies.ts';
import type { ReadTicket } from './doctor-sample.ts';
import { paragraph } from './paragraph.ts';

/** The replies of one ticket that are listed one by one. */
const mostReplies = 5;

const indent = '    ';

/** The severity that a ticket has now; null where nothing tells one. */
export function severityOf(events: readonly TicketEvent[]): number | null {
  const told = inOrder(events).flatMap((event) => ('severity' in event ? [event.severity] : []));
  return told.at(-1) ?? null;
}

/** How often each type of event stands there, in the order in which they first came. */
function typeCounts(events: readonly TicketEvent[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of inOrder(events)) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

/** Those of which only two readings tell when they happened. */
export function observedIn(events: readonly TicketEvent[]): number {
  return events.filter(({ observedAfter }) => observedAfter !== undefined).length;
}

/** The lines of a ticket on which `replies` were written. */
export function ticketLines({ ticket, events }: ReadTicket, replies: readonly TicketReply[]): string[] {
  const counts = [...typeCounts(events)].map(([type, count]) => `${type} ${count}`).join(', ');
  return [
    ...paragraph([`${ticketName(ticket)}:`, headline(events)].join(' '), '  '),
    ...paragraph(`${counts} (${precision(events)})`, indent),
    ...replyList(replies),
  ];
}

function headline(events: readonly TicketEvent[]): string {
  const severity = severityOf(events);
  const opened = events.find(({ type }) => type === 'opened');
  const merged = events.find((event) => event.type === 'merged-into');
  return [
    severity === null ? 'no severity' : `severity ${severity}`,
    opened === undefined ? 'not told when it was opened' : `opened ${instantName(opened.at)}`,
    ...(merged === undefined ? [] : [`merged into ${ticketName(merged.into)}`]),
    ...(events.some(({ type }) => type === 'deleted') ? ['no longer at the desk'] : []),
  ].join(', ');
}

function precision(events: readonly TicketEvent[]): string {
  const observed = observedIn(events);
  if (observed === 0) return 'all exact';
  return observed === events.length ? 'all observed' : `${observed} of ${events.length} observed`;
}

function replyList(written: readonly TicketReply[]): string[] {
  const replies = written.filter(({ type }) => type === 'public-reply');
  const lines = replies.slice(0, mostReplies).flatMap((reply) => replyLines(reply, indent));
  const left = replies.length - mostReplies;
  return left <= 0 ? lines : [...lines, `${indent}and ${left} more`];
}

/** By instant; at one instant as the desk listed them. */
function inOrder(events: readonly TicketEvent[]): TicketEvent[] {
  return events.toSorted((a, b) => a.at - b.at);
}
