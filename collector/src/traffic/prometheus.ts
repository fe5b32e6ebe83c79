// Requests that a partner's Prometheus counted, or whatever answers its API: two instant queries an hour, at
// the hour's end, for all requests and for the bad ones or those within a threshold.
import { elapsedUnits } from '@upheld/shared/agreement/durations';
import { duration, httpUrl } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { milliseconds } from '@upheld/shared/time/duration';
import type { Interval } from '@upheld/shared/time/instant';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { httpTerms } from '../egress/http-terms.ts';
import { askHistory, askQuery } from '../promql/api.ts';
import { judgeCounts } from '../promql/counts.ts';
import { histogramName, hourQuery, labelMatchers } from '../promql/fields.ts';
import { histogramQueries } from '../promql/histogram.ts';
import type { ReadHour, TrafficContext, TrafficKind, Unread } from './traffic.ts';

const base = 'https://prometheus.example.com';
const urlRule = such('url is the base of a Prometheus, without /api/v1', base);
const pairRule = such(
  'a source is counted by total and bad, or by histogram and threshold with or without a selector',
  '{ total: "sum(increase(requests_total[1h]))", bad: "sum(increase(errors_total[1h])) or vector(0)" }',
);
const backfillRule = such('backfill is at most 92d, the longest quarter', '31d');

/** An hour's number has no latency of its own. */
const asking = z.object(httpTerms).omit({ latency: true }).shape;

const spec = part(
  'the spec of a prometheus source has a url and queries',
  `{ url: "${base}", total: ..., bad: ... }`,
  {
    ...asking,
    url: httpUrl(base).refine((url) => !/\/api\/v1(\/|$)/.test(new URL(url).pathname), urlRule),
    total: hourQuery.optional(),
    bad: hourQuery.optional(),
    histogram: histogramName.optional(),
    selector: labelMatchers.optional(),
    /** Who takes exactly as long is within it: buckets include their bound. */
    threshold: duration(['ms', 's', 'm'], '200ms').optional(),
    /** How long after its end an hour is asked for: until then its last scrapes may still arrive. */
    settle: duration(elapsedUnits, '5m').default('5m'),
    /** How far back hours are asked for that were never read. */
    backfill: duration(elapsedUnits, '31d')
      .refine((text) => milliseconds(text) <= milliseconds('92d'), backfillRule)
      .default('92d'),
  },
).refine(isOnePair, pairRule);

export type PrometheusSpec = z.output<typeof spec>;

/** The `prometheus` source kind. */
export const prometheus = {
  type: 'prometheus',
  spec,
  countsOver: ({ threshold }) => threshold ?? null,
  reach: ({ settle, backfill }) => ({ settleMs: milliseconds(settle), backfillMs: milliseconds(backfill) }),
  read,
  history: askHistory,
} satisfies TrafficKind<PrometheusSpec>;

/**
 * The hash is taken over the bodies of both answers as they came, in their order, with nothing in between:
 * `cat total.json part.json | sha256sum` gives it again.
 */
async function read(
  terms: PrometheusSpec,
  { end }: Interval,
  context: TrafficContext,
): Promise<ReadHour | Unread> {
  const { total, part: query, partIs, thresholdMs } = questionsOf(terms);
  const all = await askQuery(terms, total, end, context);
  if (!all.ok) return all;
  const some = await askQuery(terms, query, end, context);
  if (!some.ok) return some;
  const answerHash = createHash('sha256').update(all.body).update(some.body).digest('hex');
  const judged = judgeCounts({ total: all.value, part: some.value, partIs });
  return { ok: true, queries: [total, query], answerHash, thresholdMs, ...judged };
}

type Questions = { total: string; part: string; partIs: 'bad' | 'good'; thresholdMs: number | null };

function questionsOf({ total, bad, histogram, selector, threshold }: PrometheusSpec): Questions {
  if (total !== undefined && bad !== undefined) return { total, part: bad, partIs: 'bad', thresholdMs: null };
  if (histogram === undefined || threshold === undefined) {
    throw new TypeError('The spec was not read by its schema.');
  }
  const thresholdMs = milliseconds(threshold);
  const queries = histogramQueries(histogram, selector, thresholdMs);
  return { total: queries.total, part: queries.good, partIs: 'good', thresholdMs };
}

/** A spec that says nothing twice and leaves nothing open. */
function isOnePair({ total, bad, histogram, selector, threshold }: Record<string, unknown>): boolean {
  const given = (...values: unknown[]) => values.filter((value) => value !== undefined).length;
  const byQueries = given(total, bad) === 2 && given(histogram, selector, threshold) === 0;
  const byHistogram = given(histogram, threshold) === 2 && given(total, bad) === 0;
  return byQueries || byHistogram;
}
