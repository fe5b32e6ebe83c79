// What a ticket of Freshdesk is, and what was written in it. Freshdesk keeps no history of statuses: its stats
// have the instants of the last turns only.
import type { Actor } from '@upheld/shared/facts/ticket-event';
import { severityOf, type FieldSeverity } from '../field-severity.ts';
import type { FreshdeskConversation, FreshdeskStats, FreshdeskTicket } from './records.ts';
import type { Snapshot } from '../snapshot-events.ts';
import { isAmong, standingOf, type StatusTerms } from '../standing.ts';

export type FreshdeskMeaning = {
  severity: FieldSeverity;
  statuses: StatusTerms;
  /** The agents who answer for the supplier; all of them without it. */
  supplier?: { agents: number[] } | undefined;
  bots: number[];
};

/** The statuses that every Freshdesk has, as it numbers them. */
const [pending, resolved, closed] = ['3', '4', '5'];

/** How conversations came about that are no messages to the reporter: ratings, and mail forwarded elsewhere. */
const otherSources = [6, 8];

/** The ticket as it was read, with its conversations. */
export function freshdeskSnapshot(
  ticket: FreshdeskTicket,
  conversations: FreshdeskConversation[],
  terms: FreshdeskMeaning,
): Snapshot {
  const { openedAt, updatedAt, status, stats } = ticket;
  const id = String(ticket.number);
  return {
    ...{ ticket: id, openedAt, updatedAt, status },
    severity: severityOf(id, ticket.severity, terms.severity),
    standing: standingOf(status, terms.statuses),
    statusSince:
      stats === null ? null : (stats.statusSince ?? (status === pending ? stats.pendingSince : null)),
    turns: stats === null ? [] : turnsOf(stats, terms.statuses),
    written: conversations.map((written) => ({ ticket: id, ...writing(written, terms) })),
  };
}

/** A ticket is resolved first and closed later, unless only what is closed counts as resolved. */
function turnsOf(
  { resolvedAt, closedAt, reopenedAt }: FreshdeskStats,
  terms: StatusTerms,
): Snapshot['turns'] {
  const ends = [
    ...(isAmong(resolved, terms.resolved) ? [resolvedAt] : []),
    ...(isAmong(closed, terms.resolved) ? [closedAt] : []),
  ];
  const end = ends.find((at) => at !== null) ?? null;
  return [
    ...(end === null ? [] : [{ at: end, type: 'resolved' as const }]),
    ...(reopenedAt === null ? [] : [{ at: reopenedAt, type: 'reopened' as const }]),
  ];
}

/** Freshdesk sends public notes to the reporter: they are responses, as replies are. */
function writing(written: FreshdeskConversation, terms: FreshdeskMeaning) {
  const { at, source, isPrivate } = written;
  if (isPrivate || (source !== null && otherSources.includes(source))) return { at, type: 'note' as const };
  const actor = actorOf(written, terms);
  return { at, type: 'public-reply' as const, actor, autoSubmitted: written.isAutomatic || actor === 'bot' };
}

/** What came in is the reporter's; without anybody who wrote it, what went out was written by a rule. */
function actorOf({ by, isIncoming }: FreshdeskConversation, { supplier, bots }: FreshdeskMeaning): Actor {
  if (by !== null && bots.includes(by)) return 'bot';
  if (isIncoming) return 'reporter';
  if (by === null) return 'bot';
  return supplier === undefined || supplier.agents.includes(by) ? 'supplier' : 'reporter';
}
