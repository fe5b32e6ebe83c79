// Quantiles of response times, by nearest rank on raw samples and never averaged (measurement.md
// section 4, "Latency").
import type { Quantiles } from '../evaluation/statement.ts';

/**
 * The value at rank ceil(p·n/100) of the times in rising order, in milliseconds. NaN is a request
 * without response and ranks last. `times` is not changed.
 *
 *     quantiles(Float64Array.of(120, NaN, 90)); // { p50: 120, p95: 'no-response', p99: 'no-response' }
 */
export function quantiles(times: Float64Array): Quantiles {
  // A typed array sorts by number, NaN at the end.
  const sorted = times.toSorted();
  return { p50: atRank(sorted, 50), p95: atRank(sorted, 95), p99: atRank(sorted, 99) };
}

function atRank(sorted: Float64Array, percent: number): number | 'no-response' | null {
  const value = sorted[Math.ceil((percent * sorted.length) / 100) - 1];
  if (value === undefined) return null;
  return Number.isNaN(value) ? 'no-response' : value;
}
