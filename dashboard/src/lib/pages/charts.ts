// The charts of a period: one, or one for each part where amendments cut it, because each part has its own
// target and its own allowance. Pure.
import type { PartStatement, PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { clipped, merged } from '@upheld/shared/time/intervals';
import { localDates } from '@upheld/shared/time/local-date';
import { chartOf } from '../chart/chart-data.ts';
import type { ChartData } from '../chart/chart-data.ts';
import { printDate } from '../words/instant.ts';

/** Empty where there is nothing to draw. Outages keep the numbers that they have in the whole period. */
export function chartsOf(
  promise: PromiseStatement,
  period: PromisePeriod,
  asOf: Instant,
  zone: string,
): ChartData[] {
  if (period.parts.length < 2) {
    return [chartOf(promise, withHoles(period, period.parts), asOf, zone)].filter((chart) => chart !== null);
  }
  return period.parts
    .map((part) => {
      const stretch = {
        when: `from ${printDate(part.start, zone)} to ${printDate(part.end - 1, zone)}`,
        outagesBefore: period.badRanges.filter(({ end }) => end <= part.start).length,
      };
      const own = { ...promise, op: part.terms.op, target: part.terms.target };
      return chartOf(own, withHoles(partAsPeriod(period, part, zone), [part]), asOf, zone, stretch);
    })
    .filter((chart) => chart !== null);
}

/** Hours of counted traffic that hold no counts are drawn as what they are: not measured. */
function withHoles(period: PromisePeriod, parts: PartStatement[]): PromisePeriod {
  const holes = parts
    .flatMap(({ traffic = [] }) => traffic)
    .flatMap(({ unanswered, unread }) => [...unanswered, ...unread])
    .map(({ start, end }) => ({ start, end }));
  if (holes.length === 0) return period;
  return { ...period, unmeasuredRanges: clipped(merged([...period.unmeasuredRanges, ...holes]), period) };
}

/** What of the period lies in the part, with the part's own allowance. */
function partAsPeriod(period: PromisePeriod, part: PartStatement, zone: string): PromisePeriod {
  const within = (ranges: Interval[]) =>
    ranges.filter(({ start, end }) => start < part.end && end > part.start);
  const dates = new Set(localDates(part, zone).map(({ date }) => date));
  return {
    ...period,
    ...{ start: part.start, end: part.end, budget: part.budget },
    badRanges: within(period.badRanges),
    unmeasuredRanges: within(period.unmeasuredRanges),
    excludedRanges: within(period.excludedRanges),
    days: period.days.filter(({ date }) => dates.has(date)),
  };
}
