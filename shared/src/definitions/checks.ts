// The checks of a promise: its samples, each good or bad as the promise itself takes it. A bad check of
// latency is a slow one, of an error rate a failed one, of freshness a stale one.
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import type { IndicatorInput, IndicatorKind, MeasuredSource } from '../indicators/indicator.ts';
import { cutSeries } from '../measurement/cut-series.ts';
import { eventGrade } from '../measurement/events.ts';
import { holdMs } from '../measurement/vantage-minutes.ts';

/**
 * The sources of a promise that is counted in events, with the outcome of every sample that bears on the
 * window as the indicator judges it; what it does not count is unmeasured.
 */
export function checksOf(kind: IndicatorKind, input: IndicatorInput<unknown>): MeasuredSource[] {
  return input.sources.map((source) => ({
    ...source,
    vantages: source.vantages.map((series) => {
      const start = input.window.start - holdMs(source.grid.everyMs);
      return gradedAlone(kind, input, source, cutSeries(series, { start, end: input.window.end }));
    }),
  }));
}

/** The grades of the indicator itself, so that no kind needs a second description of its events, which could differ. */
function gradedAlone(
  kind: IndicatorKind,
  input: IndicatorInput<unknown>,
  source: MeasuredSource,
  series: SampleSeries,
): SampleSeries {
  const measured = kind.measure({ ...input, sources: [{ ...source, vantages: [series] }] });
  if (measured.by !== 'events') return series;
  const grades = measured.events[0]?.grades ?? new Uint32Array(series.outcome.length);
  const { source: name, vantage, at, latencyMs } = series;
  return { source: name, vantage, at, outcome: Uint8Array.from(grades, outcomeOf), latencyMs };
}

function outcomeOf(grade: number): number {
  if (grade === eventGrade.none) return outcomeCode.unmeasured;
  return grade === eventGrade.good ? outcomeCode.ok : outcomeCode.bad;
}
