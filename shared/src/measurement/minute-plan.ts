// What each minute of a window is before anyone measured it: scheduled or not, elapsed or to come,
// taken out or made good by an exclusion (measurement.md section 3).
import { MINUTE } from '../time/instant.ts';
import type { Instant, Interval } from '../time/instant.ts';
import { flagRuns } from './flag-runs.ts';
import type { FlagRun, Mark } from './flag-runs.ts';
import { minutesOf, minutesWithin } from './minute-span.ts';
import type { MinuteSpan } from './minute-span.ts';

/** The flags of a minute; they add up. */
export const minuteFlag = { scheduled: 1, elapsed: 2, removed: 4, countsGood: 8 } as const;

/** The runs of minutes with the same flags, in order and without gaps. */
export type MinutePlan = MinuteSpan & { runs: FlagRun[] };

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
  const elapsed = { start: window.start, end: Math.floor(asOf / MINUTE) * MINUTE };
  const marks = [
    { ...minutesWithin(span, elapsed), flag: minuteFlag.elapsed },
    ...scheduled.map((range) => ({ ...minutesWithin(span, range), flag: minuteFlag.scheduled })),
    ...exclusions.flatMap((exclusion) => markOf(span, exclusion)),
  ];
  return { ...span, runs: flagRuns(marks, span.count) };
}

/** Whether a minute with these flags has elapsed, is in service hours and was not taken out. */
export function counts(flags: number): boolean {
  const { scheduled, elapsed, removed } = minuteFlag;
  return (flags & (scheduled | elapsed | removed)) === (scheduled | elapsed);
}

/** Whether it is in service hours and was not taken out, elapsed or to come. */
export function isCountable(flags: number): boolean {
  return (flags & (minuteFlag.scheduled | minuteFlag.removed)) === minuteFlag.scheduled;
}

/** Whether it has elapsed, is in service hours and was taken out. */
export function isExcluded(flags: number): boolean {
  const out = minuteFlag.scheduled | minuteFlag.elapsed | minuteFlag.removed;
  return (flags & out) === out;
}

/** The runs of minutes that count, as `counts` says: those of the whole plan, or of a part, cut to it. */
export function countedRuns(plan: MinutePlan, part?: Interval): FlagRun[] {
  const counted = plan.runs.filter(({ flags }) => counts(flags));
  if (part === undefined) return counted;
  const { from, to } = minutesWithin(plan, part);
  return counted
    .filter((run) => run.from < to && from < run.to)
    .map((run) => ({ ...run, from: Math.max(run.from, from), to: Math.min(run.to, to) }));
}

function markOf(span: MinuteSpan, { window, effect, approved }: PlannedExclusion): Mark[] {
  if (!approved || window.end <= window.start) return [];
  const start = Math.floor(window.start / MINUTE) * MINUTE;
  const flag = effect === 'remove' ? minuteFlag.removed : minuteFlag.countsGood;
  return [{ ...minutesWithin(span, { start, end: window.end }), flag }];
}
