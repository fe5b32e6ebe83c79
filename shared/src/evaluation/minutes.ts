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
 * How long a sample speaks at most, in milliseconds: 1.5 intervals. Samples that far before a window
 * still speak into it.
 */
export function holdMs(everyMs: number): number {
  return 1.5 * everyMs;
}

/** The state of every minute of the window for one target, from the series of all its vantages. */
export function targetMinutes(vantages: SampleSeries[], window: Interval, terms: MinuteTerms): Uint8Array {
  const span = minutesOf(window);
  const neededGoodMs = goodMsNeeded(terms.timeSliceTarget);
  const states = vantages.map((series) => vantageMinutes(series, span, terms.everyMs, neededGoodMs));
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

/** What was said about each minute: milliseconds spoken for, and those of them by ok samples. */
type Spoken = { measuredMs: Uint16Array; goodMs: Uint16Array };

function vantageMinutes(
  series: SampleSeries,
  span: MinuteSpan,
  everyMs: number,
  neededGoodMs: (measuredMs: number) => number,
): Uint8Array {
  const { measuredMs, goodMs } = listen(series, span, holdMs(everyMs));
  const states = new Uint8Array(span.count);
  for (let minute = 0; minute < span.count; minute++) {
    const measured = measuredMs[minute] ?? 0;
    if (measured < MEASURED_MS) continue;
    const isGood = (goodMs[minute] ?? 0) >= neededGoodMs(measured);
    states[minute] = isGood ? minuteState.good : minuteState.bad;
  }
  return states;
}

/** A slot that was not measured is no sample: it neither speaks nor ends what the last sample says. */
function listen({ at, outcome }: SampleSeries, span: MinuteSpan, hold: number): Spoken {
  const spoken = { measuredMs: new Uint16Array(span.count), goodMs: new Uint16Array(span.count) };
  const end = (span.first + span.count) * MINUTE;
  let since = -Infinity;
  let isOk = false;
  for (let i = indexAtOrAfter(at, span.first * MINUTE - hold); i < at.length; i++) {
    const code = outcome[i];
    if (code === outcomeCode.unmeasured) continue;
    const now = at[i] ?? end;
    // Of two samples at one instant the failed one speaks.
    if (now === since) {
      isOk &&= code === outcomeCode.ok;
      continue;
    }
    speak(spoken, span, since, Math.min(now, since + hold), isOk);
    if (now >= end) return spoken;
    since = now;
    isOk = code === outcomeCode.ok;
  }
  speak(spoken, span, since, since + hold, isOk);
  return spoken;
}

function speak(spoken: Spoken, span: MinuteSpan, from: Instant, to: Instant, isOk: boolean): void {
  const { measuredMs, goodMs } = spoken;
  const zero = span.first * MINUTE;
  const end = Math.min(to - zero, span.count * MINUTE);
  for (let start = Math.max(from - zero, 0); start < end;) {
    const minute = Math.floor(start / MINUTE);
    const stop = Math.min(end, (minute + 1) * MINUTE);
    measuredMs[minute] = (measuredMs[minute] ?? 0) + stop - start;
    if (isOk) goodMs[minute] = (goodMs[minute] ?? 0) + stop - start;
    start = stop;
  }
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
