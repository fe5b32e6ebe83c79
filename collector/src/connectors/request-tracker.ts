// A queue of Request Tracker 5 as a ticket desk: one stream of all that happened to its tickets, in the order
// of the ids of its transactions. The cursor is such an id.
import { httpUrl, secretReference, timeout } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import { tlsTerms } from '../egress/tls-terms.ts';
import { isTicketId, type Transaction } from '../tickets/request-tracker/answers.ts';
import { openTracker, type AskTracker } from '../tickets/request-tracker/desk.ts';
import { eventsOf } from '../tickets/request-tracker/events.ts';
import { autoSubmittedOf } from '../tickets/request-tracker/mail.ts';
import { openedWith } from '../tickets/request-tracker/opening.ts';
import { readQueue, type Queue } from '../tickets/request-tracker/queue.ts';
import { severityTerms } from '../tickets/request-tracker/severity.ts';
import { rowsBehindAll } from '../tickets/request-tracker/transactions.ts';
import { ofQueue, queueRows, ticketRows } from '../tickets/request-tracker/walk.ts';
import { openTickets, whereabouts } from '../tickets/request-tracker/whereabouts.ts';
import { areApart, notBoth } from '../tickets/standing.ts';
import { webhookTerms } from '../webhooks/terms.ts';
import type { ConnectorContext, ConnectorKind, NegativeControl, Page, Told } from './connector.ts';

const queueRule = such('a queue is its name in Request Tracker', 'Acme');
const addressRule = such('an address is whole, or @ and a domain', '"@acme.example"');
const statusRule = such('a status is its name in Request Tracker', 'stalled');

const addresses = (min: number) =>
  list(
    'addresses are a list',
    '["@acme.example"]',
    z.string(addressRule).regex(/^[^@\s]{0,200}@[^@\s]{1,200}$/, addressRule),
    min,
  );
const statuses = (example: string) =>
  list('statuses are a list', `[${example}]`, z.string(statusRule).regex(/^\S.{0,63}$/, statusRule));

const spec = part(
  'the spec of a request-tracker source has a url',
  '{ url: "https://rt.example.com", token: { env: RT_TOKEN }, ... }',
  {
    /** Where people open it; `/REST/2.0` is added to it. */
    url: httpUrl('https://rt.example.com'),
    /** Of a user that may see the queue, its tickets, their comments and custom fields. */
    token: secretReference,
    tls: tlsTerms.optional(),
    /** For each answer, from DNS to the last byte. */
    timeout: timeout('30s').default('30s'),
    queue: z.string(queueRule).regex(/^\S.{0,199}$/, queueRule),
    severity: severityTerms,
    /** Whose replies answer; whoever is named nowhere speaks for the reporter. */
    supplierAddresses: addresses(1),
    /** Whose replies nobody wrote. */
    botAddresses: addresses(0).default([]),
    /** What the names of statuses mean. */
    statuses: part('statuses names those that wait and those that are resolved', '{ waiting: [stalled] }', {
      waiting: statuses('stalled').default(['stalled']),
      resolved: statuses('resolved').default(['resolved', 'rejected']),
    })
      .refine(areApart, notBoth('[stalled]'))
      .prefault({}),
    webhook: webhookTerms('standard').optional(),
  },
);

export type RequestTrackerSpec = z.output<typeof spec>;

/** The `request-tracker` source kind. */
export const requestTracker = {
  ...{ type: 'request-tracker', grade: 'A', spec, poll },
  lookup: { open, read },
  control,
  webhook: ({ webhook }) => webhook,
} satisfies ConnectorKind<RequestTrackerSpec>;

/**
 * Every transaction of the queue, whenever the agreement begins: what happens to a ticket later says nothing of
 * what it was opened with.
 */
async function* poll(
  terms: RequestTrackerSpec,
  cursor: string | null,
  context: ConnectorContext,
): AsyncGenerator<Page> {
  const ask = openTracker(terms, context);
  const queue = await readQueue(ask, terms);
  for await (const { rows, cursor: next } of queueRows(ask, queue, cursor)) {
    yield { events: await eventsIn(rows, ask, queue, terms), cursor: next };
  }
}

async function* open(terms: RequestTrackerSpec, context: ConnectorContext): AsyncGenerator<string[]> {
  const ask = openTracker(terms, context);
  yield* openTickets(ask, await readQueue(ask, terms), terms.statuses.resolved);
}

/** One that was deleted, or moved to a queue that the token may see, tells when it left. */
async function read(terms: RequestTrackerSpec, ticket: string, context: ConnectorContext): Promise<Told> {
  const ask = openTracker(terms, context);
  const queue = await readQueue(ask, terms);
  const rows = isTicketId(ticket) ? await ticketRows(ask, queue, ticket) : [];
  const events = await eventsIn(rows, ask, queue, terms);
  return events.length === 0 ? 'gone' : { events };
}

async function control(terms: RequestTrackerSpec, context: ConnectorContext): Promise<NegativeControl> {
  const ask = openTracker(terms, context);
  const found = await rowsBehindAll(ask, ofQueue(await readQueue(ask, terms)));
  return { asked: 'transactions of the queue behind the highest id that there can be', found };
}

async function eventsIn(
  rows: Transaction[],
  ask: AskTracker,
  queue: Queue,
  terms: RequestTrackerSpec,
): Promise<TicketEvent[]> {
  const created = new Set(rows.filter(({ type }) => type === 'Create').map(({ ticket }) => ticket));
  const findings = {
    queue,
    openedWith: await openedWith(ask, created, queue.place),
    whereabouts: await whereabouts(ask, rows),
    autoSubmitted: await autoSubmittedOf(ask, rows),
  };
  return rows.flatMap((row) => eventsOf(row, terms, findings));
}
