// Latency: the share of requests that were answered within a threshold (measurement.md section 4).
import { z } from 'zod';
import { duration, oneOf } from '../agreement/fields.ts';
import { elapsedUnits } from '../agreement/durations.ts';
import { eventReading } from '../measurement/event-reading.ts';
import { eventGrade } from '../measurement/events.ts';
import type { MinutePlan } from '../measurement/minute-plan.ts';
import type { TimedSamples, TimedSeries } from '../measurement/quantiles.ts';
import { toldTimes, timeReading } from '../measurement/time-reading.ts';
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { milliseconds } from '../time/duration.ts';
import type { IndicatorKind } from './indicator.ts';
import { eventsOf, eventTerms, occurrencesOf, planned } from './occurrence-input.ts';
import type { Grading, PlannedEvents } from './occurrence-input.ts';

const terms = z.strictObject({
  threshold: duration(elapsedUnits, '200ms'),
  noResponse: oneOf(['slow', 'exclude']).default('slow'),
});

type Terms = z.output<typeof terms>;

export const latency: IndicatorKind<Terms> = {
  type: 'latency',
  terms,
  operators: ['>=', '>'],
  reads: ['samples', 'counts'],
  words: { unit: 'requests', good: 'fast enough', bad: 'slow or unanswered' },
  formula: ({ threshold, noResponse }) => {
    const [count, unit] = [threshold.match(/\d+/)?.[0], threshold.match(/\D+/)?.[0]];
    const counted = noResponse === 'slow' ? 'requests' : 'requests that got a response';
    return `requests answered in under ${count} ${unit} / ${counted}`;
  },
  measure(input) {
    const sources = planned(input);
    const { noResponse } = input.terms;
    const thresholdMs = milliseconds(input.terms.threshold);
    const events = eventsOf(sources, gradingOf(input.terms));
    const times = timesOf(events, noResponse);
    return { ...occurrencesOf(input, { sources, judged: 'good', events, thresholdMs }), times };
  },
  readings: ({ terms, grid }) => [eventReading(eventTerms(gradingOf(terms), grid)), timeReading],
};

function gradingOf(terms: Terms): Grading {
  const { threshold, noResponse } = terms;
  const fast: FastTerms = { thresholdMs: milliseconds(threshold), op: '<', noResponse };
  return { type: latency.type, terms, grade: (series) => gradeResponses(series, fast) };
}

/** Which responses are fast, and what becomes of requests that got none. */
export type FastTerms = { thresholdMs: number; op: '<' | '<='; noResponse: 'slow' | 'exclude' };

/**
 * Grades the requests: one with a response time by it, a failed one without a response as slow, or with
 * `exclude` not at all. An ok sample without a time (imports may have none) says nothing about latency.
 */
export function gradedResponses(
  sources: { plan: MinutePlan; vantages: SampleSeries[] }[],
  fast: FastTerms,
): TimedSamples[] {
  return sources.flatMap(({ plan, vantages }) =>
    vantages.map((series) => timedSeries(plan, series, gradeResponses(series, fast))),
  );
}

/** The times of the sources' events. */
function timesOf(events: PlannedEvents[], noResponse: Terms['noResponse']): TimedSeries[] {
  return events.map(({ plan, series, grades }) => {
    const told = toldTimes(series, plan);
    return told === undefined ? timedSeries(plan, series, grades) : { plan, told, noResponse };
  });
}

function timedSeries(plan: MinutePlan, { at, latencyMs }: SampleSeries, grades: Uint32Array): TimedSamples {
  return { plan, at, latencyMs, grades };
}

/**
 * 200.0 ms is not `< 200`. Fast and slow come in no order that a processor could foresee, so a time is
 * graded without a branch: that halves what a quarter costs.
 */
function gradeResponses(
  { outcome, latencyMs }: SampleSeries,
  { thresholdMs, op, noResponse }: FastTerms,
): Uint32Array {
  const orEqual = Number(op === '<=');
  const failed = noResponse === 'slow' ? eventGrade.bad : eventGrade.none;
  const grades = new Uint32Array(outcome.length);
  for (let place = 0; place < outcome.length; place++) {
    const time = latencyMs[place] ?? NaN;
    const isFast = Number(time < thresholdMs) | (Number(time === thresholdMs) & orEqual);
    if (!Number.isNaN(time)) grades[place] = eventGrade.bad - isFast * (eventGrade.bad - eventGrade.good);
    else if (outcome[place] === outcomeCode.bad) grades[place] = failed;
  }
  return grades;
}
