// What a period gives a verdict to count, in words.
import type { Source } from '../agreement/agreement.ts';
import { milliseconds } from '../time/duration.ts';
import { grouped, lengthText, listed, periodText } from './figures.ts';
import type { Judged } from './most-events.ts';

/**
 * The beginning of a sentence about numbers.
 * @example supplyText(judged, { calendar: 'business', period: '2026-02', most: 1920 })
 * // probing api every 5 min on the calendar business gives at most 1,920 requests in February 2026
 */
export function supplyText(
  { sources, counts }: Judged,
  { calendar, period, most }: { calendar: string; period: string; most: number },
): string {
  const hours = calendar === 'always' ? 'around the clock' : `on the calendar ${calendar}`;
  const giver = counts === 'minutes' ? 'measuring' : `probing ${listed(sources.map(probing))}`;
  return `${giver} ${hours} gives at most ${grouped(most)} ${most === 1 ? counts.replace(/s$/, '') : counts} in ${periodText(period)}`;
}

function probing({ name, every, agreeing }: Source): string {
  const vantages = agreeing > 1 ? ` from ${agreeing} vantages` : '';
  return `${name} every ${lengthText(milliseconds(every))}${vantages}`;
}
