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
});
