// Where a running period ends if the rest of it goes as what was measured of it so far (measurement.md
// section 5, "the projection to the period's end").
import { displayPercentage } from '../exact/display.ts';
import { addRatios, compareRatios, complement, multiplyRatios, ratio } from '../exact/ratio.ts';
import { divideRatios, ratioText, subtractRatios } from '../exact/ratio.ts';
import { allowedBad, meetsTarget } from '../exact/target.ts';
import type { Target } from '../exact/target.ts';
import type { JudgingTerms } from '../measurement/judging.ts';
import type { Measured } from '../measurement/measured.ts';
import { MINUTE } from '../time/instant.ts';
import type { Instant, Interval } from '../time/instant.ts';
import { countMinutes } from '../time/scheduled-minutes.ts';
import { paceOf } from './pace.ts';
import type { Pace } from './pace.ts';
import type { Forecast } from './statement.ts';

/** Lost so far + (bad / valid) × what is still to come, held against the target; null as `paceOf` says. */
export function forecastOf(measured: Measured, terms: JudgingTerms, asOf: Instant): Forecast | null {
  const pace = paceOf(measured, terms);
  if (pace === null) return null;
  const { target } = terms;
  const toCome = ratio(countMinutes(pace.toCome), 1);
  const lost = addRatios(ratio(pace.lost, 1), multiplyRatios(pace.perMinute, toCome));
  const badShare = divideRatios(lost, pace.whole);
  const value = pace.judged === 'bad' ? badShare : complement(badShare);
  return {
    value: ratioText(value),
    display: `${displayPercentage(value, target)} %`,
    misses: !meetsTarget(value, target),
    budgetSpentAt: budgetSpentAt(pace, target, asOf),
  };
}

/** The minute to come in which nothing is left of the budget, the one at `asOf` where that is so already. */
function budgetSpentAt(
  { lost, perMinute, toCome, whole }: Pace,
  target: Target,
  asOf: Instant,
): Instant | null {
  const left = subtractRatios(multiplyRatios(allowedBad(target), whole), ratio(lost, 1));
  if (left.num <= 0n) return Math.floor(asOf / MINUTE) * MINUTE;
  if (perMinute.num === 0n) return null;
  const minutes = divideRatios(left, perMinute);
  if (compareRatios(minutes, ratio(countMinutes(toCome), 1)) > 0) return null;
  return minuteNumber(toCome, Number((minutes.num + minutes.den - 1n) / minutes.den));
}

/** The start of the n-th minute of the ranges; null when they hold fewer. */
function minuteNumber(ranges: Interval[], n: number): Instant | null {
  let before = (n - 1) * MINUTE;
  for (const { start, end } of ranges) {
    if (before < end - start) return start + before;
    before -= end - start;
  }
  return null;
}
