// Requests with and without response times as the series and the plan that the collector would judge.
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import type { MinutePlan } from '@upheld/shared/measurement/minute-plan';
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { MINUTE } from '@upheld/shared/time/instant';

/** One request a minute, all of them scheduled and elapsed; null got no response. */
export function requestsOf(times: (number | null)[]): { plan: MinutePlan; vantages: SampleSeries[] } {
  const window = { start: 0, end: times.length * MINUTE };
  const series = {
    source: 'api',
    vantage: 'main',
    at: Float64Array.from(times, (_, minute) => minute * MINUTE),
    outcome: Uint8Array.from(times, (time) => (time === null ? outcomeCode.bad : outcomeCode.ok)),
    latencyMs: Float64Array.from(times, (time) => time ?? NaN),
  };
  return {
    plan: planMinutes({ window, scheduled: [window], exclusions: [], asOf: window.end }),
    vantages: [series],
  };
}
