// The status page of a partner: what it says of itself, and the maintenance that it publishes. A second
// witness: the slot says whether the page could be read, and no promise is judged by it.
import { oneOf, text } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { nearestMaintenance } from '@upheld/shared/facts/nearest-maintenance';
import type { StatusReport } from '@upheld/shared/facts/status-report';
import type { Instant } from '@upheld/shared/time/instant';
import type { z } from 'zod';
import { expectation } from '../egress/expectation.ts';
import { exchange, httpTerms, longestExchangeMs, mostExchangeRequests } from '../egress/http-terms.ts';
import { readJson } from '../egress/json-body.ts';
import { judge } from '../egress/judge.ts';
import { seenIn } from '../egress/seen.ts';
import { readStatusPage, statusPageFormats } from '../health/status-pages/registry.ts';
import type { Attempt, ProbeContext, ProbeKind } from './probe.ts';

const spec = part(
  'the spec of a statuspage source has a url',
  '{ url: "https://status.example.com/api/v2/summary.json" }',
  {
    ...httpTerms,
    format: oneOf(statusPageFormats).default('auto'),
    /** One part of the page, by its name or id there; the whole page where it is left out. */
    component: text('a component', 'API').optional(),
  },
);

export type StatuspageSpec = z.output<typeof spec>;

/** Pages list every component and a history; a summary of a large one is longer than a health answer. */
const maxBytes = 1024 * 1024;

/** A report is kept with each change of it: what a page publishes beyond that is left out. */
const mostMaintenance = 50;

/** The `statuspage` source kind. */
export const statuspage = {
  type: 'statuspage',
  spec,
  feeds: 'report',
  longestMs: longestExchangeMs,
  mostRequests: mostExchangeRequests,
  probe,
} satisfies ProbeKind<StatuspageSpec>;

const answered = expectation.parse({});

async function probe(terms: StatuspageSpec, context: ProbeContext): Promise<Attempt> {
  const exchanged = await exchange(terms, { maxBytes }, context);
  if (!exchanged.answered) return exchanged.attempt;
  const { response, latencyMs } = exchanged;
  const { phases, status } = response;
  const now = context.now();
  const { outcome, error } = judge(answered, response, latencyMs, now);
  const seen = seenIn(response, now);
  if (outcome.outcome !== 'ok') return { ...outcome, phases, status, error, seen };
  const json = readJson(response);
  const read = json.ok ? readStatusPage(terms.format, json.value, terms.component ?? null) : null;
  if (read !== null) {
    const report = withinBounds(read, now);
    return { ...outcome, phases, status, error: null, seen: { ...seen, report } };
  }
  const fault = json.ok ? `the page is no status page of the format ${terms.format}` : json.fault;
  return { outcome: 'bad', reason: 'expectation', latencyMs, phases, status, error: fault, seen };
}

function withinBounds({ status, maintenance }: StatusReport, now: Instant): StatusReport {
  return { status, maintenance: [...nearestMaintenance(maintenance, now, mostMaintenance)] };
}
