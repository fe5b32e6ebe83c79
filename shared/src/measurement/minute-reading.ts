// Samples read as the states of minutes (measurement.md section 2).
import type { Ratio } from '../exact/ratio.ts';
import type { SampleSeries } from '../facts/sample.ts';
import type { MinuteSpan } from './minute-span.ts';
import { runsOf } from './runs.ts';
import { toldOver } from './tallied.ts';
import type { Reading, VantageFacts } from './tallied.ts';
import { goodMsNeeded, holdMs, vantageMinutes } from './vantage-minutes.ts';

/** The probing interval in milliseconds, and the part of the measured time that must be good. */
export type StateTerms = { everyMs: number; timeSliceTarget: Ratio };

/** One column: the state of each minute. */
export function minuteReading(terms: StateTerms): Reading {
  const { everyMs, timeSliceTarget } = terms;
  return {
    name: `minutes every ${everyMs} good from ${timeSliceTarget.num}/${timeSliceTarget.den}`,
    tally: (series, span) => ({
      minutes: [runsOf(Uint32Array.from(statesIn(series, span, terms)))],
      numbers: new Uint32Array(),
    }),
  };
}

/** The state of every minute of the span for one vantage, from its samples and its tallies. */
export function statesOf(series: VantageFacts, span: MinuteSpan, terms: StateTerms): Uint8Array {
  if (series.tallied === undefined) return statesIn(series, span, terms);
  const states = new Uint8Array(span.count);
  for (const { values, ends } of toldOver(series, span, minuteReading(terms)).minutes) {
    values.forEach((state, run) => states.fill(state, ends[run - 1] ?? 0, ends[run]));
  }
  return states;
}

function statesIn(
  series: SampleSeries,
  span: MinuteSpan,
  { everyMs, timeSliceTarget }: StateTerms,
): Uint8Array {
  return vantageMinutes(series, span, holdMs(everyMs), goodMsNeeded(timeSliceTarget));
}
