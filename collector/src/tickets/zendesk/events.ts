// What happened to a ticket of a Zendesk, told by its audits: one for each update, with the fields that it set and
// the comments that it added.
import type { Actor, TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Instant } from '@upheld/shared/time/instant';
import { severityOf, type SeverityWords } from '../severity-words.ts';
import { historyEvents, type TicketChange } from '../ticket-history.ts';
import { standingOf, type MeaningTerms } from './meaning.ts';
import { closesByMerge, isMerge, mergedInto, targetOf } from './merges.ts';
import type { Speaker } from './people.ts';
import type { ZendeskAudit, ZendeskComment } from './records.ts';
import { fieldNames, valuesAfter, valuesBefore, type Values } from './values.ts';

export type EventTerms = Pick<MeaningTerms, 'waiting' | 'resolved'> & {
  severity: SeverityWords & { field?: number | undefined };
};

/** A ticket and all its audits. `requester` is the one it has now. */
export type AuditedTicket = { id: number; requester: number | null; audits: ZendeskAudit[] };

export type WhoIs = (speaker: Speaker) => Actor;

/** Comments are flagged with it that were generated automatically, such as mail from out of office. */
const automaticFlag = 4;

/**
 * Every event of the ticket, oldest first, and of those that were merged into it their merges. The comment that it
 * was opened with is no reply. Throws a `SyncError` for a severity that the terms do not know.
 */
export function auditEvents(ticket: AuditedTicket, terms: EventTerms, whoIs: WhoIs): TicketEvent[] {
  const audits = ticket.audits.toSorted(
    (one, other) => one.created_at - other.created_at || one.id - other.id,
  );
  const [first, ...later] = audits;
  if (first === undefined) return [];
  const names = fieldNames(terms.severity.field);
  const meaning = (of: Values) => ({
    severity: severityOf(of.severity, terms.severity, String(ticket.id)),
    standing: standingOf(of, terms),
  });
  let values = valuesAfter(valuesBefore(ticket.requester), first, names);
  const opened = { ticket: String(ticket.id), openedAt: first.created_at, ...meaning(values) };
  const madePrivate = idsMadePrivate(audits);
  const changes: TicketChange[] = [];
  for (const audit of later) {
    const isPublic = (comment: ZendeskComment) => comment.public || madePrivate.has(comment.id);
    changes.push(...spoken(audit, values.requester, isPublic, whoIs));
    if (closesByMerge(audit)) {
      changes.push(...mergeOf(audit, ticket.id));
      break;
    }
    values = valuesAfter(values, audit, names);
    changes.push(...became(audit.created_at, meaning(values)));
  }
  return [...historyEvents({ ...opened, changes }), ...mergedInto(audits, ticket.id)];
}

/** Comments stand before what their update changed: they were written before it. */
function spoken(
  audit: ZendeskAudit,
  requester: number | null,
  isPublic: (comment: ZendeskComment) => boolean,
  whoIs: WhoIs,
): TicketChange[] {
  const at = audit.created_at;
  const isAutomatic = audit.metadata?.flags?.includes(automaticFlag) === true;
  return audit.events.flatMap((event): TicketChange[] => {
    if (event.type !== 'Comment' && event.type !== 'VoiceComment') return [];
    const via = event.via ?? audit.via ?? null;
    if (isMerge(via) || !isPublic(event)) return [{ at, type: 'note' }];
    const actor = whoIs({ author: event.author_id ?? audit.author_id ?? null, via, requester });
    return [{ at, type: 'public-reply', actor, autoSubmitted: isAutomatic || actor === 'bot' }];
  });
}

function became(
  at: Instant,
  { severity, standing }: Pick<Parameters<typeof historyEvents>[0], 'severity' | 'standing'>,
): TicketChange[] {
  return [
    { at, type: 'severity', severity },
    { at, type: 'standing', standing },
  ];
}

function mergeOf(audit: ZendeskAudit, ticket: number): TicketChange[] {
  const into = targetOf(audit, ticket);
  return into === null ? [] : [{ at: audit.created_at, type: 'merged-into', into: String(into) }];
}

/** What was made private later was public when it was written. */
function idsMadePrivate(audits: ZendeskAudit[]): Set<number> {
  const events = audits.flatMap((audit) => audit.events);
  return new Set(
    events.flatMap((event) => (event.type === 'CommentPrivacyChange' ? [event.comment_id] : [])),
  );
}
