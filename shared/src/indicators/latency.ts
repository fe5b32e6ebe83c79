// Latency: the share of requests that were answered within a threshold (measurement.md section 4).
import { z } from 'zod';
import { duration, oneOf } from '../agreement/fields.ts';
import { elapsedUnits } from '../agreement/durations.ts';
import { addEvent, noEvents, visitEvents } from '../measurement/events.ts';
import type { EventColumns } from '../measurement/events.ts';
import type { MinutePlan } from '../measurement/minute-plan.ts';
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { milliseconds } from '../time/duration.ts';
import type { IndicatorKind } from './indicator.ts';
import { occurrencesOf, planned } from './occurrence-input.ts';

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
): { events: EventColumns; times: Float64Array; withoutResponse: number } {
  const events = noEvents(sources[0]?.plan ?? { first: 0, count: 0 });
  const times = new Float64Array(sampleCount(sources));
  let counted = 0;
  let withoutResponse = 0;
  for (const { plan, vantages } of sources) {
    for (const series of vantages) {
      visitEvents(series, plan, (place, minute, isForgiven) => {
        const time = series.latencyMs[place] ?? NaN;
        const gotResponse = !Number.isNaN(time);
        if (!gotResponse && series.outcome[place] === outcomeCode.ok) return;
        if (!gotResponse) withoutResponse += 1;
        if (!gotResponse && fast.noResponse === 'exclude') return;
        times[counted++] = time;
        addEvent(events, minute, isForgiven || isFast(time, fast));
      });
    }
  }
  return { events, times: times.subarray(0, counted), withoutResponse };
}

/** 200.0 ms is not `< 200`; NaN, no response, is never fast. */
function isFast(timeMs: number, { thresholdMs, op }: FastTerms): boolean {
  return op === '<' ? timeMs < thresholdMs : timeMs <= thresholdMs;
}

function sampleCount(sources: { vantages: SampleSeries[] }[]): number {
  return sources.flatMap(({ vantages }) => vantages).reduce((sum, { at }) => sum + at.length, 0);
}
