// Asks Request Tracker through its REST2 interface, in which a search is a GET like every other question.
import type { SecretReference } from '@upheld/shared/agreement/fields';
import type { Instant } from '@upheld/shared/time/instant';
import type { z } from 'zod';
import { SyncError, type ConnectorContext } from '../../connectors/connector.ts';
import type { Credentials } from '../../egress/credentials.ts';
import { retryAfterMs } from '../../egress/retry-after.ts';
import type { TlsTerms } from '../../egress/tls-terms.ts';
import { askDesk } from '../ask-desk.ts';

export type TokenTerms = { url: string; token: SecretReference; tls?: TlsTerms | undefined; timeout: string };

/** `at` is the desk's own clock when it answered; null where it does not tell. */
export type Answer<Value> = { value: Value; at: Instant | null };

/** `path` stands under `/REST/2.0/`. */
export type Question = { path: string; query?: Record<string, string> };

/** Gives what `schema` reads of the answer; what that does not name is dropped. */
export type AskTracker = <Value>(question: Question, schema: z.ZodType<Value>) => Promise<Answer<Value>>;

const common = {
  headers: { accept: 'application/json' },
  maxBytes: 8 * 1024 * 1024,
  meanings: {
    400: 'it does not know what it was asked for',
    401: 'it does not accept the token',
    403: 'the token has no right to what it was asked for',
    404: 'what it was asked for is not there, or the token may not see it',
  },
  waitMs: retryAfterMs,
};

/** A desk that is asked with one token, each answer within the timeout. */
export function openTracker({ url, token, tls, timeout }: TokenTerms, context: ConnectorContext): AskTracker {
  const terms = { url, auth: { type: 'bearer' as const, token }, tls, timeout };
  const ours = { ...context, credentials: inWordsOfTracker(context.credentials) };
  return async ({ path, query = {} }, schema) => {
    const question = { url: addressOf(url, path, query), ...common };
    const { value, headers } = await askDesk(terms, question, ours);
    const date = Date.parse(headers['date'] ?? '');
    return { value: read(value, schema), at: Number.isNaN(date) ? null : date };
  };
}

function addressOf(base: string, path: string, query: Record<string, string>): URL {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/REST/2.0/${path}`;
  url.search = new URLSearchParams(query).toString();
  url.hash = '';
  return url;
}

/** Request Tracker calls the scheme of a bearer `token`. */
function inWordsOfTracker(credentials: Credentials): Credentials {
  return async (...asked) => {
    const identity = await credentials(...asked);
    if (!identity.ok) return identity;
    const authorization = (identity.headers['authorization'] ?? '').replace(/^Bearer /, 'token ');
    return { ...identity, headers: { ...identity.headers, authorization } };
  };
}

/** The fault names places and rules only. */
function read<Value>(document: unknown, schema: z.ZodType<Value>): Value {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join('.') || 'its top';
  throw new SyncError(`the desk's answer is not as Request Tracker 5 gives it: ${place}: ${issue?.message}`);
}
