// What a chart draws, worked out on the server: lines, the target, and the bands that explain them. Pure.
import type { PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { localDates } from '@upheld/shared/time/local-date';
import { shortDate } from '../words/instant.ts';
import { periodLabel } from '../words/period.ts';
import { drawMinutes } from './minutes.ts';
import { drawShares } from './shares.ts';

export type Point = { x: Instant; y: number | null };
export type Line = { label: string; style: 'solid' | 'dotted' | 'marks'; points: Point[] };
export type Band = Interval & { kind: 'bad' | 'unmeasured' | 'excluded'; number: number | null };
export type ChartData = {
  title: string;
  /** The chart in one sentence, for everybody who does not see it. */
  sentence: string;
  unit: string;
  window: Interval;
  asOf: Instant;
  ticks: { at: Instant; label: string }[];
  /** `side`: where values keep the promise. */
  target: { value: number; label: string; side: 'above' | 'below' };
  lines: Line[];
  bands: Band[];
};

/** What a chart is about, inside a sentence, and how many outages are numbered in charts before it. */
export type Stretch = { when: string; outagesBefore: number };

/** Up to when there is something to draw, and the words and zone for it. */
export type Canvas = { until: Instant; zone: string; when: string };

/** What depends on the way a promise is counted. */
export type Drawing = Pick<ChartData, 'title' | 'sentence' | 'unit' | 'target' | 'lines'>;

/** Null for response promises, whose tickets are the better picture, and where nothing was counted. */
export function chartOf(
  promise: PromiseStatement,
  period: PromisePeriod,
  asOf: Instant,
  zone: string,
  stretch: Stretch = { when: whenWords(period), outagesBefore: 0 },
): ChartData | null {
  if (promise.kind === 'support' || period.start >= asOf) return null;
  const until = Math.min(asOf, period.end);
  const frame = {
    window: { start: period.start, end: period.end },
    asOf: until,
    ticks: ticksOf(period, zone),
    bands: bandsOf(period, stretch.outagesBefore),
  };
  const draw = period.ledger === undefined ? drawShares : drawMinutes;
  const drawing = draw(promise, period, { until, zone, when: stretch.when });
  return drawing === null ? null : { ...frame, ...drawing };
}

function whenWords({ period, state }: PromisePeriod): string {
  return `in ${periodLabel(period)}${state === 'open' ? ' so far' : ''}`;
}

function bandsOf(period: PromisePeriod, before: number): Band[] {
  return [
    ...period.excludedRanges.map((range) => ({ ...range, kind: 'excluded' as const, number: null })),
    ...period.unmeasuredRanges.map((range) => ({ ...range, kind: 'unmeasured' as const, number: null })),
    ...period.badRanges.map((range, index) => ({
      ...range,
      kind: 'bad' as const,
      number: before + index + 1,
    })),
  ];
}

/** Every week of a month, every month of anything longer. */
function ticksOf(period: PromisePeriod, zone: string): ChartData['ticks'] {
  const dates = localDates(period, zone);
  const weekly = dates.length <= 31;
  return dates
    .filter(({ date }) => (weekly ? [1, 8, 15, 22, 29] : [1]).includes(Number(date.slice(-2))))
    .map(({ date, start }) => ({ at: start, label: shortDate(date) }));
}
