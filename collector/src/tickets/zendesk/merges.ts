// Merges of Zendesk tickets, as the updates tell them: the ticket that is merged is closed, the other goes on. What a
// merge writes is no reply, and the close is no resolution.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Via, ZendeskAudit } from './records.ts';

/** A channel is a word or its number; some updates say it by how they relate to others. */
export function isMerge(via: Via | null | undefined): boolean {
  return via?.channel === 'merge' || via?.channel === 19 || via?.source?.rel === 'merge';
}

/** The update that closed a ticket because it was merged; the one of the ticket that goes on closes nothing. */
export function closesByMerge(audit: ZendeskAudit): boolean {
  const closes = audit.events.some(
    (event) =>
      event.type === 'Change' && event.field_name === 'status' && /^(solved|closed)$/.test(event.value),
  );
  return closes && mergeVia(audit) !== null;
}

/** The ticket that goes on, where the one that was merged names it. */
export function targetOf(audit: ZendeskAudit, ticket: number): number | null {
  const source = mergeVia(audit)?.source;
  const target = source?.to?.ticket_id ?? source?.from?.ticket_id ?? null;
  return target === ticket ? null : target;
}

/** What the ticket that goes on tells of those that were merged into it. */
export function mergedInto(audits: ZendeskAudit[], ticket: number): TicketEvent[] {
  return audits.flatMap((audit) =>
    sourcesOf(audit).flatMap((source): TicketEvent[] => {
      if (source === ticket) return [];
      return [{ ticket: String(source), at: audit.created_at, type: 'merged-into', into: String(ticket) }];
    }),
  );
}

function mergeVia({ via, events }: ZendeskAudit): Via | null {
  const own = events.flatMap((event) => ('via' in event ? [event.via] : []));
  return [via, ...own].find((one) => isMerge(one)) ?? null;
}

function sourcesOf(audit: ZendeskAudit): number[] {
  return mergeVia(audit)?.source?.from?.ticket_ids ?? [];
}
