// How an exact ratio is written for people: cut toward the worse side and never across its target
// (measurement.md section 4, "Display"). 99.8995 % shows as 99.899 %.
import { ratio } from './ratio.ts';
import type { Ratio } from './ratio.ts';
import { meetsTarget } from './target.ts';
import type { Target } from './target.ts';

const MINIMUM_DECIMALS = 3;

/**
 * The ratio as a percentage without its sign: cut down where more is better, up where less is, with at
 * least three decimals and as many more as it takes to compare with the target as the exact ratio does.
 * It ends because a target is a decimal: enough decimals tell any other ratio from it.
 *
 *     displayPercentage(ratio(2, 3), { op: '>=', ratio: percentage('60%') }); // '66.666'
 */
export function displayPercentage(value: Ratio, target: Target): string {
  const isMet = meetsTarget(value, target);
  for (let decimals = MINIMUM_DECIMALS; ; decimals++) {
    const shown = cutPercentage(value, decimals, target.op.startsWith('<') ? 'up' : 'down');
    if (meetsTarget(ratio(shown, 10n ** BigInt(decimals + 2)), target) === isMet) {
      return decimalText(shown, decimals);
    }
  }
}

/**
 * A ratio of 0 or more as a decimal with at most `decimals` digits, cut down, without trailing zeros.
 *
 *     displayNumber(ratio(216, 5), 1); // '43.2'
 */
export function displayNumber(value: Ratio, decimals: number): string {
  const shown = decimalText((value.num * 10n ** BigInt(decimals)) / value.den, decimals);
  return decimals === 0 ? shown : shown.replace(/\.?0+$/, '');
}

function cutPercentage({ num, den }: Ratio, decimals: number, toward: 'up' | 'down'): bigint {
  const scaled = num * 10n ** BigInt(decimals + 2);
  return toward === 'down' ? scaled / den : (scaled + den - 1n) / den;
}

function decimalText(scaled: bigint, decimals: number): string {
  const digits = scaled.toString().padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
