// Samples read as response times, minute by minute: quantiles by nearest rank need every one of them.
import { outcomeCode } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import { cutSeries } from './cut-series.ts';
import { timeOf } from './minute-span.ts';
import type { MinuteSpan } from './minute-span.ts';
import { runsOf, sumBefore } from './runs.ts';
import type { SummedRuns } from './runs.ts';
import { toldOver } from './tallied.ts';
import type { Reading, VantageFacts } from './tallied.ts';

/** How many times each minute has, and all of them in order, as `timeReading` tells them. */
export type ToldTimes = { counts: SummedRuns; times: Uint32Array };

/**
 * How many times each minute has, and as numbers all of them in order, as tenths of a millisecond and one more;
 * `noTime` is a failed request without a response. One that is ok without a time says nothing of times and is left out.
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
    return { minutes: [runsOf(counts)], numbers: times.subarray(0, told) };
  },
};

export const noTime = 0;

/** The times of a span by its tallies; undefined where samples tell them. */
export function toldTimes(series: VantageFacts, span: MinuteSpan): ToldTimes | undefined {
  if (series.tallied === undefined) return undefined;
  const { minutes, numbers } = toldOver(series, span, timeReading);
  const [counts] = minutes;
  if (counts === undefined) {
    throw new TypeError('a tally of times has a column of counts, and this one has none');
  }
  return { counts, times: numbers };
}

/** The times of a run of minutes. */
export function timesWithin(
  { counts, times }: ToldTimes,
  { from, to }: { from: number; to: number },
): Uint32Array {
  return times.subarray(sumBefore(counts, from), sumBefore(counts, to));
}
