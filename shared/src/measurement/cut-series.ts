// A stretch of a series, without copying its columns.
import type { SampleSeries } from '../facts/sample.ts';
import type { Interval } from '../time/instant.ts';
import { indexAtOrAfter } from './rising-column.ts';

/** The samples with `start <= at < end`. */
export function cutSeries(series: SampleSeries, { start, end }: Interval): SampleSeries {
  const { source, vantage, at, outcome, latencyMs, ageMs, status } = series;
  const [from, to] = [indexAtOrAfter(at, start), indexAtOrAfter(at, end)];
  return {
    ...{ source, vantage },
    at: at.subarray(from, to),
    outcome: outcome.subarray(from, to),
    latencyMs: latencyMs.subarray(from, to),
    ...(ageMs && { ageMs: ageMs.subarray(from, to) }),
    ...(status && { status: status.subarray(from, to) }),
  };
}
