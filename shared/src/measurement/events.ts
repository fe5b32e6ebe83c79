// Counting events by the minute in which they happened: a period and its days are sums of the same
// columns, so they always agree (measurement.md section 4, "Occurrences").
import { MINUTE } from '../time/instant.ts';
import type { Interval } from '../time/instant.ts';
import { countedRuns, minuteFlag } from './minute-plan.ts';
import type { FlagRun } from './flag-runs.ts';
import type { MinutePlan } from './minute-plan.ts';
import { minutesWithin, placesOf } from './minute-span.ts';
import type { MinuteSpan } from './minute-span.ts';
import type { EventCounts } from './figures.ts';

/** Events per minute of the span, and those of them that were good. */
export type EventColumns = MinuteSpan & { good: Uint32Array; total: Uint32Array };

/** What a sample says of a promise: nothing, or that it was kept or not. */
export const eventGrade = { none: 0, good: 1, bad: 2 } as const;

/** The samples of one vantage with a grade for each. A slot that was not measured says nothing. */
export type GradedSeries = { plan: MinutePlan; at: Float64Array; grades: Uint8Array };

/**
 * Counts the samples that say something and lie in a minute that is scheduled, elapsed and not taken out;
 * an exclusion that counts a minute as good makes all of its events good. Every plan is of the span.
 */
export function gradedEvents({ first, count }: MinuteSpan, graded: GradedSeries[]): EventColumns {
  const columns = { first, count, good: new Uint32Array(count), total: new Uint32Array(count) };
  for (const series of graded) {
    for (const run of countedRuns(series.plan)) addRun(columns, series, run);
  }
  return columns;
}

function addRun(
  { first, good, total }: EventColumns,
  { plan, at, grades }: GradedSeries,
  run: FlagRun,
): void {
  const isForgiven = (run.flags & minuteFlag.countsGood) !== 0;
  const { from, to } = placesOf(at, plan, run);
  let minute = run.from;
  let minuteEnd = (first + minute + 1) * MINUTE;
  for (let place = from; place < to; place++) {
    while ((at[place] ?? 0) >= minuteEnd) {
      minute += 1;
      minuteEnd += MINUTE;
    }
    const grade = grades[place];
    if (grade === eventGrade.none) continue;
    total[minute] = (total[minute] ?? 0) + 1;
    if (isForgiven || grade === eventGrade.good) good[minute] = (good[minute] ?? 0) + 1;
  }
}

/** The events of the whole span, or of a part of it such as one local day. */
export function countEvents(columns: EventColumns, part?: Interval): EventCounts {
  const { from, to } = part ? minutesWithin(columns, part) : { from: 0, to: columns.count };
  let good = 0;
  let total = 0;
  for (let minute = from; minute < to; minute++) {
    good += columns.good[minute] ?? 0;
    total += columns.total[minute] ?? 0;
  }
  return { good, total };
}
