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
 * The state of every minute of the span for one vantage. Samples that say the same one after the other are
 * heard as one stretch, because most of a quarter is one and this is where every evaluation spends its time.
 */
export function vantageMinutes(
  series: SampleSeries,
  span: MinuteSpan,
  hold: number,
  neededGoodMs: (measuredMs: number) => number,
): Uint8Array {
  const { at, outcome } = series;
  const zero = span.first * MINUTE;
  const length = span.count * MINUTE;
  const hearing = { states: new Uint8Array(span.count), minute: 0, measured: 0, good: 0, neededGoodMs };
  const end = indexAtOrAfter(at, zero + length);
  for (let place = speakingFrom(outcome, indexAtOrAfter(at, zero - hold)); place < end;) {
    const last = lastAlike(series, place, end, hold);
    const next = nextSpeaking(series, last);
    const from = Math.max((at[place] ?? 0) - zero, 0);
    const stop = Math.min((at[next] ?? Infinity) - zero, (at[last] ?? 0) - zero + hold, length);
    if (from < stop) hear(hearing, from, stop, outcome[place] === outcomeCode.ok);
    place = next;
  }
  closeMinute(hearing);
  return hearing.states;
}

/** The minutes behind, and what was said so far about the one that is open. */
type Hearing = {
  states: Uint8Array;
  minute: number;
  measured: number;
  good: number;
  neededGoodMs: (measuredMs: number) => number;
};

/** Hears one stretch, in milliseconds since the span began: the rest of a minute, whole minutes, the first part of one. */
function hear(hearing: Hearing, from: number, stop: number, isOk: boolean): void {
  const minute = Math.floor(from / MINUTE);
  if (minute !== hearing.minute) openMinute(hearing, minute);
  const until = Math.min(stop, (minute + 1) * MINUTE);
  say(hearing, until - from, isOk);
  if (stop === until) return;
  const last = Math.floor(stop / MINUTE);
  const whole = stateOf(MINUTE, isOk ? MINUTE : 0, hearing.neededGoodMs);
  openMinute(hearing, last);
  hearing.states.fill(whole, minute + 1, last);
  say(hearing, stop - last * MINUTE, isOk);
}

function say(hearing: Hearing, spokenMs: number, isOk: boolean): void {
  hearing.measured += spokenMs;
  if (isOk) hearing.good += spokenMs;
}

function openMinute(hearing: Hearing, minute: number): void {
  closeMinute(hearing);
  hearing.minute = minute;
  hearing.measured = 0;
  hearing.good = 0;
}

/** Past the end of the span there is nothing left to write to. */
function closeMinute({ states, minute, measured, good, neededGoodMs }: Hearing): void {
  if (minute < states.length) states[minute] = stateOf(measured, good, neededGoodMs);
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

/** The last of the samples from `place` on that say the same without a silence between them. */
function lastAlike({ at, outcome }: SampleSeries, place: number, end: number, hold: number): number {
  const said = outcome[place];
  let last = place;
  let lastAt = at[place] ?? 0;
  for (; last + 1 < end && outcome[last + 1] === said; last += 1) {
    const nextAt = at[last + 1] ?? Infinity;
    if (nextAt - lastAt > hold) return last;
    lastAt = nextAt;
  }
  return last;
}

/** The next sample that speaks. Of two at one instant the failed one does: after it, an ok one is passed over. */
function nextSpeaking({ at, outcome }: SampleSeries, place: number): number {
  let next = speakingFrom(outcome, place + 1);
  if (outcome[place] === outcomeCode.ok) return next;
  while (at[next] === at[place] && outcome[next] === outcomeCode.ok) next = speakingFrom(outcome, next + 1);
  return next;
}

/** The least good time that reaches the target, per measured time; exact, and worked out once for each. */
export function goodMsNeeded({ num, den }: Ratio): (measuredMs: number) => number {
  const known = new Map<number, number>();
  return (measuredMs) => {
    const needed = known.get(measuredMs);
    if (needed !== undefined) return needed;
    const least = Number((BigInt(measuredMs) * num + den - 1n) / den);
    known.set(measuredMs, least);
    return least;
  };
}
