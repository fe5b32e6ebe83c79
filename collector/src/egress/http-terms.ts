// The fields that every kind has which asks over HTTP, and what asking by them gives: a response, or an
// attempt that has ended without one.
import { httpUrl, oneOf, timeout, wholeNumber } from '@upheld/shared/agreement/fields';
import { milliseconds } from '@upheld/shared/time/duration';
import type { z } from 'zod';
import { authorization, requestsOf } from './authorization.ts';
import type { Credentials, Identity } from './credentials.ts';
import { withoutEcho } from './echo.ts';
import { lowerCased, requestHeaders } from './headers.ts';
import type { Egress, EgressResponse } from './request.ts';
import { tlsTerms } from './tls-terms.ts';
import { unanswered, withoutCredentials, type Unanswered } from './unanswered.ts';

/** To be spread into a spec. */
export const httpTerms = {
  url: httpUrl('https://api.example.com/health'),
  headers: requestHeaders.default({}),
  /** For the whole request, from DNS to the last byte. */
  timeout: timeout('10s').default('10s'),
  auth: authorization.optional(),
  /** Holds for a token endpoint of the same origin too. */
  tls: tlsTerms.optional(),
  /** `response`: from the request written on an open connection; `total`: DNS and connecting included. */
  latency: oneOf(['response', 'total']).default('response'),
  /** How many redirects are followed; each is one more request. */
  redirects: wholeNumber('redirects', { min: 0, max: 3 }, 1).default(0),
};

export type HttpTerms = z.output<z.ZodObject<typeof httpTerms>>;

/** What asking needs of the process. */
export type HttpContext = { egress: Pick<Egress, 'request'>; credentials: Credentials };

/** What is asked beside the terms. */
export type HttpMessage = { method?: string; body?: string | undefined; maxBytes?: number };

/** `latencyMs` is the one that the terms ask for. */
export type HttpExchange =
  { answered: true; response: EgressResponse; latencyMs: number } | { answered: false; attempt: Unanswered };

/** The terms that bound what one exchange costs. */
type CostTerms = Pick<HttpTerms, 'timeout' | 'auth' | 'redirects'>;

/** How long one exchange takes at most, in milliseconds; what `auth` has to ask for first has the same time. */
export function longestExchangeMs({ timeout, auth }: CostTerms): number {
  return milliseconds(timeout) * (1 + requestsOf(auth));
}

/** How many requests one exchange makes at most; a token that has to be fetched first is not among them. */
export function mostExchangeRequests({ redirects }: CostTerms): number {
  return 1 + redirects;
}

/** Asks once. Whatever the partner does is an outcome; only defects reject. */
export async function exchange(
  terms: HttpTerms,
  message: HttpMessage,
  { egress, credentials }: HttpContext,
): Promise<HttpExchange> {
  const deadlineMs = milliseconds(terms.timeout);
  const identity = await credentials(terms, deadlineMs);
  if (!identity.ok) return { answered: false, attempt: withoutCredentials(identity) };
  try {
    const answer = await egress.request(requestFor(terms, message, identity, deadlineMs));
    if (answer.status === 401) identity.refused();
    const response = { ...answer, headers: withoutEcho(answer.headers, identity.headers) };
    const latencyMs = terms.latency === 'total' ? response.totalMs : response.latencyMs;
    return { answered: true, response, latencyMs };
  } catch (error) {
    return { answered: false, attempt: unanswered(error) };
  }
}

function requestFor(
  { url, headers, redirects }: HttpTerms,
  { body, ...message }: HttpMessage,
  identity: Extract<Identity, { ok: true }>,
  deadlineMs: number,
) {
  return {
    ...{ url, deadlineMs, redirects, headers: { ...lowerCased(headers), ...identity.headers } },
    ...(identity.tls === undefined ? {} : { tls: identity.tls }),
    ...message,
    ...(body === undefined ? {} : { body }),
  };
}
