// What happened to a ticket of Zammad: its history tells of states, priorities and merges, its articles of who
// wrote. Articles move to the ticket that is left after a merge, and are told where they were written.
import type { Actor, TicketEvent } from '@upheld/shared/facts/ticket-event';
import { fieldEvents, type FieldChange, type FieldTerms } from '../field-history.ts';
import type { ZammadArticle, ZammadEntry, ZammadTicket } from './records.ts';

export type ZammadTerms = FieldTerms & {
  /** The agents who answer for the supplier; all of them without it. */
  supplier?: { users: number[] } | undefined;
  bots: number[];
};

export type ZammadLife = { ticket: ZammadTicket; history: ZammadEntry[]; articles: ZammadArticle[] };

/** Zammad itself, as which its triggers and schedulers act. */
const system = 1;

/** The article that a ticket is opened with is written in the same transaction; no human is so quick to answer. */
const openingMs = 10_000;

/** Every event of a ticket, oldest first. `articles` may hold those of tickets that were merged into it. */
export function zammadEvents({ ticket, history, articles }: ZammadLife, terms: ZammadTerms): TicketEvent[] {
  const changes = [
    ...history.flatMap((entry) => fieldChange(entry, terms.severity.field)),
    ...ownArticles({ ticket, history, articles }).map((article) => articleChange(article, terms)),
    ...history.flatMap(merge),
  ];
  const { number, openedAt, severity, status } = ticket;
  return fieldEvents({ ticket: String(number), openedAt, severity, status, changes }, terms);
}

function fieldChange(
  { object, type, attribute, at, from, to }: ZammadEntry,
  severity: string,
): FieldChange[] {
  if (object !== 'Ticket' || type !== 'updated') return [];
  if (attribute === severity) return [{ at, type: 'severity', from, to }];
  return attribute === 'state' ? [{ at, type: 'status', from, to }] : [];
}

function merge({ type, at, into }: ZammadEntry): FieldChange[] {
  return type === 'merged_into' && into !== null ? [{ at, type: 'merged-into', into: String(into) }] : [];
}

/** The ids of the articles that were written in a ticket, as its history names them. */
export function writtenIn(history: ZammadEntry[]): Set<number> {
  const written = history.filter(({ object, type }) => object === 'Ticket::Article' && type === 'created');
  return new Set(written.map(({ of }) => of));
}

/** Without those that a merge brought, the one that the ticket was opened with, and the notice of its own merge. */
function ownArticles({ ticket, history, articles }: ZammadLife): ZammadArticle[] {
  const written = writtenIn(history);
  const received = Math.max(
    -1,
    ...history.filter(({ type }) => type === 'received_merge').map(({ at }) => at),
  );
  const merged = history.filter(({ type }) => type === 'merged_into').map(({ at }) => at);
  return articles
    .filter(({ id, at }) => at > received || written.has(id))
    .filter(({ at }) => !merged.some((instant) => at >= instant))
    .filter(({ at }, index) => index > 0 || at > ticket.openedAt + openingMs);
}

/** Zammad takes a note for no answer, because nobody is sent it. */
function articleChange(article: ZammadArticle, terms: ZammadTerms): FieldChange {
  const { at, type, sender, isInternal, isAutomatic } = article;
  if (isInternal || (type === 'note' && sender !== 'Customer')) return { at, type: 'note' };
  const actor = actorOf(article, terms);
  return { at, type: 'public-reply', actor, autoSubmitted: isAutomatic || actor === 'bot' };
}

function actorOf({ sender, by }: ZammadArticle, { supplier, bots }: ZammadTerms): Actor {
  if (sender === 'System' || by === system || bots.includes(by)) return 'bot';
  const answers = sender === 'Agent' && (supplier === undefined || supplier.users.includes(by));
  return answers ? 'supplier' : 'reporter';
}
