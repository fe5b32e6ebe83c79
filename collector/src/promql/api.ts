// Asks the HTTP API of a Prometheus: instant queries, and how far back it keeps what it counts.
import type { Instant } from '@upheld/shared/time/instant';
import { exchange, type HttpContext, type HttpMessage, type HttpTerms } from '../egress/http-terms.ts';
import { readJson } from '../egress/json-body.ts';
import type { EgressResponse } from '../egress/request.ts';
import type { History, Unread } from '../traffic/traffic.ts';
import { readAnswer, refusal, unread, type Answer } from './answer.ts';
import { retentionMs } from './retention.ts';

/** `url` is the base that `/api/v1` stands under. */
export type ApiTerms = Omit<HttpTerms, 'latency'>;

const maxAnswerBytes = 1024 * 1024;

/** The timeout goes along: a server that nobody waits for any more need not go on computing. */
export async function askQuery(
  terms: ApiTerms,
  query: string,
  at: Instant,
  context: HttpContext,
): Promise<Answer | Unread> {
  const form = new URLSearchParams({ query, time: String(at / 1000), timeout: terms.timeout });
  const asked = {
    ...terms,
    headers: { ...terms.headers, 'content-type': 'application/x-www-form-urlencoded' },
  };
  const message = { method: 'POST', body: form.toString(), maxBytes: maxAnswerBytes };
  const response = await request(asked, '/api/v1/query', message, context);
  return 'ok' in response ? response : readAnswer(response, at);
}

/** Only a server that answers can be known to tell nothing; one that is busy or away is asked again. */
export async function askHistory(terms: ApiTerms, context: HttpContext): Promise<History | Unread> {
  const response = await request(terms, '/api/v1/status/runtimeinfo', {}, context);
  if ('ok' in response) return response;
  const refused = [429, 502, 503, 504].includes(response.status) ? refusal(response) : null;
  if (refused !== null) return refused;
  const json = readJson(response);
  return { ok: true, keptMs: json.ok ? retentionMs(json.value) : null };
}

async function request(
  terms: ApiTerms,
  path: string,
  message: HttpMessage,
  context: HttpContext,
): Promise<EgressResponse | Unread> {
  const url = new URL(terms.url);
  url.pathname = url.pathname.replace(/\/*$/, path);
  const headers = { accept: 'application/json', ...terms.headers };
  const exchanged = await exchange(
    { ...terms, url: url.href, headers, latency: 'response' },
    message,
    context,
  );
  if (exchanged.answered) return exchanged.response;
  const { reason, error } = exchanged.attempt;
  return unread('source', reason ?? 'protocol', `it cannot be asked: ${error}`);
}
