// What one vantage says about each minute (measurement.md section 2): a sample speaks until the next one,
// but no longer than its hold, and a minute is good, bad or unmeasured by what was said about it.
import type { Ratio } from '../exact/ratio.ts';
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import type { MinuteSpan } from './minute-span.ts';
import { minuteState } from './minute-state.ts';
import { indexAtOrAfter } from './rising-column.ts';

/** A minute is measured when at least this much of it is spoken for, in milliseconds. */
const MEASURED_MS = 30_000;

/**
 * How long a sample speaks at most, in whole milliseconds: 1.5 intervals. Samples that far before a
 * window still speak into it.
 */
export function holdMs(everyMs: number): number {
  return Math.floor(1.5 * everyMs);
}

/**
 * The state of every minute of the span for one vantage: hears the samples in order and closes each minute
 * once. All in one loop over columns, without a record
 * or a call per minute, because this is where every evaluation spends its time.
 */
export function vantageMinutes(
  series: SampleSeries,
  span: MinuteSpan,
  hold: number,
  neededGoodMs: (measuredMs: number) => number,
): Uint8Array {
  const { at, outcome } = series;
  const states = new Uint8Array(span.count);
  const zero = span.first * MINUTE;
  const end = span.count * MINUTE;
  let minute = 0;
  let minuteEnd = MINUTE;
  let measured = 0;
  let good = 0;
  for (let i = speakingFrom(outcome, indexAtOrAfter(at, zero - hold)); i < at.length;) {
    const next = nextSpeaking(series, i);
    const isOk = allOk(outcome, i, next);
    const from = (at[i] ?? end) - zero;
    const stop = Math.min((at[next] ?? Infinity) - zero, from + hold, end);
    for (let start = Math.max(from, 0); start < stop;) {
      if (start >= minuteEnd) {
        states[minute] = stateOf(measured, good, neededGoodMs);
        minute = start < minuteEnd + MINUTE ? minute + 1 : Math.floor(start / MINUTE);
        minuteEnd = (minute + 1) * MINUTE;
        measured = 0;
        good = 0;
      }
      const until = Math.min(stop, minuteEnd);
      measured += until - start;
      if (isOk) good += until - start;
      start = until;
    }
    i = from < end ? next : at.length;
  }
  if (span.count > 0) states[minute] = stateOf(measured, good, neededGoodMs);
  return states;
}

function stateOf(measuredMs: number, goodMs: number, neededGoodMs: (measuredMs: number) => number): number {
  if (measuredMs < MEASURED_MS) return minuteState.unmeasured;
  const isGood = goodMs === measuredMs || goodMs >= neededGoodMs(measuredMs);
  return isGood ? minuteState.good : minuteState.bad;
}

/** A slot that was not measured is no sample: it neither speaks nor ends what the last sample says. */
function speakingFrom(outcome: Uint8Array, place: number): number {
  let next = place;
  while (next < outcome.length && outcome[next] === outcomeCode.unmeasured) next += 1;
  return next;
}

/** The next sample at another instant than that at `place`. */
function nextSpeaking({ at, outcome }: SampleSeries, place: number): number {
  let next = place + 1;
  while (next < at.length && at[next] === at[place]) next += 1;
  return speakingFrom(outcome, next);
}

/** Of two samples at one instant the failed one speaks: whether none between the two places is bad. */
function allOk(outcome: Uint8Array, from: number, to: number): boolean {
  for (let place = from; place < to; place++) if (outcome[place] === outcomeCode.bad) return false;
  return true;
}

/** The least good time that reaches the target, per measured time; exact, and worked out once for each. */
export function goodMsNeeded({ num, den }: Ratio): (measuredMs: number) => number {
  const known = new Int32Array(MINUTE + 1).fill(-1);
  return (measuredMs) => {
    const needed = known[measuredMs] ?? -1;
    if (needed >= 0) return needed;
    const least = Number((BigInt(measuredMs) * num + den - 1n) / den);
    known[measuredMs] = least;
    return least;
  };
}
