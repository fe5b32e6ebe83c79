// Holds a response against what was expected of it and names the outcome (measurement.md section 2).
import type { Outcome } from '@upheld/shared/facts/sample';
import type { Instant } from '@upheld/shared/time/instant';
import type { Expectation } from './expectation.ts';
import { readJson } from './json-body.ts';
import { valueAt } from './json-pointer.ts';
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
  const jsonFault = expected.json === undefined ? null : faultOfJson(expected.json, response);
  if (jsonFault !== null) {
    return { outcome: { outcome: 'bad', reason: 'expectation', latencyMs }, error: jsonFault };
  }
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

function faultOfJson(expected: NonNullable<Expectation['json']>, response: EgressResponse): string | null {
  const json = readJson(response);
  if (!json.ok) return json.fault;
  for (const [pointer, value] of Object.entries(expected)) {
    const got = valueAt(json.value, pointer);
    if (got !== value) return `${pointer}: got ${shown(got)}; expected ${JSON.stringify(value)}`;
  }
  return null;
}

/** Text is never quoted: it may be anything, our own token or a person's data included. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return 'other text';
  return typeof value === 'object' && value !== null ? 'an object or a list' : String(value);
}
