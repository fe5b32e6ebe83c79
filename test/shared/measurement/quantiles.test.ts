import { eventGrade } from '@upheld/shared/measurement/events';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import { quantiles } from '@upheld/shared/measurement/quantiles';
import { describe, expect, it } from 'vitest';
import { MINUTE } from './any.ts';
import { requestsTaking } from './requests.ts';

describe('quantiles', () => {
  it('are values at ranks, with requests without response last', () => {
    // Ranks of 20: ceil(10) = 10, ceil(19) = 19, ceil(19.8) = 20, and the 20th got no response.
    const times = Array.from({ length: 20 }, (_, index) => (index === 0 ? NaN : index));
    expect(quantiles([requestsTaking(times)])).toEqual({ p50: 10, p95: 19, p99: 'no-response' });
  });

  it('sort by number, leave the column as it was, and are null of nothing', () => {
    const requests = requestsTaking([100, 9, 20]);
    expect(quantiles([requests]).p50).toBe(20);
    expect([...requests.latencyMs]).toEqual([100, 9, 20]);
    expect(quantiles([])).toEqual({ p50: null, p95: null, p99: null });
  });

  it('tell times of one millisecond apart, and rank times of many seconds by number', () => {
    expect(quantiles([requestsTaking([7.3, 7.1]), requestsTaking([7.2])]).p50).toBe(7.2);
    // Of four the second: 8,191 ms and more are counted together and still ranked.
    expect(quantiles([requestsTaking([60_000, 8190.9, 9000, 8191])])).toEqual({
      p50: 8191,
      p95: 60_000,
      p99: 60_000,
    });
  });

  it('are of the requests that say something, in minutes that count', () => {
    const requests = requestsTaking([10, 20, 30, NaN]);
    // The first minute is not scheduled, and the last request says nothing.
    const plan = planMinutes({
      window: { start: 0, end: 4 * MINUTE },
      scheduled: [{ start: MINUTE, end: 4 * MINUTE }],
      exclusions: [],
      asOf: 4 * MINUTE,
    });
    const grades = Uint32Array.of(eventGrade.good, eventGrade.good, eventGrade.bad, eventGrade.none);
    expect(quantiles([{ ...requests, plan, grades }])).toEqual({ p50: 20, p95: 30, p99: 30 });
  });
});
