// A Freshdesk as a ticket desk: tickets that changed since the cursor, each with its conversations. Of what
// became of their statuses and priorities only differences are seen.
import { httpUrl, secretReference, timeout, wholeNumber } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import type { z } from 'zod';
import { tlsTerms } from '../egress/tls-terms.ts';
import { fieldSeverity } from '../tickets/field-severity.ts';
import { freshdeskDesk, isOurs, type FreshdeskDesk, type ReadTicket } from '../tickets/freshdesk/desk.ts';
import { freshdeskOpinions } from '../tickets/freshdesk/opinions.ts';
import { freshdeskSnapshot } from '../tickets/freshdesk/snapshot.ts';
import { pollSnapshots } from '../tickets/poll-snapshots.ts';
import { snapshotEvents } from '../tickets/snapshot-events.ts';
import { standingOf, statusTerms } from '../tickets/standing.ts';
import { unlessGone } from '../tickets/unless-gone.ts';
import { idsIn, isTicketNumber, nothingChanged, updatedSince } from '../tickets/update-walk.ts';
import { webhookTerms } from '../webhooks/terms.ts';
import type { ConnectorContext, ConnectorKind, Page, Told } from './connector.ts';

const id = (what: string, example: number) =>
  wholeNumber(what, { min: 1, max: Number.MAX_SAFE_INTEGER }, example);
const agents = (min: number) => list('agents are ids', '[5, 8]', id('the id of an agent', 5), min);

const spec = part(
  'the spec of a freshdesk source has a url, a key and severity',
  '{ url: "https://example.freshdesk.com", key: { env: KEY }, severity: { map: { 4: 1, 3: 2, 2: 3, 1: 4 } } }',
  {
    url: httpUrl('https://example.freshdesk.com'),
    /** The API key of an agent who sees all tickets. */
    key: secretReference,
    tls: tlsTerms.optional(),
    /** For each answer, from DNS to the last byte. */
    timeout: timeout('30s').default('30s'),
    /** Only the tickets of one company, of one group, or of both. */
    company: id('the id of a company', 7).optional(),
    group: id('the id of a group', 2).optional(),
    severity: fieldSeverity('{ 4: 1, 3: 2, 2: 3, 1: 4 }', 'cf_severity', /^(priority|cf_[a-z0-9_]{1,200})$/),
    /** The agents who answer for the supplier; without it all do. What comes in is the reporter's. */
    supplier: part('supplier names its agents', '{ agents: [5, 8] }', { agents: agents(1) }).optional(),
    /** Whose messages nobody wrote. */
    bots: agents(0).default([]),
    /** Pending and waiting on customer; resolved and closed. */
    statuses: statusTerms({ waiting: [3, 6], resolved: [4, 5] }),
    webhook: webhookTerms('bearer').optional(),
  },
);

export type FreshdeskSpec = z.output<typeof spec>;

/** The `freshdesk` source kind. */
export const freshdesk = {
  type: 'freshdesk',
  grade: 'C',
  spec,
  poll,
  lookup: { open, read },
  control: async (terms, context) => await nothingChanged(freshdeskDesk(terms, context).tickets(null)),
  webhook: ({ webhook }) => webhook,
} satisfies ConnectorKind<FreshdeskSpec>;

async function* poll(
  terms: FreshdeskSpec,
  cursor: string | null,
  context: ConnectorContext,
): AsyncGenerator<Page> {
  const desk = freshdeskDesk(terms, context);
  yield* pollSnapshots(cursor, context.from, {
    changed: (since) => changed(desk, since),
    read: async (ticket) => (isOurs(ticket, terms) ? await tell(terms, desk, ticket) : null),
    standingOf: (status) => standingOf(status, terms.statuses),
  });
}

async function* changed(desk: FreshdeskDesk, since: number) {
  for await (const { tickets, settledUntil } of updatedSince(since, desk.tickets('stats'))) {
    yield { tickets: tickets.map((one) => ({ ...one, ticket: String(one.number) })), settledUntil };
  }
}

/** Lists cannot be asked for what is open. */
async function* open(terms: FreshdeskSpec, context: ConnectorContext): AsyncGenerator<string[]> {
  const isOpen = (ticket: ReadTicket) =>
    isOurs(ticket, terms) && standingOf(ticket.status, terms.statuses) !== 'resolved';
  yield* idsIn(freshdeskDesk(terms, context).tickets(null), isOpen);
}

async function read(terms: FreshdeskSpec, ticket: string, context: ConnectorContext): Promise<Told> {
  if (!isTicketNumber(ticket)) return 'gone';
  const desk = freshdeskDesk(terms, context);
  const found = await unlessGone([404], () => desk.ticket(ticket), desk.prove);
  if (found === 'gone' || !isOurs(found, terms)) return 'gone';
  const { snapshot, opinions } = await tell(terms, desk, found);
  return { events: snapshotEvents(snapshot, { is: 'new' }), opinions };
}

async function tell(terms: FreshdeskSpec, desk: FreshdeskDesk, ticket: ReadTicket) {
  const snapshot = freshdeskSnapshot(ticket, await desk.conversations(ticket.number), terms);
  return { snapshot, opinions: freshdeskOpinions(ticket, ticket.readAt) };
}
