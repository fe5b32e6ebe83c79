// Attainment: what a value is worth from 0 to 100, where 70 is exactly what was promised
// (measurement.md section 7).
import { addRatios, compareRatios, multiplyRatios, ratio, subtractRatios } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { reaches } from './scale.ts';
import type { Scale } from './scale.ts';
import { counts } from './score-item.ts';
import type { ScoreItem } from './score-item.ts';

/** From 0 to 100; the ends are the same where the value is known. */
export type Attainment = { low: Ratio; high: Ratio };

const nothing = ratio(0, 1);
const everything = ratio(100, 1);
const asPromised = ratio(70, 1);
/** What a missed promise is held at, so that it never shows as kept. */
const mostOfMissed = ratio(69, 1);

/**
 * The attainment of a value: linear from (fail, 0) over (threshold, 70) to (ideal, 100), clamped.
 *
 *     attainmentOf(decimal('0.995'), scaleOf({ op: '>=', ratio: percentage('99.9%') })); // 350/9
 */
export function attainmentOf(value: Ratio, scale: Scale): Ratio {
  const { fail, threshold, ideal } = scale;
  if (reaches(value, ideal, scale)) return everything;
  if (reaches(value, threshold, scale)) {
    return interpolated(value, { at: threshold, is: asPromised }, { at: ideal, is: everything });
  }
  if (!reaches(value, fail, scale)) return nothing;
  return interpolated(value, { at: fail, is: nothing }, { at: threshold, is: asPromised });
}

/**
 * The attainment of an item; null for an excluded promise. What was not measured may be 0 or 100. A missed
 * promise is held at no more than 69 and a met one at no less than 70; an undetermined one may be either.
 */
export function attainmentRange(item: ScoreItem): Attainment | null {
  if (!counts(item)) return null;
  const { worst, best, scale, promise } = item;
  const low = worst === null ? nothing : attainmentOf(worst, scale);
  const high = best === null ? everything : attainmentOf(best, scale);
  if (promise === null) return { low, high };
  const isMet = promise.verdict === 'met';
  const isMissed = promise.verdict === 'missed';
  return {
    low: isMet ? larger(low, asPromised) : smaller(low, mostOfMissed),
    high: isMissed ? smaller(high, mostOfMissed) : larger(high, asPromised),
  };
}

type Point = { at: Ratio; is: Ratio };

/** On the line through both points, which lie apart. */
function interpolated(value: Ratio, from: Point, to: Point): Ratio {
  const part = subtractRatios(value, from.at);
  const whole = subtractRatios(to.at, from.at);
  const rise = multiplyRatios(subtractRatios(to.is, from.is), part);
  return addRatios(from.is, ratio(rise.num * whole.den, rise.den * whole.num));
}

function smaller(a: Ratio, b: Ratio): Ratio {
  return compareRatios(a, b) <= 0 ? a : b;
}

function larger(a: Ratio, b: Ratio): Ratio {
  return compareRatios(a, b) >= 0 ? a : b;
}
