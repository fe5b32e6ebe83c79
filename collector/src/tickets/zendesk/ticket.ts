// All that a Zendesk tells of one ticket.
import type { Told } from '../../connectors/connector.ts';
import { z } from 'zod';
import { unlessGone } from '../unless-gone.ts';
import { zendeskClocks } from './clocks.ts';
import { cursorPages, type AskZendesk } from './desk.ts';
import { auditEvents, type AuditedTicket, type EventTerms } from './events.ts';
import { isOurs, type MeaningTerms } from './meaning.ts';
import { actorOf, lookUp, type People, type PeopleTerms } from './people.ts';
import { auditPage, zendeskRecord, zendeskTicket } from './records.ts';
import { proveCaller } from './search.ts';

export type TicketTerms = MeaningTerms & PeopleTerms & EventTerms;

const shownTicket = z.object({ ticket: zendeskTicket });

/** What is told of a ticket; `gone` where it was deleted, or is none of those that `only` names. */
export async function readTicket(
  terms: TicketTerms,
  id: number,
  people: People,
  ask: AskZendesk,
): Promise<Told> {
  const read = () => shownAndAudited(terms, id, people, ask);
  return await unlessGone([404], read, () => proveCaller(ask));
}

async function shownAndAudited(
  terms: TicketTerms,
  id: number,
  people: People,
  ask: AskZendesk,
): Promise<Told> {
  const asked = { path: `tickets/${id}`, query: { include: 'metric_events' } };
  const { value: document, at } = await ask(asked, z.unknown());
  const { ticket } = zendeskRecord(shownTicket, document);
  if (ticket.status === 'deleted' || !isOurs(ticket, terms)) return 'gone';
  const pages = await Array.fromAsync(cursorPages(ask, { path: `tickets/${id}/audits` }, auditPage));
  const audits = pages.flatMap(({ value }) => value.audits);
  const audited = { id, requester: ticket.requester_id ?? null, audits };
  return { events: await eventsOf(audited, terms, people, ask), opinions: zendeskClocks(id, document, at) };
}

/** Whoever is not known by then is looked up, once for all that is read in one go. */
async function eventsOf(ticket: AuditedTicket, terms: TicketTerms, people: People, ask: AskZendesk) {
  const unknown = new Set<number>();
  const events = auditEvents(ticket, terms, (speaker) => {
    const actor = actorOf(speaker, terms, people);
    if (actor === null && speaker.author !== null) unknown.add(speaker.author);
    return actor ?? 'reporter';
  });
  if (unknown.size === 0) return events;
  await lookUp(unknown, people, ask);
  return auditEvents(ticket, terms, (speaker) => actorOf(speaker, terms, people) ?? 'reporter');
}
