// Weights and means of exact numbers.
import { addRatios, decimal, multiplyRatios, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';

export type Weighted = { weight: Ratio; value: Ratio };

/** The weighted mean; null where nothing weighs anything. */
export function weightedMean(entries: Weighted[]): Ratio | null {
  const total = entries.map(({ weight }) => weight).reduce(addRatios, ratio(0, 1));
  if (total.num === 0n) return null;
  const sum = entries
    .map(({ weight, value }) => multiplyRatios(weight, value))
    .reduce(addRatios, ratio(0, 1));
  return ratio(sum.num * total.den, sum.den * total.num);
}

/**
 * A weight as the agreement writes it: the decimal that the number shows as, such as 1/10 for 0.1, which
 * has no exact double.
 */
export function exactWeight(weight: number): Ratio {
  const [digits = '0', exponent = '0'] = String(weight).split('e');
  const { num, den } = decimal(digits);
  const power = 10n ** BigInt(Math.abs(Number(exponent)));
  return Number(exponent) < 0 ? ratio(num, den * power) : ratio(num * power, den);
}
