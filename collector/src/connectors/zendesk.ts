// A Zendesk as a ticket desk: the tickets that changed, by its incremental export, and what happened to each, by its
// audits.
import { httpUrl, timeout } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import { authorization } from '../egress/authorization.ts';
import { tlsTerms } from '../egress/tls-terms.ts';
import { afterTicket, exportCursor, exportPlace } from '../tickets/zendesk/cursor.ts';
import { openZendesk } from '../tickets/zendesk/desk.ts';
import { exportSteps } from '../tickets/zendesk/export.ts';
import { isOurs, zendeskIds, zendeskOnly } from '../tickets/zendesk/meaning.ts';
import { zendeskSeverity, zendeskStatuses } from '../tickets/zendesk/meaning.ts';
import { areApart, notBoth } from '../tickets/standing.ts';
import { zendeskSupplier, type People } from '../tickets/zendesk/people.ts';
import type { ZendeskTicket } from '../tickets/zendesk/records.ts';
import { openTickets, searchTheFuture } from '../tickets/zendesk/search.ts';
import { readTicket } from '../tickets/zendesk/ticket.ts';
import { webhookTerms } from '../webhooks/terms.ts';
import type { ConnectorContext, ConnectorKind, NegativeControl, Page, Told } from './connector.ts';

const example =
  '{ url: "https://acme.zendesk.com", auth: { type: basic, username: ina@acme.example/token, password: { env: ZENDESK_TOKEN } }, ... }';

const statuses = {
  waiting: zendeskStatuses(0).default(['pending']),
  resolved: zendeskStatuses(1).default(['solved', 'closed']),
};
const onlyOne = notBoth('[pending]');

const spec = part('the spec of a zendesk source has a url, auth and severity', example, {
  url: httpUrl('https://acme.zendesk.com'),
  /** Of an administrator: nobody else may read exports. An API token is the password of `ADDRESS/token`. */
  auth: authorization,
  tls: tlsTerms.optional(),
  /** For each answer, from DNS to the last byte. */
  timeout: timeout('30s').default('30s'),
  only: zendeskOnly,
  severity: zendeskSeverity,
  supplier: zendeskSupplier,
  /** Whose comments nobody wrote. */
  bots: zendeskIds('bots').default([]),
  ...statuses,
  webhook: webhookTerms('zendesk').optional(),
}).refine(areApart, onlyOne);

export type ZendeskSpec = z.output<typeof spec>;

/** The `zendesk` source kind. */
export const zendesk = {
  ...{ type: 'zendesk', grade: 'C', spec, poll },
  together: z.object(statuses).refine(areApart, onlyOne),
  lookup: { open, read },
  control,
  holdsBackMs: 60_000,
  webhook: ({ webhook }) => webhook,
} satisfies ConnectorKind<ZendeskSpec>;

/** A page is what happened to one ticket. A ticket is told whole: what is known of it already changes nothing. */
async function* poll(
  terms: ZendeskSpec,
  cursor: string | null,
  context: ConnectorContext,
): AsyncGenerator<Page> {
  const ask = openZendesk(terms, context);
  const people: People = new Map();
  for await (const { tickets, at, behind } of exportSteps(ask, exportPlace(cursor), context.from)) {
    let place = at;
    for (const ticket of tickets) {
      place = afterTicket(place, ticket);
      if (!isOurs(ticket, terms) || isOver(ticket, context)) continue;
      const told =
        ticket.status === 'deleted' ? deletion(ticket) : await readTicket(terms, ticket.id, people, ask);
      // The export tells of a ticket that is gone by now once more, as deleted.
      if (told !== 'gone') yield { ...told, cursor: exportCursor(place) };
    }
    yield { events: [], cursor: exportCursor(behind) };
  }
}

/** Exports bring back old tickets, too, when Zendesk itself rewrites them: those that were closed stay closed. */
function isOver({ status, updated_at }: ZendeskTicket, { from }: ConnectorContext): boolean {
  return status === 'closed' && updated_at < from;
}

/** The export shows a ticket that was deleted, and not when: after its last change, before it was written so. */
function deletion({ id, updated_at, generated_timestamp }: ZendeskTicket): { events: TicketEvent[] } {
  const at = Math.max((generated_timestamp ?? 0) * 1_000, updated_at);
  return { events: [{ ticket: String(id), at, observedAfter: updated_at - 1, type: 'deleted' }] };
}

function open(terms: ZendeskSpec, context: ConnectorContext): AsyncIterable<string[]> {
  return openTickets(terms, openZendesk(terms, context));
}

async function read(terms: ZendeskSpec, ticket: string, context: ConnectorContext): Promise<Told> {
  if (!/^[1-9]\d{0,14}$/.test(ticket)) return 'gone';
  return await readTicket(terms, Number(ticket), new Map(), openZendesk(terms, context));
}

async function control(terms: ZendeskSpec, context: ConnectorContext): Promise<NegativeControl> {
  return await searchTheFuture(openZendesk(terms, context));
}
