// The checks of a promise: its samples, each good or bad as the promise itself takes it. A bad check of
// latency is a slow one, of an error rate a failed one, of freshness a stale one.
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import type { IndicatorInput, IndicatorKind, MeasuredSource } from '../indicators/indicator.ts';
import { indexAtOrAfter } from '../measurement/rising-column.ts';
import { holdMs } from '../measurement/vantage-minutes.ts';
import { MINUTE } from '../time/instant.ts';

/**
 * The sources of a promise that is counted in events, with the outcome of every sample that bears on the
 * window as the indicator judges it; what it does not count is unmeasured.
 */
export function checksOf(kind: IndicatorKind, input: IndicatorInput<unknown>): MeasuredSource[] {
  return input.sources.map((source) => ({
    ...source,
    vantages: source.vantages.map((series) => {
      const start = input.window.start - holdMs(source.grid.everyMs);
      return judgedOneByOne(kind, input, source, cut(series, start, input.window.end));
    }),
  }));
}

/**
 * Each sample is put into a minute of its own, so that the counts of the minutes say of each sample whether
 * it counts and is good. In this way no kind needs a second description of its events, which could differ.
 */
function judgedOneByOne(
  kind: IndicatorKind,
  input: IndicatorInput<unknown>,
  { source }: MeasuredSource,
  series: SampleSeries,
): SampleSeries {
  const minutes = { start: 0, end: series.at.length * MINUTE };
  if (minutes.end === 0) return series;
  const apart = { ...series, at: series.at.map((_, place) => place * MINUTE) };
  const alone = { source, grid: { phaseMs: 0, everyMs: MINUTE }, vantages: [apart] };
  const measured = kind.measure({
    ...input,
    sources: [alone],
    window: minutes,
    scheduled: [minutes],
    exclusions: [],
    asOf: minutes.end,
  });
  if (measured.by !== 'events') return series;
  const { good, total } = measured.events;
  const outcome = series.outcome.map((_, place) => outcomeOf(good[place] ?? 0, total[place] ?? 0));
  const { source: name, vantage, at, latencyMs } = series;
  return { source: name, vantage, at, outcome, latencyMs };
}

function outcomeOf(good: number, total: number): number {
  if (total === 0) return outcomeCode.unmeasured;
  return good === total ? outcomeCode.ok : outcomeCode.bad;
}

function cut(series: SampleSeries, start: number, end: number): SampleSeries {
  const [from, to] = [indexAtOrAfter(series.at, start), indexAtOrAfter(series.at, end)];
  const { at, outcome, latencyMs, ageMs, status } = series;
  return {
    ...series,
    at: at.subarray(from, to),
    outcome: outcome.subarray(from, to),
    latencyMs: latencyMs.subarray(from, to),
    ...(ageMs && { ageMs: ageMs.subarray(from, to) }),
    ...(status && { status: status.subarray(from, to) }),
  };
}
