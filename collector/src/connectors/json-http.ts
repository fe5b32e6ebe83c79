// A ticket desk that gives its events as JSON over HTTP: `GET URL?since=CURSOR` answers with a list of
// events and the cursor that continues after it.
import { httpUrl, timeout } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { authorization } from '../egress/authorization.ts';
import { retryAfterMs } from '../egress/retry-after.ts';
import { tlsTerms } from '../egress/tls-terms.ts';
import { askDesk } from '../tickets/ask-desk.ts';
import { eventFields, eventWords } from '../tickets/event-mapping.ts';
import { pageReader, type JsonPage } from '../tickets/json-page.ts';
import { jsonPlace } from '../tickets/json-place.ts';
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
  items: jsonPlace('/events', 'tickets[].log[]'),
  next: jsonPlace('/cursor', 'max_by(events, &id).id'),
  more: jsonPlace('/more', 'next_page != `null`'),
  webhook: webhookTerms('standard').optional(),
  fields: eventFields,
  ...eventWords,
});

export type JsonHttpSpec = z.output<typeof spec>;

const maxPageBytes = 8 * 1024 * 1024;

/** A desk with more than this to tell is read on at the next synchronisation. */
const maxPages = 10_000;

const meanings = {
  301: 'the address moved; write the new one',
  302: 'the address leads elsewhere; write the one that answers',
  401: 'what auth shows is not accepted; renew it',
  403: 'whoever asks may not read this',
  404: 'nothing is at this address',
};

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
  const read = pageReader(terms);
  const seen = new Set([cursor]);
  let at = cursor;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = read(await ask(terms, at, context));
    const next = page.cursor ?? at;
    yield { events: page.events, cursor: next };
    if (isPresent(page, next === at)) return;
    if (seen.has(next)) {
      throw new SyncError('the desk says that more follows and gives a cursor again that it gave before');
    }
    seen.add(next);
    at = next;
  }
  throw new SyncError(
    `the desk gave ${maxPages} pages without an end; the next synchronisation goes on there`,
  );
}

/** A desk says that nothing follows, or shows it: no items, or no new cursor. */
function isPresent({ size, follows }: JsonPage, isSameCursor: boolean): boolean {
  return follows === null ? size === 0 || isSameCursor : !follows;
}

async function ask(terms: JsonHttpSpec, cursor: string | null, context: ConnectorContext): Promise<unknown> {
  const url = new URL(terms.url);
  if (cursor !== null) url.searchParams.set(terms.since, cursor);
  const headers = { accept: 'application/json' };
  const question = { url, headers, maxBytes: maxPageBytes, meanings, waitMs: retryAfterMs };
  const { value } = await askDesk(terms, question, context);
  return value;
}
