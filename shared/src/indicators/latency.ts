// Latency: the share of requests that were answered within a threshold (measurement.md section 4).
import { z } from 'zod';
import { duration, oneOf } from '../agreement/fields.ts';
import { elapsedUnits } from '../agreement/durations.ts';
import { eventGrade } from '../measurement/events.ts';
import type { EventColumns } from '../measurement/events.ts';
import { countedRuns } from '../measurement/minute-plan.ts';
import type { MinutePlan } from '../measurement/minute-plan.ts';
import { placesOf } from '../measurement/minute-span.ts';
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { milliseconds } from '../time/duration.ts';
import type { IndicatorKind } from './indicator.ts';
import { eventsOf, occurrencesOf, planned } from './occurrence-input.ts';

const terms = z.strictObject({
  threshold: duration(elapsedUnits, '200ms'),
  noResponse: oneOf(['slow', 'exclude']).default('slow'),
});

type Terms = z.output<typeof terms>;

export const latency: IndicatorKind<Terms> = {
  type: 'latency',
  terms,
  operators: ['>=', '>'],
  words: { unit: 'requests', good: 'fast enough', bad: 'slow or unanswered' },
  formula: ({ threshold, noResponse }) => {
    const [count, unit] = [threshold.match(/\d+/)?.[0], threshold.match(/\D+/)?.[0]];
    const counted = noResponse === 'slow' ? 'requests' : 'requests that got a response';
    return `requests answered in under ${count} ${unit} / ${counted}`;
  },
  measure(input) {
    const sources = planned(input);
    const { noResponse } = input.terms;
    const fast = { thresholdMs: milliseconds(input.terms.threshold), op: '<', noResponse } as const;
    const { events, times } = countResponses(sources, fast);
    return { ...occurrencesOf(sources, 'good'), events, times };
  },
};

/** Which responses are fast, and what becomes of requests that got none. */
export type FastTerms = { thresholdMs: number; op: '<' | '<='; noResponse: 'slow' | 'exclude' };

/**
 * Counts the requests in minutes that count: one with a response time by it, a failed one without a
 * response as slow, or with `exclude` not at all. An ok sample without a time (imports may have none)
 * says nothing about latency. `times` are those counted, in milliseconds, NaN without response.
 */
export function countResponses(
  sources: { plan: MinutePlan; vantages: SampleSeries[] }[],
  fast: FastTerms,
): { events: EventColumns; times: Float64Array[]; withoutResponse: number } {
  return { events: eventsOf(sources, (series) => gradeResponses(series, fast)), ...timesOf(sources, fast) };
}

function gradeResponses({ at, outcome, latencyMs }: SampleSeries, fast: FastTerms): Uint8Array {
  const failed = fast.noResponse === 'slow' ? eventGrade.bad : eventGrade.none;
  const grades = new Uint8Array(at.length);
  for (let place = 0; place < at.length; place++) {
    const time = latencyMs[place] ?? NaN;
    if (isFast(time, fast)) grades[place] = eventGrade.good;
    else if (!Number.isNaN(time)) grades[place] = eventGrade.bad;
    else if (outcome[place] === outcomeCode.bad) grades[place] = failed;
  }
  return grades;
}

/** The response times of the requests that count, as pieces of the samples' own columns: a copy of a quarter costs more than its count. */
function timesOf(
  sources: { plan: MinutePlan; vantages: SampleSeries[] }[],
  { noResponse }: FastTerms,
): { times: Float64Array[]; withoutResponse: number } {
  const taken: Taken = { times: [], withoutResponse: 0 };
  for (const { plan, vantages } of sources) {
    for (const series of vantages) {
      for (const run of countedRuns(plan)) {
        takeTimes(taken, series, placesOf(series.at, plan, run), noResponse);
      }
    }
  }
  return taken;
}

type Taken = { times: Float64Array[]; withoutResponse: number };

function takeTimes(
  taken: Taken,
  { outcome, latencyMs }: SampleSeries,
  { from, to }: { from: number; to: number },
  noResponse: FastTerms['noResponse'],
): void {
  let start = from;
  for (let place = from; place < to; place++) {
    if (!Number.isNaN(latencyMs[place])) continue;
    const isUnanswered = outcome[place] === outcomeCode.bad;
    if (isUnanswered) taken.withoutResponse += 1;
    if (isUnanswered && noResponse === 'slow') continue;
    if (start < place) taken.times.push(latencyMs.subarray(start, place));
    start = place + 1;
  }
  if (start < to) taken.times.push(latencyMs.subarray(start, to));
}

/** 200.0 ms is not `< 200`; NaN, no response, is never fast. */
function isFast(timeMs: number, { thresholdMs, op }: FastTerms): boolean {
  return op === '<' ? timeMs < thresholdMs : timeMs <= thresholdMs;
}
