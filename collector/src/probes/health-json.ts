// A health endpoint that says in words how its service is. The words are kept as a report; the slot is ok
// while they are among those that the agreement accepts.
import { elapsedUnits } from '@upheld/shared/agreement/durations';
import { duration, oneOf, text } from '@upheld/shared/agreement/fields';
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { Outcome } from '@upheld/shared/facts/sample';
import type { StatusReport } from '@upheld/shared/facts/status-report';
import { milliseconds } from '@upheld/shared/time/duration';
import type { z } from 'zod';
import { exchange, httpTerms, longestExchangeMs, mostExchangeRequests } from '../egress/http-terms.ts';
import { readJson } from '../egress/json-body.ts';
import { statusOutcome } from '../egress/judge.ts';
import type { EgressResponse } from '../egress/request.ts';
import { seenIn } from '../egress/seen.ts';
import type { HealthReading } from '../health/health-format.ts';
import { healthFormats, readHealth } from '../health/registry.ts';
import type { Attempt, ProbeContext, ProbeKind } from './probe.ts';

/** What these formats can say; `unknown` is never accepted. */
const statuses = ['operational', 'degraded', 'major_outage'] as const;

const componentRule = such(
  'Kubernetes has a URL for each check: leave component out and use',
  'url: .../readyz/etcd',
);

const spec = part('the spec of a health-json source has a url', '{ url: "https://api.example.com/health" }', {
  ...httpTerms,
  format: oneOf(healthFormats).default('auto'),
  accept: list('accept is a list of statuses', '[operational, degraded]', oneOf(statuses), 1).default([
    'operational',
    'degraded',
  ]),
  /** One part of the service, by its name in the answer; the whole where it is left out. */
  component: text('a component', 'database').optional(),
  /** How old an answer from a cache, and a check that tells its time, may be. */
  maxAge: duration(elapsedUnits, '5m').optional(),
}).refine(({ format, component }) => format !== 'kubernetes' || component === undefined, {
  path: ['component'],
  error: componentRule,
});

export type HealthJsonSpec = z.output<typeof spec>;

/** The `health-json` source kind. */
export const healthJson = {
  type: 'health-json',
  spec,
  longestMs: longestExchangeMs,
  mostRequests: mostExchangeRequests,
  probe,
} satisfies ProbeKind<HealthJsonSpec>;

async function probe(terms: HealthJsonSpec, context: ProbeContext): Promise<Attempt> {
  const exchanged = await exchange(terms, {}, context);
  if (!exchanged.answered) return exchanged.attempt;
  const { response, latencyMs } = exchanged;
  const { phases, status } = response;
  const seen = seenIn(response, context.now());
  const byStatus = statusOutcome(status, latencyMs);
  // A redirect, and a refusal of ours, say nothing of health.
  if (byStatus.reason !== 'status') {
    return { ...byStatus, phases, status, error: `got status ${status}; expected a report of health`, seen };
  }
  const reading = readFrom(response, terms);
  const report: StatusReport = { status: reading.status, maintenance: [] };
  return {
    ...judgeReading(reading, terms, { code: status, latencyMs }),
    phases,
    status,
    seen: { ...seen, report },
  };
}

function readFrom(response: EgressResponse, { format, component, maxAge }: HealthJsonSpec): HealthReading {
  const { status: code, headers } = response;
  const maxAgeMs = maxAge === undefined ? null : milliseconds(maxAge);
  return readHealth(
    format,
    { code, headers, body: readJson(response) },
    { component: component ?? null, maxAgeMs },
  );
}

/** An error page without a word that could be held against `accept` is bad by its HTTP status. */
function judgeReading(
  { status, fault }: HealthReading,
  { accept }: HealthJsonSpec,
  { code, latencyMs }: { code: number; latencyMs: number },
): Outcome & { error: string | null } {
  if (accept.some((one) => one === status)) return { outcome: 'ok', reason: null, latencyMs, error: null };
  const error = fault ?? `the service says ${status}; expected ${accept.join(' or ')}`;
  const isErrorPage = fault !== null && code >= 400;
  return isErrorPage
    ? { outcome: 'bad', reason: 'status', latencyMs, error: `got status ${code}, and ${error}` }
    : { outcome: 'bad', reason: 'expectation', latencyMs, error };
}
