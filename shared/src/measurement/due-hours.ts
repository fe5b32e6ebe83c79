// The hours for which counted traffic is due (measurement.md section 4, "Traffic counted by a partner"): what
// slots are to samples. Hours are those of UTC, counted from the epoch, because slices are.
import { MINUTE } from '../time/instant.ts';
import type { Instant, Interval } from '../time/instant.ts';
import { merged } from '../time/intervals.ts';
import { isCountable } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { timeOf } from './minute-span.ts';

/** The length of an hour in milliseconds. Hour `k` is `[k * HOUR, (k + 1) * HOUR)`. */
export const HOUR = 60 * MINUTE;

/** `at` is its first minute that is scheduled and not taken out: the hour belongs to the day that holds it. */
export type DueHour = Interval & { at: Instant };

/**
 * The hours that hold a minute of the plan that is scheduled and not taken out, in order. An hour is due once
 * it has elapsed as far as it lies in the plan's window: nobody can have counted it before.
 */
export function dueHours(plan: MinutePlan, asOf: Instant): DueHour[] {
  const firstMinutes = new Map<number, Instant>();
  for (const run of plan.runs.filter(({ flags }) => isCountable(flags))) {
    const { start, end } = timeOf(plan, run);
    for (let hour = Math.floor(start / HOUR); hour * HOUR < end; hour++) {
      if (!firstMinutes.has(hour)) firstMinutes.set(hour, Math.max(start, hour * HOUR));
    }
  }
  const windowEnd = (plan.first + plan.count) * MINUTE;
  return [...firstMinutes]
    .map(([hour, at]) => ({ start: hour * HOUR, end: (hour + 1) * HOUR, at }))
    .filter(({ end }) => Math.min(end, windowEnd) <= asOf);
}

/** The starts of the hours that the stretches cover from end to end; stretches that touch are one. */
export function wholeHours(stretches: Interval[]): Set<Instant> {
  const hours = new Set<Instant>();
  for (const { start, end } of merged(stretches)) {
    for (let hour = Math.ceil(start / HOUR) * HOUR; hour + HOUR <= end; hour += HOUR) hours.add(hour);
  }
  return hours;
}

/** The starts of the hours that the stretches overlap at all. */
export function touchedHours(stretches: Interval[]): Set<Instant> {
  const hours = new Set<Instant>();
  for (const { start, end } of stretches) {
    for (let hour = Math.floor(start / HOUR) * HOUR; hour < end; hour += HOUR) hours.add(hour);
  }
  return hours;
}
