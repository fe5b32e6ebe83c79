// Numbers as they are printed: digits in groups, counts with their nouns, ratios never rounded up.
import { displayNumber } from '@upheld/shared/exact/display';
import { ratio } from '@upheld/shared/exact/ratio';
import type { Ratio } from '@upheld/shared/exact/ratio';
import type { RatioText } from '@upheld/shared/measurement/figures';

/** Groups of three digits before the decimal point: `11,040`, `1,200.5`. */
export function grouped(value: number | bigint | string): string {
  const [whole = '', decimals] = value.toString().split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? text : `${text}.${decimals}`;
}

/** A count with its noun: `1 minute`, `23 minutes`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(value)} ${value === 1 ? noun : plural}`;
}

/** A count of what a promise counts, whose unit is a plural: `1 ticket`, `2 tickets`, `no tickets`. */
export function countedUnits(value: number, unit: string): string {
  return value === 0 ? `no ${unit}` : counted(value, unit.replace(/s$/, ''), unit);
}

/** A ratio as it comes over the wire, ready to calculate with. */
export function ratioOf({ num, den }: RatioText): Ratio {
  return ratio(BigInt(num), BigInt(den));
}

/** A share as a percentage with at most `decimals` digits, cut down: 1919/1920 is `99.94 %`. */
export function sharePercent(share: RatioText, decimals: number): string {
  const { num, den } = ratioOf(share);
  return `${displayNumber(ratio(num * 100n, den), decimals)} %`;
}

/** A ratio as a plain number, for drawing only: what is printed or judged stays exact. */
export function drawn({ num, den }: RatioText): number {
  return Number(num) / Number(den);
}
