// A queue of Request Tracker 5 as a ticket desk: one stream of all that happened to its tickets, in the order
// of the ids of its transactions. The cursor is such an id.
import { httpUrl, secretReference, timeout } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { tlsTerms } from '../egress/tls-terms.ts';
import { openTracker } from '../tickets/request-tracker-desk.ts';
import { eventsOf } from '../tickets/request-tracker-events.ts';
import { autoSubmittedOf } from '../tickets/request-tracker-mail.ts';
import { readQueue } from '../tickets/request-tracker-queue.ts';
import { openedWith, severityTerms } from '../tickets/request-tracker-severity.ts';
import { queueRows } from '../tickets/request-tracker-walk.ts';
import { webhookTerms } from '../webhooks/terms.ts';
import type { ConnectorContext, ConnectorKind, Page } from './connector.ts';

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
      resolved: statuses('resolved').default(['resolved', 'rejected', 'deleted']),
    }).prefault({}),
    webhook: webhookTerms('standard').optional(),
  },
);

export type RequestTrackerSpec = z.output<typeof spec>;

/** The `request-tracker` source kind. */
export const requestTracker = {
  type: 'request-tracker',
  grade: 'A',
  spec,
  poll,
  webhook: ({ webhook }) => webhook,
} satisfies ConnectorKind<RequestTrackerSpec>;

async function* poll(
  terms: RequestTrackerSpec,
  cursor: string | null,
  context: ConnectorContext,
): AsyncGenerator<Page> {
  const ask = openTracker(terms, context);
  const queue = await readQueue(ask, terms);
  for await (const { rows, cursor: next } of queueRows(ask, queue, cursor)) {
    const created = new Set(rows.filter(({ type }) => type === 'Create').map(({ ticket }) => ticket));
    const findings = {
      place: queue.place,
      openedWith: await openedWith(ask, created, queue.place),
      autoSubmitted: await autoSubmittedOf(ask, rows),
    };
    yield { events: rows.flatMap((row) => eventsOf(row, terms, findings)), cursor: next };
  }
}
