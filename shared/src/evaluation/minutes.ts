// From samples to minutes (measurement.md section 2): each sample speaks until the next one, but no
// longer than 1.5 intervals, and a minute is good, bad or unmeasured by what was said about it.
// Everything is kept in columns and visited once, because a quarter is 131,040 minutes.
import type { Ratio } from '../exact/ratio.ts';
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import type { Instant, Interval } from '../time/instant.ts';
import { minutesOf } from './minute-span.ts';
import type { MinuteSpan } from './minute-span.ts';

/** The codes of a column of minute states. */
export const minuteState = { unmeasured: 0, good: 1, bad: 2 } as const;

/** How the samples of one target are read. */
export type MinuteTerms = {
  /** The probing interval in milliseconds. */
  everyMs: number;
  /** The part of the measured time that must be good. */
  timeSliceTarget: Ratio;
  /** How many of the vantages that speak must call a minute bad. */
  agreeing: number;
};

/** A minute is measured when at least this much of it is spoken for, in milliseconds. */
const MEASURED_MS = 30_000;

/**
 * How long a sample speaks at most, in whole milliseconds: 1.5 intervals. Samples that far before a
 * window still speak into it.
 */
export function holdMs(everyMs: number): number {
  return Math.floor(1.5 * everyMs);
}

/** The state of every minute of the window for one target, from the series of all its vantages. */
export function targetMinutes(vantages: SampleSeries[], window: Interval, terms: MinuteTerms): Uint8Array {
  const span = minutesOf(window);
  const hold = holdMs(terms.everyMs);
  const neededGoodMs = goodMsNeeded(terms.timeSliceTarget);
  const states = vantages.map((series) => vantageMinutes(series, span, hold, neededGoodMs));
  return agree(states, span.count, terms.agreeing);
}

/**
 * The state of every minute for several targets together. `all`: bad if any is bad, else unmeasured if
 * any is, else good. `any`: good if any is good, else unmeasured if any is, else bad.
 */
export function combineTargets(targets: Uint8Array[], combine: 'all' | 'any'): Uint8Array {
  const strongest =
    combine === 'all'
      ? [minuteState.bad, minuteState.unmeasured, minuteState.good]
      : [minuteState.good, minuteState.unmeasured, minuteState.bad];
  const rank = strongest.map((_, state) => strongest.findIndex((candidate) => candidate === state));
  const [first = new Uint8Array(), ...others] = targets;
  const combined = first.slice();
  for (const other of others) {
    for (let minute = 0; minute < combined.length; minute++) {
      const state = other[minute] ?? minuteState.unmeasured;
      if ((rank[state] ?? 0) < (rank[combined[minute] ?? 0] ?? 0)) combined[minute] = state;
    }
  }
  return combined;
}

/**
 * Hears the samples in order and closes each minute once. All in one loop over columns, without a record
 * or a call per minute, because this is where every evaluation spends its time.
 */
function vantageMinutes(
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
function goodMsNeeded({ num, den }: Ratio): (measuredMs: number) => number {
  const known = new Int32Array(MINUTE + 1).fill(-1);
  return (measuredMs) => {
    const needed = known[measuredMs] ?? -1;
    if (needed >= 0) return needed;
    const least = Number((BigInt(measuredMs) * num + den - 1n) / den);
    known[measuredMs] = least;
    return least;
  };
}

function agree(vantages: Uint8Array[], count: number, agreeing: number): Uint8Array {
  if (vantages.length === 1 && vantages[0] !== undefined) return vantages[0];
  const states = new Uint8Array(count);
  for (let minute = 0; minute < count; minute++) {
    let speaking = 0;
    let bad = 0;
    for (const vantage of vantages) {
      if (vantage[minute] !== minuteState.unmeasured) speaking += 1;
      if (vantage[minute] === minuteState.bad) bad += 1;
    }
    if (speaking === 0) continue;
    states[minute] = bad >= Math.min(agreeing, speaking) ? minuteState.bad : minuteState.good;
  }
  return states;
}

/** The place of the first value at or after `instant` in a rising column. */
export function indexAtOrAfter(at: Float64Array, instant: Instant): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] ?? Infinity) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
