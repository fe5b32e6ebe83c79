// What each minute of a window is before anyone measured it: scheduled or not, elapsed or to come,
// taken out or made good by an exclusion (measurement.md section 3).
import { MINUTE } from '../time/instant.ts';
import type { Instant, Interval } from '../time/instant.ts';
import { minutesOf, minutesWithin } from './minute-span.ts';
import type { MinuteSpan } from './minute-span.ts';

/** The flags of one minute in `MinutePlan.flags`; they add up. */
export const minuteFlag = { scheduled: 1, elapsed: 2, removed: 4, countsGood: 8 } as const;

export type MinutePlan = MinuteSpan & { flags: Uint8Array };

/** A stretch that does not count, or counts as good, once the other party has approved it. */
export type PlannedExclusion = { window: Interval; effect: 'remove' | 'count-good'; approved: boolean };

/**
 * The plan of a window. `scheduled` are ranges of whole minutes; an exclusion covers every minute that it
 * overlaps at all, and does nothing unless it is approved.
 */
export function planMinutes(input: {
  window: Interval;
  scheduled: Interval[];
  exclusions: PlannedExclusion[];
  asOf: Instant;
}): MinutePlan {
  const { window, scheduled, exclusions, asOf } = input;
  const span = minutesOf(window);
  const plan = { ...span, flags: new Uint8Array(span.count) };
  for (const range of scheduled) mark(plan, range, minuteFlag.scheduled);
  mark(plan, { start: window.start, end: Math.floor(asOf / MINUTE) * MINUTE }, minuteFlag.elapsed);
  for (const { window: excluded, effect, approved } of exclusions) {
    if (!approved || excluded.end <= excluded.start) continue;
    const start = Math.floor(excluded.start / MINUTE) * MINUTE;
    mark(
      plan,
      { start, end: excluded.end },
      effect === 'remove' ? minuteFlag.removed : minuteFlag.countsGood,
    );
  }
  return plan;
}

/** Whether a minute with these flags has elapsed, is in service hours and was not taken out. */
export function counts(flags: number): boolean {
  const { scheduled, elapsed, removed } = minuteFlag;
  return (flags & (scheduled | elapsed | removed)) === (scheduled | elapsed);
}

function mark(plan: MinutePlan, range: Interval, flag: number): void {
  const { from, to } = minutesWithin(plan, range);
  for (let minute = from; minute < to; minute++) plan.flags[minute] = (plan.flags[minute] ?? 0) | flag;
}
