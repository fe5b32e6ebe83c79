// One HTTP request to a partner's endpoint, and whether the answer is what the agreement expects.
import { oneOf } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { expectation } from '../egress/expectation.ts';
import { exchange, httpTerms, longestExchangeMs, mostExchangeRequests } from '../egress/http-terms.ts';
import { judge } from '../egress/judge.ts';
import { seenIn } from '../egress/seen.ts';
import type { Attempt, ProbeContext, ProbeKind } from './probe.ts';

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const bodyRule = such('GET, HEAD and OPTIONS carry no body: leave it out or send it with', 'method: POST');
const headRule = such('an answer to HEAD has no body to expect json or body of: use', 'method: GET');
const tlsRule = such('only https has TLS to expect: use', 'https://api.example.com/health');
const bodyText = such('a body is text', `'{"query":"{ ping }"}'`);

const spec = part('the spec of an http source has a url', '{ url: "https://api.example.com/health" }', {
  ...httpTerms,
  method: oneOf(methods).default('GET'),
  body: z
    .string(bodyText)
    .max(64 * 1024, bodyText)
    .optional(),
  expect: expectation.prefault({}),
})
  .refine(({ method, body }) => body === undefined || !bodiless(method), { path: ['body'], error: bodyRule })
  .refine(({ method, expect }) => method !== 'HEAD' || (expect.json ?? expect.body) === undefined, {
    path: ['method'],
    error: headRule,
  })
  .refine(({ url, expect }) => expect.tls === undefined || url.startsWith('https:'), {
    path: ['url'],
    error: tlsRule,
  });

export type HttpSpec = z.output<typeof spec>;

/** The `http` source kind. */
export const http = {
  type: 'http',
  spec,
  longestMs: longestExchangeMs,
  mostRequests: mostExchangeRequests,
  probe,
} satisfies ProbeKind<HttpSpec>;

async function probe(terms: HttpSpec, context: ProbeContext): Promise<Attempt> {
  const exchanged = await exchange(terms, { method: terms.method, body: terms.body }, context);
  if (!exchanged.answered) return exchanged.attempt;
  const { response, latencyMs } = exchanged;
  const now = context.now();
  const { outcome, error } = judge(terms.expect, response, latencyMs, now);
  return { ...outcome, phases: response.phases, status: response.status, error, seen: seenIn(response, now) };
}

function bodiless(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method);
}
