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
  const parts = piecesOf(span, series.tallied).map((piece) => partOf(series, span, piece));
  const joined = emptySeries(
    series,
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let next = 0;
  for (const { length, addTo } of parts) {
    addTo(joined, next);
    next += length;
  }
  return joined;
}

/** How many samples a piece has, and what puts them into columns from a place on. */
type Part = { length: number; addTo(joined: SampleSeries, from: number): void };

function partOf(series: SampleSeries, span: MinuteSpan, piece: Piece): Part {
  if (piece.stretch !== null) return talliedPart(piece.stretch, span, piece);
  const { at, outcome, latencyMs } = cutSeries(series, timeOf(span, piece));
  return {
    length: at.length,
    addTo(joined, from) {
      joined.at.set(at, from);
      joined.outcome.set(outcome, from);
      joined.latencyMs.set(latencyMs, from);
    },
  };
}

function talliedPart({ day, columns }: TalliedStretch, { first }: MinuteSpan, { from, to }: Piece): Part {
  const [counts = new Uint32Array(), times = new Uint32Array()] = columns(timeReading.name);
  const shift = first - day / MINUTE;
  const before = sum(counts, 0, from + shift);
  return {
    length: sum(counts, from + shift, to + shift),
    addTo({ at, outcome, latencyMs }, place) {
      let next = before;
      let target = place;
      for (let minute = from; minute < to; minute++) {
        for (let left = counts[minute + shift] ?? 0; left > 0; left--) {
          const time = times[next++] ?? noTime;
          at[target] = (first + minute) * MINUTE;
          outcome[target] = time === noTime ? outcomeCode.bad : outcomeCode.ok;
          latencyMs[target++] = time === noTime ? NaN : (time - 1) / 10;
        }
      }
    },
  };
}

function emptySeries({ source, vantage }: SampleSeries, length: number): SampleSeries {
  return {
    ...{ source, vantage },
    at: new Float64Array(length),
    outcome: new Uint8Array(length),
    latencyMs: new Float64Array(length),
  };
}

function sum(counts: Uint32Array, from: number, to: number): number {
  let total = 0;
  for (let place = from; place < to; place++) total += counts[place] ?? 0;
  return total;
}
