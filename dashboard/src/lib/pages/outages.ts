// The ranges of a minute ledger that explain it: bad, not measured, excluded. Pure.
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import type { Interval } from '@upheld/shared/time/instant';
import { printInstant } from '../words/instant.ts';
import { grouped } from '../words/number.ts';
import { minutesOf } from '../words/span.ts';

export type RangeRow = ReturnType<typeof rangeRow>;

/** Every range with its number: the same number marks it in the chart. Oldest first. */
export function rangeRows(ranges: Interval[], zone: string) {
  return ranges.map((range, index) => rangeRow(range, index + 1, zone));
}

/** The three lists of a period. */
export function rangesOf(period: PromisePeriod, zone: string) {
  return {
    bad: rangeRows(period.badRanges, zone),
    unmeasured: rangeRows(period.unmeasuredRanges, zone),
    excluded: rangeRows(period.excludedRanges, zone),
  };
}

function rangeRow(range: Interval, number: number, zone: string) {
  return {
    number,
    start: printInstant(range.start, zone),
    end: printInstant(range.end, zone),
    minutes: grouped(minutesOf(range)),
  };
}
