// The chart of a promise that is counted in requests: the share of each day and of all to date. Pure.
import type { PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import { localDates } from '@upheld/shared/time/local-date';
import { printDate } from '../words/instant.ts';
import { sentenceCase } from '../words/names.ts';
import { counted } from '../words/number.ts';
import { targetWords } from '../words/promise.ts';
import type { Canvas, Drawing, Point } from './chart-data.ts';

/** The share of each day, and of everything to date, against the target; null where nothing was counted. */
export function drawShares(
  promise: PromiseStatement,
  period: PromisePeriod,
  { until, zone, when }: Canvas,
): Drawing | null {
  const judgesBad = promise.indicator === 'error-rate';
  const share = (good: number, all: number) => (100 * (judgesBad ? all - good : good)) / all;
  const daily: Point[] = [];
  const toDate: Point[] = [];
  let [good, all] = [0, 0];
  const events = new Map(period.days.map((day) => [day.date, day.events]));
  for (const { date, start, end } of localDates(period, zone)) {
    const day = events.get(date);
    const some = day !== undefined && day !== null && day.total > 0;
    daily.push({ x: (start + end) / 2, y: some ? share(day.good, day.total) : null });
    if (!some) continue;
    good += day.good;
    all += day.total;
    toDate.push({ x: Math.min(end, until), y: share(good, all) });
  }
  if (all === 0) return null;
  const target = Number.parseFloat(promise.target);
  const { unit, good: goodWord, bad } = promise.words;
  const what = sentenceCase(judgesBad ? `${bad} ${unit}` : `${unit} that were ${goodWord}`);
  return {
    title: `${what}, by day and to date`,
    unit: '%',
    target: {
      value: target,
      label: `target ${targetWords(promise)}`,
      side: judgesBad ? 'below' : 'above',
    },
    lines: [
      { label: 'day', style: 'marks', points: daily },
      { label: 'to date', style: 'solid', points: toDate },
    ],
    sentence: sharesSentence(promise, daily, { what: `${what} ${when}`, judgesBad, zone }),
  };
}

function sharesSentence(
  promise: PromiseStatement,
  daily: Point[],
  { what, judgesBad, zone }: { what: string; judgesBad: boolean; zone: string },
): string {
  const known = daily.flatMap(({ x, y }) => (y === null ? [] : [{ x, y }]));
  const [worst] = known.toSorted((a, b) => (judgesBad ? b.y - a.y : a.y - b.y));
  const target = Number.parseFloat(promise.target);
  const beyond = known.filter(({ y }) => (judgesBad ? y > target : y < target)).length;
  const day = worst === undefined ? '' : ` The worst was ${printDate(worst.x, zone)}.`;
  return `${what}: ${beyond} of ${counted(known.length, 'day')} ${beyond === 1 ? 'was' : 'were'} on the wrong side of the target, ${targetWords(promise)}.${day}`;
}
