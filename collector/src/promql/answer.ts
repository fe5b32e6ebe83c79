// Reads what a Prometheus answers to an instant query, and says why it cannot be taken. Strict in what it
// takes for a number of that hour; members that other products add are left alone.
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';
import { anyList } from '../egress/bounded-list.ts';
import { readJson } from '../egress/json-body.ts';
import type { EgressResponse } from '../egress/request.ts';
import { retryAfterMs } from '../egress/retry-after.ts';
import type { Unread } from '../traffic/traffic.ts';
import { numberPattern } from './counts.ts';

/** The number as text, null where the query gave no series; `body` is the whole answer as it came. */
export type Answer = { ok: true; value: string | null; body: Buffer };

const sample = z.tuple([z.number(), z.string().regex(numberPattern)]);

const element = z.object({ value: sample });

const schema = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: anyList }),
    z.object({ resultType: z.literal('scalar'), result: sample }),
  ]),
  warnings: anyList.nullish(),
  /** VictoriaMetrics' word for what others tell in `warnings`. */
  isPartial: z.boolean().optional(),
});

/** The number at `at`, in a response with any status. */
export function readAnswer(response: EgressResponse, at: Instant): Answer | Unread {
  const refused = refusal(response) ?? ahead(response, at);
  if (refused !== null) return refused;
  const json = readJson(response);
  if (!json.ok) return unread('source', 'protocol', `its answer cannot be read: ${json.fault}`);
  const parsed = schema.safeParse(json.value);
  if (!parsed.success) return unread('hour', 'series', noNumber);
  const { data, warnings, isPartial } = parsed.data;
  if (isPartial === true || (warnings ?? []).length > 0) return unread('hour', 'partial', partial);
  const series = data.resultType === 'scalar' ? [{ value: data.result }] : data.result;
  if (series.length > 1) return unread('hour', 'series', several(series.length));
  if (series.length === 0) return { ok: true, value: null, body: response.body };
  const only = element.safeParse(series[0]);
  if (!only.success) return unread('hour', 'series', noNumber);
  const [seconds, value] = only.data.value;
  if (seconds * 1000 !== at) return unread('source', 'protocol', otherInstant);
  return { ok: true, value, body: response.body };
}

const noNumber =
  'its answer holds no number as the API of Prometheus gives one; ask for one number an hour, such as sum(increase(http_requests_total[1h]))';
const partial =
  'its answer comes with warnings, so part of what was counted may be missing; it is asked again';
const otherInstant = 'it answers for another instant than the one that it was asked for';
const several = (count: number) =>
  `the query gives ${count} series where an hour has one number; aggregate them with sum()`;

type Refused = [Unread['about'], Unread['reason'], string];

/** Storage that is broken in one place says so, with 422 or 500, only for the hours that lie there. */
const meanings: Record<number, Refused> = {
  400: ['source', 'query', 'it cannot read the query'],
  401: ['source', 'credentials', 'it does not know us'],
  403: ['source', 'credentials', 'it does not let us in'],
  404: ['source', 'status', 'url has to be the base that /api/v1/query stands under'],
  422: ['hour', 'query', 'it cannot answer the query'],
  429: ['source', 'rate-limited', 'it is asked too often'],
  500: ['hour', 'query', 'it cannot answer the query'],
};

/** Why a response of this status is none that can be read; null where it can. */
export function refusal({ status, headers }: EgressResponse): Unread | null {
  if (status >= 200 && status <= 299) return null;
  const other = status >= 300 && status <= 399 ? 'redirect' : 'status';
  const [about, reason, meaning] = meanings[status] ?? ['source', other, 'it is not there for us'];
  const words = `it answers with status ${status}: ${meaning}`;
  return { ...unread(about, reason, words), retryAfterMs: retryAfterMs(headers) };
}

/** An hour that is not over by the source's own clock would be read half, and a slice is read once. */
function ahead({ headers }: EgressResponse, at: Instant): Unread | null {
  if (!(Date.parse(headers['date'] ?? '') < at)) return null;
  return unread('source', 'clock', 'by its clock the hour is not over; set the clocks of both right');
}

/** What could not be had, and that it did not say when to ask again. */
export function unread(about: Unread['about'], reason: Unread['reason'], words: string): Unread {
  return { ok: false, about, reason, words, retryAfterMs: null };
}
