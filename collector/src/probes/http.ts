// One HTTP request to a partner's endpoint, and whether the answer is what the agreement expects.
import { elapsedUnits } from '@upheld/shared/agreement/durations';
import { duration, httpUrl, oneOf } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { milliseconds } from '@upheld/shared/time/duration';
import { z } from 'zod';
import { EgressError } from '../egress.ts';
import { authorization, authorizationHeaders, missingSecret } from '../egress/authorization.ts';
import { expectation } from '../egress/expectation.ts';
import { blame } from '../egress/failure.ts';
import { requestHeaders } from '../egress/headers.ts';
import { judge } from '../egress/judge.ts';
import type { Attempt, ProbeContext, ProbeKind } from './probe.ts';

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const bodyRule = such('GET, HEAD and OPTIONS carry no body: leave it out or send it with', 'method: POST');
const headRule = such('an answer to HEAD has no body to expect JSON in: use', 'method: GET');
const tlsRule = such('only https has TLS to expect: use', 'https://api.example.com/health');
const bodyText = such('a body is text', `'{"query":"{ ping }"}'`);

const spec = part('the spec of an http source has a url', '{ url: "https://api.example.com/health" }', {
  url: httpUrl('https://api.example.com/health'),
  method: oneOf(methods).default('GET'),
  headers: requestHeaders.default({}),
  body: z
    .string(bodyText)
    .max(64 * 1024, bodyText)
    .optional(),
  /** For the whole request, from DNS to the last byte. */
  timeout: duration(elapsedUnits, '10s').default('10s'),
  auth: authorization.optional(),
  expect: expectation.prefault({}),
  /** `response`: from the request written on an open connection; `total`: DNS and connecting included. */
  latency: oneOf(['response', 'total']).default('response'),
})
  .refine(({ method, body }) => body === undefined || !bodiless(method), { path: ['body'], error: bodyRule })
  .refine(({ method, expect }) => expect.json === undefined || method !== 'HEAD', {
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
  longestMs: ({ timeout }) => milliseconds(timeout),
  probe,
} satisfies ProbeKind<HttpSpec>;

async function probe(terms: HttpSpec, context: ProbeContext): Promise<Attempt> {
  const identity = authorizationHeaders(terms.auth, context.secret);
  if (identity === null) return withoutCredentials(terms);
  try {
    const response = await context.egress({
      url: terms.url,
      method: terms.method,
      headers: { ...terms.headers, ...identity },
      deadlineMs: milliseconds(terms.timeout),
      ...(terms.body === undefined ? {} : { body: terms.body }),
    });
    const latencyMs = terms.latency === 'total' ? response.totalMs : response.latencyMs;
    const { outcome, error } = judge(terms.expect, response, latencyMs, context.now());
    return { ...outcome, phases: response.phases, status: response.status, error };
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    return { ...blame(error), phases: error.phases, status: null, error: `${error.code}: ${error.message}` };
  }
}

function withoutCredentials({ auth }: HttpSpec): Attempt {
  const error = auth === undefined ? null : missingSecret(auth);
  return { outcome: 'unmeasured', reason: 'credentials', latencyMs: null, phases: {}, status: null, error };
}

function bodiless(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method);
}
