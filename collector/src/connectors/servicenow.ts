// A table of a ServiceNow as a ticket desk: tickets that changed since the cursor, each with its journal, and
// with its audit where the user may read that.
import { httpUrl, timeout } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { authorization } from '../egress/authorization.ts';
import { tlsTerms } from '../egress/tls-terms.ts';
import { fieldSeverity } from '../tickets/field-severity.ts';
import { pollSnapshots } from '../tickets/poll-snapshots.ts';
import { serviceNowDesk, type AskTable } from '../tickets/servicenow/desk.ts';
import { detailsOf } from '../tickets/servicenow/details.ts';
import { peopleOf } from '../tickets/servicenow/people.ts';
import { proveDesk } from '../tickets/servicenow/proof.ts';
import { readServiceNow, standingNow } from '../tickets/servicenow/ticket.ts';
import { changedTickets, nothingChanged, ticketOf, ticketsWith } from '../tickets/servicenow/walk.ts';
import { snapshotEvents } from '../tickets/snapshot-events.ts';
import { standingOf, statusTerms } from '../tickets/standing.ts';
import { webhookTerms } from '../webhooks/terms.ts';
import type { ConnectorContext, ConnectorKind, Page, Told } from './connector.ts';

const tableRule = such('a table is named as ServiceNow names it', 'incident');
const nameRule = such('a name is one line without ^', 'Acme Support');
const onlyRule = such(
  'only has fields with the value of each',
  '{ company: 0c43f858c611227501522de20c98ddd9 }',
);
const field = /^[a-z][a-z0-9_]{0,79}$/;

const names = (min: number) =>
  list('names are a list', '[ina.weiss]', z.string(nameRule).regex(/^[^\s^][^\r\n^]{0,99}$/, nameRule), min);

const spec = part(
  'the spec of a servicenow source has a url, auth, severity and supplier',
  '{ url: "https://acme.service-now.com", auth: { type: basic, username: upheld, password: { env: PASSWORD } }, ... }',
  {
    url: httpUrl('https://acme.service-now.com'),
    /** Of a user in the time zone GMT who may read the table and `sys_journal_field`. */
    auth: authorization,
    tls: tlsTerms.optional(),
    /** For each answer, from DNS to the last byte. */
    timeout: timeout('30s').default('30s'),
    table: z.string(tableRule).regex(field, tableRule).default('incident'),
    /** What holds for every ticket of the agreement, by the values that the desk keeps. */
    only: z
      .record(
        z.string(onlyRule).regex(field, onlyRule),
        z.string(onlyRule).regex(/^[\w.-]{1,64}$/, onlyRule),
        onlyRule,
      )
      .default({}),
    severity: fieldSeverity('{ 1: 1, 2: 2, 3: 3, 4: 4, 5: 4 }', 'u_severity', field),
    /** Whose comments answer; of everybody else they are the reporter's. */
    supplier: part('supplier names users, groups or both', '{ groups: [Acme Support] }', {
      users: names(0).default([]),
      groups: names(0).default([]),
    }).refine(({ users, groups }) => users.length + groups.length > 0, {
      error: such('supplier names users, groups or both', '{ groups: [Acme Support] }'),
    }),
    /** Whose comments nobody wrote, beside those of `system`. */
    bots: names(0).default([]),
    /** States by their values; with a slash and the hold reason, such as `3/1`, on hold for the caller. */
    statuses: statusTerms<string | number>({ waiting: ['3/1'], resolved: [6, 7, 8] }),
    /** Whether the user may read `sys_audit`, so that every change is exact. */
    audit: z.boolean(such('audit is true or false', 'true')).default(false),
    webhook: webhookTerms('standard').optional(),
  },
);

export type ServiceNowSpec = z.output<typeof spec>;

/** The `servicenow` source kind. */
export const serviceNow = {
  type: 'servicenow',
  grade: 'C',
  spec,
  poll,
  lookup: { open, read },
  control: async (terms, context) => await nothingChanged(serviceNowDesk(terms, context), terms),
  webhook: ({ webhook }) => webhook,
} satisfies ConnectorKind<ServiceNowSpec>;

/** The terms whose desk was tried out, once for as long as they are loaded. */
const proven = new WeakSet<ServiceNowSpec>();

/** Rows change in the same second as long as that lasts, and some are committed late. */
const settlingMs = 60_000;

async function* poll(
  terms: ServiceNowSpec,
  cursor: string | null,
  context: ConnectorContext,
): AsyncGenerator<Page> {
  const ask = serviceNowDesk(terms, context);
  if (!proven.has(terms)) await proveDesk(ask, terms);
  proven.add(terms);
  const meaning = { ...terms, actorOf: await peopleOf(ask, terms) };
  yield* pollSnapshots(cursor, context.from, {
    changed: (since) => changed(ask, terms, since),
    read: async ({ row, readAt, details }) => readServiceNow(row, readAt, await details(), meaning),
    standingOf: (status) => standingOf(status, terms.statuses),
  });
}

/** The details of a page are asked for once, when the first of its tickets is to be told. */
async function* changed(ask: AskTable, terms: ServiceNowSpec, since: number) {
  let settledUntil: number | null = null;
  for await (const { tickets, readAt } of changedTickets(ask, terms, since)) {
    settledUntil ??= readAt - settlingMs;
    let asked: ReturnType<typeof detailsOf> | null = null;
    const details = () => (asked ??= detailsOf(ask, tickets, terms));
    const listed = tickets.map((row) => ({
      ticket: row.number,
      updatedAt: row.updatedAt,
      row,
      readAt,
      details,
    }));
    yield { tickets: listed, settledUntil };
  }
}

async function* open(terms: ServiceNowSpec, context: ConnectorContext): AsyncGenerator<string[]> {
  const states = terms.statuses.resolved.map(String).filter((state) => !state.includes('/'));
  const query = states.map((state) => `state!=${state}`).join('^');
  const left = await ticketsWith(serviceNowDesk(terms, context), terms, query);
  yield left.filter((row) => standingNow(row, terms.statuses) !== 'resolved').map(({ number }) => number);
}

async function read(terms: ServiceNowSpec, ticket: string, context: ConnectorContext): Promise<Told> {
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(ticket)) return 'gone';
  const ask = serviceNowDesk(terms, context);
  const { ticket: found, readAt } = await ticketOf(ask, terms, ticket);
  if (found === undefined) return 'gone';
  const meaning = { ...terms, actorOf: await peopleOf(ask, terms) };
  const { snapshot, exact, opinions } = readServiceNow(
    found,
    readAt,
    await detailsOf(ask, [found], terms),
    meaning,
  );
  return { events: exact ?? snapshotEvents(snapshot, { is: 'new' }), opinions };
}
