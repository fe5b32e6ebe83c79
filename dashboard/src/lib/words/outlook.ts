// What may become of an open period, in sentences.
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import { displayNumber } from '@upheld/shared/exact/display';
import { readRatio } from '@upheld/shared/exact/ratio';
import { printInstant } from './instant.ts';
import { grouped } from './number.ts';

/** One sentence on where the period is heading, one on each pair of windows whose budget burns too fast. */
export function outlookSentences({ forecast, burn }: PromisePeriod, zone: string): string[] {
  const fast = burn.filter(({ state }) => state === 'firing').map(burnSentence);
  return forecast === null ? fast : [forecastSentence(forecast, zone), ...fast];
}

function forecastSentence(
  { display, misses, budgetSpentAt }: NonNullable<PromisePeriod['forecast']>,
  zone: string,
): string {
  const end = `If the rest goes as what was measured so far, the period ends at ${display}`;
  if (!misses) return `${end}, which keeps the promise.`;
  const spent =
    budgetSpentAt === null ? '' : `: the allowance is used up on ${printInstant(budgetSpentAt, zone).text}`;
  return `${end}, which misses the target${spent}.`;
}

function burnSentence({
  longMinutes,
  shortMinutes,
  longBurn,
  shortBurn,
  factor,
}: PromisePeriod['burn'][number]) {
  const times = (rate: typeof longBurn) =>
    rate === null ? 'not measured' : displayNumber(readRatio(rate), 1);
  return (
    `Over the last ${grouped(longMinutes)} service minutes the allowance was used ${times(longBurn)} times as fast as ` +
    `would last to the end, over the last ${grouped(shortMinutes)} minutes ${times(shortBurn)} times; ` +
    `above ${times(factor)} in both calls for attention.`
  );
}
