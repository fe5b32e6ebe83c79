// Counting events: a period, its days and its burn windows are sums over the same samples, so they always
// agree (measurement.md section 4, "Occurrences").
import type { Interval } from '../time/instant.ts';
import { countedRuns, minuteFlag } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { placesOf } from './minute-span.ts';
import type { EventCounts } from './figures.ts';

/**
 * What a sample says of a promise: nothing, or that it was kept or not. Counting is adding: the grades of a minute are
 * one number, with the good ones in its lower half, because a minute has no more than 60,000 instants.
 */
export const eventGrade = { none: 0, good: 1, bad: 0x1_0000 } as const;

/**
 * The samples of one vantage with a grade for each, or its minutes with the sum of theirs; a minute stands at its
 * start. A slot that was not measured says nothing.
 */
export type GradedSeries = { plan: MinutePlan; at: Float64Array; grades: Uint32Array };

/**
 * Counts the samples that say something and lie in a minute that is scheduled, elapsed and not taken out,
 * in the whole span or in a part of it such as one local day; an exclusion that counts a minute as good
 * makes all of its events good.
 */
export function countEvents(graded: GradedSeries[], part?: Interval): EventCounts {
  const counts = { good: 0, total: 0 };
  for (const { plan, at, grades } of graded) {
    for (const run of countedRuns(plan, part)) {
      const { from, to } = placesOf(at, plan, run);
      const { good, bad } = countGrades(grades, from, to);
      counts.good += (run.flags & minuteFlag.countsGood) === 0 ? good : good + bad;
      counts.total += good + bad;
    }
  }
  return counts;
}

/** Without a branch, because good and bad come in no order that a processor could foresee. */
function countGrades(grades: Uint32Array, from: number, to: number): { good: number; bad: number } {
  let good = 0;
  let bad = 0;
  for (let place = from; place < to; place++) {
    const grade = grades[place] ?? eventGrade.none;
    good += grade & 0xffff;
    bad += grade >>> 16;
  }
  return { good, bad };
}
