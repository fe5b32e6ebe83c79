// Holds a response against what was expected of it and names the outcome (measurement.md section 2).
import type { Outcome } from '@upheld/shared/facts/sample';
import type { Instant } from '@upheld/shared/time/instant';
import { faultOfBody } from './body-expectation.ts';
import type { Expectation } from './expectation.ts';
import { faultOfHeaders } from './header-expectation.ts';
import { readJson } from './json-body.ts';
import { faultOfJson } from './json-expectation.ts';
import type { EgressResponse } from './request.ts';
import { faultOfTls } from './tls-expectation.ts';

export type Judgement = { outcome: Outcome; error: string | null };

/** `latencyMs` is the one that the spec asks for; the end of the certificate is compared with `now`. */
export function judge(
  expected: Expectation,
  response: EgressResponse,
  latencyMs: number,
  now: Instant,
): Judgement {
  if (!expected.status.some((range) => covers(range, response.status))) {
    return { outcome: statusOutcome(response.status, latencyMs), error: statusFault(expected, response) };
  }
  const tlsFault = faultOfTls(expected.tls ?? {}, response.tls, now);
  if (tlsFault !== null) return { outcome: { outcome: 'bad', reason: 'tls', latencyMs }, error: tlsFault };
  const fault = contentFault(expected, response);
  if (fault !== null) return { outcome: { outcome: 'bad', reason: 'expectation', latencyMs }, error: fault };
  return { outcome: { outcome: 'ok', reason: null, latencyMs }, error: null };
}

/** A status that was not expected. Being refused or slowed down is about us, not about the service. */
export function statusOutcome(status: number, latencyMs: number): Outcome {
  if (status === 429) return { outcome: 'unmeasured', reason: 'rate-limited', latencyMs: null };
  if (status === 401 || status === 403) {
    return { outcome: 'unmeasured', reason: 'credentials', latencyMs: null };
  }
  const isRedirect = status >= 300 && status <= 399;
  return { outcome: 'bad', reason: isRedirect ? 'redirect' : 'status', latencyMs };
}

function statusFault(expected: Expectation, response: EgressResponse): string {
  return `got status ${response.status}; expected ${expected.status.join(', ')}`;
}

function covers(range: number | string, status: number): boolean {
  if (typeof range === 'number') return range === status;
  const [first, last] = range.split('-').map(Number);
  return status >= (first ?? Infinity) && status <= (last ?? -Infinity);
}

function contentFault({ headers, body, json }: Expectation, response: EgressResponse): string | null {
  return (
    faultOfHeaders(headers ?? {}, response.headers) ??
    (body === undefined ? null : faultOfBody(body, response)) ??
    (json === undefined ? null : faultOfJson(json, readJson(response)))
  );
}
