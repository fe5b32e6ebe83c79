import { quantiles } from '@upheld/shared/measurement/quantiles';
import { describe, expect, it } from 'vitest';

describe('quantiles', () => {
  it('are values at ranks, with requests without response last', () => {
    // Ranks of 20: ceil(10) = 10, ceil(19) = 19, ceil(19.8) = 20, and the 20th got no response.
    const times = Float64Array.from({ length: 20 }, (_, index) => (index === 0 ? NaN : index));
    expect(quantiles([times])).toEqual({ p50: 10, p95: 19, p99: 'no-response' });
  });

  it('sort by number, leave the column as it was, and are null of nothing', () => {
    const times = Float64Array.of(100, 9, 20);
    expect(quantiles([times]).p50).toBe(20);
    expect([...times]).toEqual([100, 9, 20]);
    expect(quantiles([])).toEqual({ p50: null, p95: null, p99: null });
  });

  it('tell times of one millisecond apart, and rank times of many seconds by number', () => {
    expect(quantiles([Float64Array.of(7.3, 7.1), Float64Array.of(7.2)]).p50).toBe(7.2);
    // Of four the second: 8,191 ms and more are counted together and still ranked.
    expect(quantiles([Float64Array.of(60_000, 8190.9, 9000, 8191)])).toEqual({
      p50: 8191,
      p95: 60_000,
      p99: 60_000,
    });
  });
});
