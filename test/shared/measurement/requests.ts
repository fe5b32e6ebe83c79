// Requests by their response times, as an indicator of latency grades them.
import { eventGrade } from '@upheld/shared/measurement/events';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import type { TimedSamples } from '@upheld/shared/measurement/quantiles';
import { MINUTE } from './any.ts';

/** One request a minute of one vantage; NaN got no response. All of them count. */
export function requestsTaking(times: number[]): TimedSamples {
  const window = { start: 0, end: times.length * MINUTE };
  return {
    plan: planMinutes({ window, scheduled: [window], exclusions: [], asOf: window.end }),
    at: Float64Array.from(times, (_, minute) => minute * MINUTE),
    grades: Uint32Array.from(times, () => eventGrade.bad),
    latencyMs: Float64Array.from(times),
  };
}
