// A ticket desk that gives its events as JSON over HTTP: `GET URL?since=CURSOR` answers with a list of
// events and the cursor that continues after it.
import { httpUrl, timeout } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import { authorization } from '../egress/authorization.ts';
import { jsonPointer, valueAt } from '../egress/json-pointer.ts';
import { retryAfterMs } from '../egress/retry-after.ts';
import { tlsTerms } from '../egress/tls-terms.ts';
import { askDesk } from '../tickets/ask-desk.ts';
import { eventFields, eventWords, mapEvent } from '../tickets/event-mapping.ts';
import { webhookTerms } from '../webhooks/terms.ts';
import { SyncError, type ConnectorContext, type ConnectorKind, type Page } from './connector.ts';

const sinceRule = such('since is the name of a query parameter', 'since');

const spec = part('the spec of a json-http source has a url', '{ url: "https://desk.example.com/events" }', {
  url: httpUrl('https://desk.example.com/events'),
  auth: authorization.optional(),
  tls: tlsTerms.optional(),
  /** For each page, from DNS to the last byte. */
  timeout: timeout('30s').default('30s'),
  /** The query parameter that carries the cursor. */
  since: z
    .string(sinceRule)
    .regex(/^[\w.-]+$/, sinceRule)
    .default('since'),
  /** Where the list of items, the next cursor and whether more pages follow stand in the answer. */
  items: jsonPointer('/events').default('/events'),
  next: jsonPointer('/cursor').default('/cursor'),
  more: jsonPointer('/more').default('/more'),
  webhook: webhookTerms('standard').optional(),
  fields: eventFields,
  ...eventWords,
});

export type JsonHttpSpec = z.output<typeof spec>;

const maxPageBytes = 8 * 1024 * 1024;

/** A desk with more than this to tell is read on at the next synchronisation. */
const maxPages = 10_000;

/** The `json-http` source kind. */
export const jsonHttp = {
  type: 'json-http',
  grade: 'own',
  spec,
  poll,
  webhook: ({ webhook }) => webhook,
} satisfies ConnectorKind<JsonHttpSpec>;

async function* poll(
  terms: JsonHttpSpec,
  cursor: string | null,
  context: ConnectorContext,
): AsyncGenerator<Page> {
  const seen = new Set([cursor]);
  let at = cursor;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const answer = await ask(terms, at, context);
    const items = readItems(terms, answer);
    const page = { events: eventsOf(items, terms), cursor: nextCursor(terms, answer) ?? at };
    yield page;
    if (isPresent(terms, answer, items, page.cursor === at)) return;
    if (seen.has(page.cursor)) {
      throw new SyncError('the desk says that more follows and gives a cursor again that it gave before');
    }
    seen.add(page.cursor);
    at = page.cursor;
  }
  throw new SyncError(
    `the desk gave ${maxPages} pages without an end; the next synchronisation goes on there`,
  );
}

/** A desk says that nothing follows, or shows it: no items, or no new cursor. */
function isPresent(
  { more }: JsonHttpSpec,
  answer: unknown,
  items: unknown[],
  isSameCursor: boolean,
): boolean {
  const follows = valueAt(answer, more);
  return typeof follows === 'boolean' ? !follows : items.length === 0 || isSameCursor;
}

async function ask(terms: JsonHttpSpec, cursor: string | null, context: ConnectorContext): Promise<unknown> {
  const url = new URL(terms.url);
  if (cursor !== null) url.searchParams.set(terms.since, cursor);
  const headers = { accept: 'application/json' };
  const question = { url, headers, maxBytes: maxPageBytes, meanings: {}, waitMs: retryAfterMs };
  const { value } = await askDesk(terms, question, context);
  return value;
}

function readItems({ items }: JsonHttpSpec, answer: unknown): unknown[] {
  const list = valueAt(answer, items);
  if (Array.isArray(list)) return list;
  throw new SyncError(`the desk's answer has no list at ${items === '' ? 'its top' : items}`);
}

/** One event that cannot be read fails the page: its cursor stays, so that nothing is lost. */
function eventsOf(items: unknown[], terms: JsonHttpSpec): TicketEvent[] {
  return items.flatMap((item) => {
    const mapped = mapEvent(item, terms);
    if (!mapped.ok) throw new SyncError(`an event of the desk cannot be read: ${mapped.fault}`);
    return mapped.event === null ? [] : [mapped.event];
  });
}

function nextCursor({ next }: JsonHttpSpec, answer: unknown): string | null {
  const cursor = valueAt(answer, next) ?? null;
  if (cursor === null || typeof cursor === 'string') return cursor;
  if (typeof cursor === 'number') return String(cursor);
  throw new SyncError(`the desk's answer has a cursor at ${next} that is neither text nor a number`);
}
