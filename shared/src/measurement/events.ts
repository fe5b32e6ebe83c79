// Counting events: a period, its days and its burn windows are sums over the same samples, so they always
// agree (measurement.md section 4, "Occurrences").
import type { Interval } from '../time/instant.ts';
import type { FlagRun } from './flag-runs.ts';
import { countedRuns, minuteFlag } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { placesOf } from './minute-span.ts';
import { sumWithin } from './runs.ts';
import type { SummedRuns } from './runs.ts';
import type { EventCounts } from './figures.ts';

/** What a sample says of a promise: nothing, or that it was kept or not. */
export const eventGrade = { none: 0, good: 1, bad: 2 } as const;

/** Events by minute. */
export type ToldEvents = { good: SummedRuns; total: SummedRuns };

/**
 * The samples of one vantage with a grade for each; a slot that was not measured says nothing. Where tallies tell of
 * it, its minutes in place of all samples.
 */
export type GradedSeries = { plan: MinutePlan; at: Float64Array; grades: Uint32Array; told?: ToldEvents };

/**
 * Counts the samples that say something and lie in a minute that is scheduled, elapsed and not taken out,
 * in the whole span or in a part of it such as one local day; an exclusion that counts a minute as good
 * makes all of its events good.
 */
export function countEvents(graded: GradedSeries[], part?: Interval): EventCounts {
  const counts = { good: 0, total: 0 };
  for (const series of graded) {
    for (const run of countedRuns(series.plan, part)) {
      const { good, total } = countRun(series, run);
      counts.good += (run.flags & minuteFlag.countsGood) === 0 ? good : total;
      counts.total += total;
    }
  }
  return counts;
}

function countRun({ plan, at, grades, told }: GradedSeries, run: FlagRun): EventCounts {
  if (told !== undefined) return { good: sumWithin(told.good, run), total: sumWithin(told.total, run) };
  const { from, to } = placesOf(at, plan, run);
  return countGrades(grades, from, to);
}

/** Without a branch, because good and bad come in no order that a processor could foresee. */
function countGrades(grades: Uint32Array, from: number, to: number): EventCounts {
  let good = 0;
  let bad = 0;
  for (let place = from; place < to; place++) {
    const grade = grades[place] ?? eventGrade.none;
    good += grade & 1;
    bad += grade >>> 1;
  }
  return { good, total: good + bad };
}
