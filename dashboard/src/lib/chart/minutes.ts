// The chart of a promise that is counted in minutes: what was bad to date, and what may be. Pure.
import type { PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import { displayNumber } from '@upheld/shared/exact/display';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { printInstant } from '../words/instant.ts';
import { sentenceCase } from '../words/names.ts';
import { counted, drawn, grouped, ratioOf } from '../words/number.ts';
import { targetWords } from '../words/promise.ts';
import { minutesOf } from '../words/span.ts';
import type { Canvas, Drawing, Line, Point } from './chart-data.ts';

/** Bad minutes to date against the minutes that may be bad in the whole period; null without a budget. */
export function drawMinutes(
  promise: PromiseStatement,
  period: PromisePeriod,
  { until, zone, when }: Canvas,
): Drawing | null {
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
      side: 'below',
    },
    lines,
    sentence: minutesSentence(period, { bad, inDoubt, allowed: allowedText }, { zone, when }),
  };
}

function minutesSentence(
  period: PromisePeriod,
  { bad, inDoubt, allowed }: { bad: number; inDoubt: number; allowed: string },
  { zone, when }: Omit<Canvas, 'until'>,
): string {
  const [longest] = period.badRanges.toSorted((a, b) => minutesOf(b) - minutesOf(a));
  const doubt =
    inDoubt === 0 ? '' : ` ${counted(inDoubt, 'minute')} ${inDoubt === 1 ? 'was' : 'were'} not measured.`;
  const outages =
    longest === undefined
      ? ' There was no outage.'
      : ` ${counted(period.badRanges.length, 'outage')}, the longest on ${printInstant(longest.start, zone).text} for ${minutesOf(longest)} min.`;
  return `${sentenceCase(when)}, ${counted(bad, 'minute')} ${bad === 1 ? 'was' : 'were'} bad; ${allowed} are allowed.${outages}${doubt}`;
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

function total(ranges: Interval[]): number {
  return ranges.reduce((sum, range) => sum + minutesOf(range), 0);
}
