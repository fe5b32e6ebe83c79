// Counting events by the minute in which they happened: a period and its days are sums of the same
// columns, so they always agree (measurement.md section 4, "Occurrences").
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import type { Interval } from '../time/instant.ts';
import { counts, minuteFlag } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { minuteIndex, minutesWithin } from './minute-span.ts';
import type { MinuteSpan } from './minute-span.ts';
import { indexAtOrAfter } from './rising-column.ts';
import type { EventCounts } from '../evaluation/statement.ts';

/** Events per minute of the span, and those of them that were good. */
export type EventColumns = MinuteSpan & { good: Uint32Array; total: Uint32Array };

/** Columns without an event. */
export function noEvents({ first, count }: MinuteSpan): EventColumns {
  return { first, count, good: new Uint32Array(count), total: new Uint32Array(count) };
}

/** Counts one event in the minute at place `minute`. */
export function addEvent({ good, total }: EventColumns, minute: number, isGood: boolean): void {
  total[minute] = (total[minute] ?? 0) + 1;
  if (isGood) good[minute] = (good[minute] ?? 0) + 1;
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

/**
 * Calls `visit` with every sample that counts: measured, in a minute that is scheduled, elapsed and not
 * taken out. `place` is its place in the series, `minute` its minute's place in the plan; `isForgiven`
 * when an exclusion makes that minute good.
 */
export function visitEvents(
  { at, outcome }: SampleSeries,
  plan: MinutePlan,
  visit: (place: number, minute: number, isForgiven: boolean) => void,
): void {
  const end = (plan.first + plan.count) * MINUTE;
  for (let place = indexAtOrAfter(at, plan.first * MINUTE); place < at.length; place++) {
    const instant = at[place] ?? end;
    if (instant >= end) return;
    if (outcome[place] === outcomeCode.unmeasured) continue;
    const minute = minuteIndex(plan, instant);
    const flags = plan.flags[minute] ?? 0;
    if (counts(flags)) visit(place, minute, (flags & minuteFlag.countsGood) !== 0);
  }
}
