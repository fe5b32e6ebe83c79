// The events of a promise by the minute in which they happened, for definitions that look at stretches.
import { MINUTE } from '../time/instant.ts';
import { eventGrade } from '../measurement/events.ts';
import type { GradedSeries } from '../measurement/events.ts';
import type { FlagRun } from '../measurement/flag-runs.ts';
import { countedRuns, minuteFlag } from '../measurement/minute-plan.ts';
import { placesOf } from '../measurement/minute-span.ts';
import type { MinuteSpan } from '../measurement/minute-span.ts';

/** Events per minute of the span, and those of them that were good. */
export type EventColumns = { good: Uint32Array; total: Uint32Array };

/** The events that `countEvents` counts (measurement.md section 4), minute by minute. Every plan is of the span. */
export function eventsByMinute({ count }: MinuteSpan, graded: GradedSeries[]): EventColumns {
  const columns = { good: new Uint32Array(count), total: new Uint32Array(count) };
  for (const series of graded) {
    for (const run of countedRuns(series.plan)) addRun(columns, series, run);
  }
  return columns;
}

function addRun({ good, total }: EventColumns, { plan, at, grades }: GradedSeries, run: FlagRun): void {
  const isForgiven = (run.flags & minuteFlag.countsGood) !== 0;
  const { from, to } = placesOf(at, plan, run);
  for (let place = from; place < to; place++) {
    const grade = grades[place];
    if (grade === eventGrade.none) continue;
    const minute = Math.floor((at[place] ?? 0) / MINUTE) - plan.first;
    total[minute] = (total[minute] ?? 0) + 1;
    if (isForgiven || grade === eventGrade.good) good[minute] = (good[minute] ?? 0) + 1;
  }
}
