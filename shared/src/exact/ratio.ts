// Exact ratios of integers. Targets are decimals turned into ratios and every comparison is by
// cross-multiplication, so that 99.9 % of 1,000 is met by 999 and never by what a double makes of it
// (measurement.md section 4).
import type { RatioText } from '../measurement/figures.ts';

/** In lowest terms, `den` positive, the sign on `num`; zero is 0/1. */
export type Ratio = { num: bigint; den: bigint };

/**
 * The ratio of two integers in lowest terms. Throws a RangeError when `den` is 0 or a number is no integer.
 *
 *     ratio(999, 1000); // { num: 999n, den: 1000n }
 */
export function ratio(num: bigint | number, den: bigint | number): Ratio {
  const top = BigInt(num);
  const bottom = BigInt(den);
  if (bottom === 0n) throw new RangeError('a ratio has a denominator other than 0');
  const divisor = greatestCommonDivisor(absolute(top), absolute(bottom)) * (bottom < 0n ? -1n : 1n);
  return { num: top / divisor, den: bottom / divisor };
}

/**
 * Reads a decimal such as `0.999`. Throws a RangeError on anything else.
 *
 *     decimal('0.999'); // 999/1000
 */
export function decimal(text: string): Ratio {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new RangeError(`got ${JSON.stringify(text)}; a decimal, such as 0.999`);
  const [, whole = '', fraction = ''] = match;
  return ratio(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
}

/**
 * Reads a percentage such as `99.9%` as the ratio 999/1000. Throws a RangeError on anything else.
 *
 *     percentage('99.9%'); // 999/1000
 */
export function percentage(text: string): Ratio {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
  if (match?.[1] === undefined) {
    throw new RangeError(`got ${JSON.stringify(text)}; a percentage, such as 99.9%`);
  }
  const { num, den } = decimal(match[1]);
  return ratio(num, den * 100n);
}

/** Below 0 when `a` is less than `b`, 0 when they are equal, above 0 when it is more. */
export function compareRatios(a: Ratio, b: Ratio): number {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** `a + b`. */
export function addRatios(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.den + b.num * a.den, a.den * b.den);
}

/** `a - b`. */
export function subtractRatios(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.den - b.num * a.den, a.den * b.den);
}

/** `a * b`. */
export function multiplyRatios(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.num, a.den * b.den);
}

/** `a / b`. Throws a RangeError when `b` is 0. */
export function divideRatios(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.den, a.den * b.num);
}

/** `1 - a`: the bad share that a good share leaves. */
export function complement(a: Ratio): Ratio {
  return { num: a.den - a.num, den: a.den };
}

/** The ratio as decimal integers for JSON, which has no integers of this size. */
export function ratioText({ num, den }: Ratio): RatioText {
  return { num: num.toString(), den: den.toString() };
}

/** The ratio that `ratioText` wrote. */
export function readRatio({ num, den }: RatioText): Ratio {
  return ratio(BigInt(num), BigInt(den));
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
