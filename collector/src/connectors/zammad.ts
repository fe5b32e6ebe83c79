// A Zammad as a ticket desk: tickets that changed since the cursor, each with its history and its articles.
import { httpUrl, secretReference, timeout, wholeNumber } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import type { z } from 'zod';
import { tlsTerms } from '../egress/tls-terms.ts';
import { fieldSeverity } from '../tickets/field-severity.ts';
import { pollByUpdate } from '../tickets/poll-by-update.ts';
import { statusTerms } from '../tickets/standing.ts';
import { unlessGone } from '../tickets/unless-gone.ts';
import { idsIn, isTicketNumber, nothingChanged } from '../tickets/update-walk.ts';
import { isOurs, zammadDesk, type ReadTicket, type ZammadDesk } from '../tickets/zammad/desk.ts';
import { writtenIn, zammadEvents } from '../tickets/zammad/events.ts';
import { zammadOpinions } from '../tickets/zammad/opinions.ts';
import type { ZammadArticle } from '../tickets/zammad/records.ts';
import { isOpen } from '../tickets/zammad/states.ts';
import { webhookTerms } from '../webhooks/terms.ts';
import type { ConnectorContext, ConnectorKind, Page, Told } from './connector.ts';

const id = (what: string, example: number) => wholeNumber(what, { min: 1, max: 2_147_483_647 }, example);
const users = (min: number) => list('users are ids', '[5, 8]', id('the id of a user', 5), min);

const spec = part(
  'the spec of a zammad source has a url, a token and severity',
  '{ url: "https://zammad.example.com", token: { env: TOKEN }, severity: { map: { 3 high: 1 } } }',
  {
    url: httpUrl('https://zammad.example.com'),
    /** Of an agent who may read the groups, with the permission `ticket.agent`. */
    token: secretReference,
    tls: tlsTerms.optional(),
    /** For each answer, from DNS to the last byte. */
    timeout: timeout('30s').default('30s'),
    /** Only the tickets of one organization, of one group, or of both. */
    organization: id('the id of an organization', 7).optional(),
    group: id('the id of a group', 2).optional(),
    severity: fieldSeverity('{ 3 high: 1, 2 normal: 2 }', 'sla_severity', /^[a-z][a-z0-9_]{0,99}$/),
    /** The agents who answer for the supplier; without it all do. Customers never do. */
    supplier: part('supplier names its users', '{ users: [5, 8] }', { users: users(1) }).optional(),
    /** Whose articles nobody wrote, beside those of Zammad itself. */
    bots: users(0).default([]),
    statuses: statusTerms({ waiting: ['pending reminder'], resolved: ['closed'] }),
    webhook: webhookTerms('zammad').optional(),
  },
);

export type ZammadSpec = z.output<typeof spec>;

/** The `zammad` source kind. */
export const zammad = {
  type: 'zammad',
  grade: 'C',
  spec,
  poll,
  lookup: { open, read },
  control: async (terms, context) => await nothingChanged(zammadDesk(terms, context).tickets()),
  webhook: ({ webhook }) => webhook,
} satisfies ConnectorKind<ZammadSpec>;

type Tale = Exclude<Told, 'gone'>;

async function* poll(
  terms: ZammadSpec,
  cursor: string | null,
  context: ConnectorContext,
): AsyncGenerator<Page> {
  const desk = zammadDesk(terms, context);
  let last: Tale | null = null;
  const pages = pollByUpdate(cursor, context.from, {
    list: desk.tickets(),
    read: async (ticket) => {
      last = await tell(terms, desk, ticket);
      return last.events;
    },
  });
  for await (const page of pages) {
    yield withOpinions(page, last);
    last = null;
  }
}

function withOpinions(page: Page, told: Tale | null): Page {
  const { opinions = [] } = told ?? {};
  return opinions.length === 0 ? page : { ...page, opinions };
}

async function* open(terms: ZammadSpec, context: ConnectorContext): AsyncGenerator<string[]> {
  const desk = zammadDesk(terms, context);
  const left = desk.tickets([isOpen(await desk.states(), terms.statuses.resolved)]);
  yield* idsIn(left, () => true);
}

async function read(terms: ZammadSpec, ticket: string, context: ConnectorContext): Promise<Told> {
  if (!isTicketNumber(ticket)) return 'gone';
  const desk = zammadDesk(terms, context);
  const found = await unlessGone([404], () => desk.ticket(Number(ticket)), desk.states);
  // A ticket that went to another organization or group has left the desk that the agreement is about.
  return found === 'gone' || !isOurs(found, terms) ? 'gone' : await tell(terms, desk, found);
}

async function tell(terms: ZammadSpec, desk: ZammadDesk, ticket: ReadTicket): Promise<Tale> {
  const history = await desk.history(ticket.number);
  const standing = await desk.articles(ticket.number);
  const moved = [...writtenIn(history)].filter((written) => !standing.some(({ id }) => id === written));
  const articles = [...standing, ...(await articlesOf(desk, moved))].toSorted((a, b) => a.id - b.id);
  return { events: zammadEvents({ ticket, history, articles }, terms), opinions: zammadOpinions(ticket) };
}

/** What a merge took to another ticket is read there. */
async function articlesOf(desk: ZammadDesk, ids: number[]): Promise<ZammadArticle[]> {
  const articles: ZammadArticle[] = [];
  for (const each of ids) {
    const found = await unlessGone([404], () => desk.article(each), desk.states);
    if (found !== 'gone') articles.push(found);
  }
  return articles;
}
