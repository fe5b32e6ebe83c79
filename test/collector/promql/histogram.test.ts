import { describe, expect, it } from 'vitest';
import { histogramQueries } from '@upheld/collector/promql/histogram';

describe('the queries of a histogram', () => {
  it('count an hour of all requests and of those within the threshold, under the same labels', () => {
    expect(histogramQueries('http_seconds', ' job="orders" ', 200)).toEqual({
      total: 'sum(increase(http_seconds_bucket{job="orders",le="+Inf"}[1h]))',
      good: 'sum(increase(http_seconds_bucket{job="orders",le=~"0[.]20*"}[1h]))',
    });
    expect(histogramQueries('http_seconds', undefined, 200).total).toBe(
      'sum(increase(http_seconds_bucket{le="+Inf"}[1h]))',
    );
  });

  it.each([
    [200, ['0.2', '0.20', '0.200'], ['0.02', '0.25', '0.201', '10.2', '1.2', '0x2']],
    [5, ['0.005', '0.0050'], ['0.05', '0.5']],
    [250, ['0.25', '0.250'], ['0.2', '0.255']],
    [1000, ['1', '1.0', '1.00'], ['10', '1.5', '0.1', '1.']],
    [1500, ['1.5', '1.50'], ['1', '15']],
    [10_000, ['10', '10.0'], ['1', '100']],
    [60_000, ['60', '60.0'], ['6', '600']],
  ])('find the bound of %i ms however it is written', (thresholdMs, found, others) => {
    const pattern = /le=~"(.*)"/.exec(histogramQueries('a', undefined, thresholdMs).good)?.[1] ?? '';
    // As Prometheus anchors it.
    const anchored = new RegExp(`^(?:${pattern})$`);
    expect(found.filter((le) => !anchored.test(le))).toEqual([]);
    expect(others.filter((le) => anchored.test(le))).toEqual([]);
  });
});
