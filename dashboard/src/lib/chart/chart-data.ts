// What a chart draws, worked out on the server: lines, the target, and the bands that explain them. Pure.
import type { PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { localDates } from '@upheld/shared/time/local-date';
import { printDate, printInstant, shortDate } from '../words/instant.ts';
import { displayNumber } from '@upheld/shared/exact/display';
import { counted, drawn, grouped, ratioOf } from '../words/number.ts';
import { periodLabel } from '../words/period.ts';
import { targetWords } from '../words/promise.ts';
import { minutesOf } from '../words/span.ts';

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

/** Null for response promises, whose tickets are the better picture, and where nothing was counted. */
export function chartOf(
  promise: PromiseStatement,
  period: PromisePeriod,
  asOf: Instant,
  zone: string,
): ChartData | null {
  if (promise.kind === 'response' || period.start >= asOf) return null;
  const until = Math.min(asOf, period.end);
  const frame = {
    window: { start: period.start, end: period.end },
    asOf: until,
    ticks: ticksOf(period, zone),
    bands: bandsOf(period),
  };
  const drawing =
    period.ledger === undefined
      ? shares(promise, period, until, zone)
      : minutes(period, promise, until, zone);
  return drawing === null ? null : { ...frame, ...drawing };
}

/** Bad minutes to date against the minutes that may be bad in the whole period. */
function minutes(period: PromisePeriod, promise: PromiseStatement, until: Instant, zone: string) {
  if (period.budget === null) return null;
  const allowed = drawn(period.budget.allowed);
  const bad = total(period.badRanges);
  const inDoubt = total(period.unmeasuredRanges);
  const doubtful = [...period.badRanges, ...period.unmeasuredRanges].toSorted((a, b) => a.start - b.start);
  const allowedText = grouped(displayNumber(ratioOf(period.budget.allowed), 3));
  const lines: Line[] = [
    {
      label: `${grouped(bad)} bad`,
      style: 'solid',
      points: staircase(period.badRanges, period.start, until),
    },
  ];
  if (inDoubt > 0) {
    lines.push({
      label: `${grouped(bad + inDoubt)} if unmeasured is bad`,
      style: 'dotted',
      points: staircase(doubtful, period.start, until),
    });
  }
  return {
    title: 'Bad minutes to date',
    unit: 'minutes',
    target: {
      value: allowed,
      label: `${allowedText} allowed (${targetWords(promise)})`,
      side: 'below' as const,
    },
    lines,
    sentence: minutesSentence(period, bad, inDoubt, allowedText, zone),
  };
}

function minutesSentence(
  period: PromisePeriod,
  bad: number,
  inDoubt: number,
  allowed: string,
  zone: string,
): string {
  const when =
    period.state === 'open' ? `In ${periodLabel(period.period)} so far` : `In ${periodLabel(period.period)}`;
  const [longest] = period.badRanges.toSorted((a, b) => minutesOf(b) - minutesOf(a));
  const doubt =
    inDoubt === 0 ? '' : ` ${counted(inDoubt, 'minute')} ${inDoubt === 1 ? 'was' : 'were'} not measured.`;
  const outages =
    longest === undefined
      ? ' There was no outage.'
      : ` ${counted(period.badRanges.length, 'outage')}, the longest on ${printInstant(longest.start, zone).text} for ${minutesOf(longest)} min.`;
  return `${when}, ${counted(bad, 'minute')} ${bad === 1 ? 'was' : 'were'} bad; ${allowed} are allowed.${outages}${doubt}`;
}

/** The share of each day, and of everything to date, against the target. */
function shares(promise: PromiseStatement, period: PromisePeriod, until: Instant, zone: string) {
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
  const what = judgesBad
    ? 'Failed requests'
    : promise.indicator === 'latency'
      ? 'Requests that were fast enough'
      : 'Good requests';
  return {
    title: `${what}, by day and to date`,
    unit: '%',
    target: {
      value: target,
      label: `target ${targetWords(promise)}`,
      side: judgesBad ? ('below' as const) : ('above' as const),
    },
    lines: [
      { label: 'day', style: 'marks' as const, points: daily },
      { label: 'to date', style: 'solid' as const, points: toDate },
    ],
    sentence: sharesSentence(promise, period, daily, what, judgesBad, zone),
  };
}

function sharesSentence(
  promise: PromiseStatement,
  period: PromisePeriod,
  daily: Point[],
  what: string,
  judgesBad: boolean,
  zone: string,
): string {
  const known = daily.flatMap(({ x, y }) => (y === null ? [] : [{ x, y }]));
  const [worst] = known.toSorted((a, b) => (judgesBad ? b.y - a.y : a.y - b.y));
  const target = Number.parseFloat(promise.target);
  const beyond = known.filter(({ y }) => (judgesBad ? y > target : y < target)).length;
  const day = worst === undefined ? '' : ` The worst was ${printDate(worst.x, zone)}.`;
  return `${what} in ${periodLabel(period.period)}: ${beyond} of ${counted(known.length, 'day')} ${beyond === 1 ? 'was' : 'were'} on the wrong side of the target, ${targetWords(promise)}.${day}`;
}

/** Level outside the ranges, rising by one a minute inside them. */
function staircase(ranges: Interval[], start: Instant, until: Instant): Point[] {
  const points: Point[] = [{ x: start, y: 0 }];
  let sum = 0;
  for (const range of ranges) {
    points.push({ x: range.start, y: sum });
    sum += minutesOf(range);
    points.push({ x: range.end, y: sum });
  }
  return [...points, { x: until, y: sum }];
}

function bandsOf(period: PromisePeriod): Band[] {
  return [
    ...period.excludedRanges.map((range) => ({ ...range, kind: 'excluded' as const, number: null })),
    ...period.unmeasuredRanges.map((range) => ({ ...range, kind: 'unmeasured' as const, number: null })),
    ...period.badRanges.map((range, index) => ({ ...range, kind: 'bad' as const, number: index + 1 })),
  ];
}

function total(ranges: Interval[]): number {
  return ranges.reduce((sum, range) => sum + minutesOf(range), 0);
}

/** Every week of a month, every month of anything longer. */
function ticksOf(period: PromisePeriod, zone: string): ChartData['ticks'] {
  const dates = localDates(period, zone);
  const weekly = dates.length <= 31;
  return dates
    .filter(({ date }) => (weekly ? [1, 8, 15, 22, 29] : [1]).includes(Number(date.slice(-2))))
    .map(({ date, start }) => ({ at: start, label: shortDate(date) }));
}
