// Samples read as response times, minute by minute: quantiles by nearest rank need every one of them.
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import { cutSeries } from './cut-series.ts';
import { timeOf } from './minute-span.ts';
import type { MinuteSpan } from './minute-span.ts';
import { piecesOf } from './tallied.ts';
import type { Piece, Reading, TalliedStretch, VantageFacts } from './tallied.ts';

/**
 * Two columns: how many times each minute has, and all of them in order, as tenths of a millisecond and one more;
 * 0 is a failed request without a response. One that is ok without a time says nothing of times and is left out.
 */
export const timeReading: Reading = {
  name: 'times',
  tally(series, span) {
    const { at, outcome, latencyMs } = cutSeries(series, timeOf(span, { from: 0, to: span.count }));
    const counts = new Uint32Array(span.count);
    const times = new Uint32Array(at.length);
    let told = 0;
    for (let place = 0; place < at.length; place++) {
      const time = latencyMs[place] ?? NaN;
      if (Number.isNaN(time) && outcome[place] !== outcomeCode.bad) continue;
      const minute = Math.floor((at[place] ?? 0) / MINUTE) - span.first;
      counts[minute] = (counts[minute] ?? 0) + 1;
      times[told++] = Number.isNaN(time) ? noTime : Math.round(time * 10) + 1;
    }
    return [counts, times.subarray(0, told)];
  },
};

const noTime = 0;

/** The samples of a span as far as times tell of them: those that were tallied stand at their minute's start. */
export function timedSamples(series: VantageFacts, span: MinuteSpan): SampleSeries {
  if (series.tallied === undefined) return series;
  const parts = piecesOf(span, series.tallied).map((piece) =>
    piece.stretch === null
      ? cutSeries(series, timeOf(span, piece))
      : talliedSamples(series, span, piece, piece.stretch),
  );
  const total = parts.reduce((sum, { at }) => sum + at.length, 0);
  const joined = emptySeries(series, total);
  let next = 0;
  for (const { at, outcome, latencyMs } of parts) {
    joined.at.set(at, next);
    joined.outcome.set(outcome, next);
    joined.latencyMs.set(latencyMs, next);
    next += at.length;
  }
  return joined;
}

function talliedSamples(
  series: SampleSeries,
  { first }: MinuteSpan,
  { from, to }: Piece,
  { day, columns }: TalliedStretch,
): SampleSeries {
  const [counts = new Uint32Array(), times = new Uint32Array()] = columns(timeReading.name);
  const shift = first - day / MINUTE;
  const before = sum(counts.subarray(0, from + shift));
  const samples = emptySeries(series, sum(counts.subarray(from + shift, to + shift)));
  let place = 0;
  for (let minute = from; minute < to; minute++) {
    for (let left = counts[minute + shift] ?? 0; left > 0; left--) {
      const time = times[before + place] ?? noTime;
      samples.at[place] = (first + minute) * MINUTE;
      samples.outcome[place] = time === noTime ? outcomeCode.bad : outcomeCode.ok;
      samples.latencyMs[place] = time === noTime ? NaN : (time - 1) / 10;
      place += 1;
    }
  }
  return samples;
}

function emptySeries({ source, vantage }: SampleSeries, length: number): SampleSeries {
  return {
    ...{ source, vantage },
    at: new Float64Array(length),
    outcome: new Uint8Array(length),
    latencyMs: new Float64Array(length),
  };
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
