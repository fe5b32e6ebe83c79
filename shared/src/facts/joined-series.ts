// Series of one source that were read stretch by stretch, as one for each vantage.
import type { SampleSeries } from './sample.ts';

/** The series of each vantage one after the other; `parts` come in order of time, vantages in that of `order`. */
export function joinedSeries(parts: SampleSeries[], order: string[]): SampleSeries[] {
  const byVantage = Map.groupBy(parts, ({ vantage }) => vantage);
  return [...new Set([...order, ...byVantage.keys()])].flatMap((vantage) => {
    const [first, ...others] = byVantage.get(vantage) ?? [];
    return first === undefined ? [] : [joined(first, others)];
  });
}

function joined(first: SampleSeries, others: SampleSeries[]): SampleSeries {
  if (others.length === 0) return first;
  const all = [first, ...others];
  const length = all.reduce((sum, { at }) => sum + at.length, 0);
  const { source, vantage } = first;
  const series: SampleSeries = {
    ...{ source, vantage },
    at: new Float64Array(length),
    outcome: new Uint8Array(length),
    latencyMs: new Float64Array(length),
    ...(all.some(({ ageMs }) => ageMs) && { ageMs: new Float64Array(length).fill(NaN) }),
    ...(all.some(({ status }) => status) && { status: new Uint16Array(length) }),
  };
  let next = 0;
  for (const { at, outcome, latencyMs, ageMs, status } of all) {
    series.at.set(at, next);
    series.outcome.set(outcome, next);
    series.latencyMs.set(latencyMs, next);
    if (ageMs) series.ageMs?.set(ageMs, next);
    if (status) series.status?.set(status, next);
    next += at.length;
  }
  return series;
}
