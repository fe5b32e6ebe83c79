// A ticket desk that gives its events as JSON over HTTP: `GET URL?since=CURSOR` answers with a list of
// events and the cursor that continues after it.
import { elapsedUnits } from '@upheld/shared/agreement/durations';
import { duration, httpUrl } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { milliseconds } from '@upheld/shared/time/duration';
import { z } from 'zod';
import { EgressError, type EgressResponse } from '../egress.ts';
import { authorization, authorizationHeaders, missingSecret } from '../egress/authorization.ts';
import { readJson } from '../egress/json-body.ts';
import { jsonPointer, valueAt } from '../egress/json-pointer.ts';
import { eventFields, eventWords, mapEvent } from '../tickets/event-mapping.ts';
import { SyncError, type ConnectorContext, type ConnectorKind, type Page } from './connector.ts';

const sinceRule = such('since is the name of a query parameter', 'since');

const spec = part('the spec of a json-http source has a url', '{ url: "https://desk.example.com/events" }', {
  url: httpUrl('https://desk.example.com/events'),
  auth: authorization.optional(),
  /** For each page, from DNS to the last byte. */
  timeout: duration(elapsedUnits, '30s').default('30s'),
  /** The query parameter that carries the cursor. */
  since: z
    .string(sinceRule)
    .regex(/^[\w.-]+$/, sinceRule)
    .default('since'),
  /** Where the list of items, the next cursor and whether more pages follow stand in the answer. */
  items: jsonPointer('/events').default('/events'),
  next: jsonPointer('/cursor').default('/cursor'),
  more: jsonPointer('/more').default('/more'),
  fields: eventFields,
  ...eventWords,
});

export type JsonHttpSpec = z.output<typeof spec>;

const maxPageBytes = 8 * 1024 * 1024;

/** A desk that never comes to its present is read on at the next synchronisation. */
const maxPages = 10_000;

/** The `json-http` source kind. */
export const jsonHttp = { type: 'json-http', spec, poll } satisfies ConnectorKind<JsonHttpSpec>;

async function* poll(
  terms: JsonHttpSpec,
  cursor: string | null,
  context: ConnectorContext,
): AsyncGenerator<Page> {
  let at = cursor;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const answer = readAnswer(await ask(terms, at, context));
    const page = readPage(terms, answer, at);
    yield page;
    const more = valueAt(answer, terms.more);
    const isPresent = typeof more === 'boolean' ? !more : page.events.length === 0 || page.cursor === at;
    if (isPresent) return;
    if (page.cursor === at)
      throw new SyncError(`${terms.url} says that more follows and gives the same cursor again`);
    at = page.cursor;
  }
  throw new SyncError(
    `${terms.url} gave ${maxPages} pages without coming to an end; the next poll goes on there`,
  );
}

async function ask(
  terms: JsonHttpSpec,
  cursor: string | null,
  context: ConnectorContext,
): Promise<EgressResponse> {
  const identity = authorizationHeaders(terms.auth, context.secret);
  if (identity === null)
    throw new SyncError(terms.auth === undefined ? 'no credentials' : missingSecret(terms.auth));
  const url = new URL(terms.url);
  if (cursor !== null) url.searchParams.set(terms.since, cursor);
  try {
    const headers = { accept: 'application/json', ...identity };
    const deadlineMs = milliseconds(terms.timeout);
    return await context.egress({ url: url.href, headers, deadlineMs, maxBytes: maxPageBytes });
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    throw new SyncError(`${terms.url} could not be read: ${error.code}: ${error.message}`, { cause: error });
  }
}

function readAnswer(response: EgressResponse): unknown {
  const { status, headers } = response;
  if (status < 200 || status > 299) {
    throw new SyncError(`the desk answered with status ${status}`, { retryAfterMs: retryAfter(headers) });
  }
  const body = readJson(response);
  if (!body.ok) throw new SyncError(`the desk's answer cannot be read: ${body.fault}`);
  return body.value;
}

function readPage(terms: JsonHttpSpec, answer: unknown, cursor: string | null): Page {
  const items = valueAt(answer, terms.items);
  if (!Array.isArray(items)) throw new SyncError(`the desk's answer has no list at ${terms.items}`);
  return { events: items.map((item) => eventOf(item, terms)), cursor: nextCursor(terms, answer) ?? cursor };
}

/** One event that cannot be read fails the page: its cursor stays, so that nothing is lost. */
function eventOf(item: unknown, terms: JsonHttpSpec): TicketEvent {
  const mapped = mapEvent(item, terms);
  if (mapped.ok) return mapped.event;
  throw new SyncError(`an event of the desk cannot be read: ${mapped.fault}`);
}

function nextCursor({ next }: JsonHttpSpec, answer: unknown): string | null {
  const cursor = valueAt(answer, next);
  return typeof cursor === 'string' || typeof cursor === 'number' ? String(cursor) : null;
}

/** Seconds, as desks send it; the form with a date is left to the next poll. */
function retryAfter(headers: Record<string, string>): number | null {
  const seconds = headers['retry-after'] ?? '';
  return /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : null;
}
