// Traffic that somebody else counted, sorted by what it says of a part (measurement.md section 4, "Traffic
// counted by a partner"). Nobody can tell when in its stretch a request of a slice was made, so a slice counts
// as a whole or not at all.
import type { Slice } from '../facts/slice.ts';
import { MINUTE } from '../time/instant.ts';
import type { Instant } from '../time/instant.ts';
import { dueHours, touchedHours, wholeHours } from './due-hours.ts';
import type { DueHour } from './due-hours.ts';
import type { FlagRun } from './flag-runs.ts';
import { isCountable, minuteFlag } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';

type Answered = Extract<Slice, { fault: null }>;
type Unanswered = Exclude<Slice, Answered>;

/** A slice in the total; `countsGood`: an exclusion makes all of its requests good. */
export type CountedSlice = Answered & { countsGood: boolean };

/** Why a slice that overlaps minutes that count is in no total. A closed list, in the order of precedence. */
export const undecidedReasons = [
  'counted over another threshold',
  'across the edge of a period or an amendment',
  'partly outside service hours',
  'partly excluded',
] as const;
export type UndecidedReason = (typeof undecidedReasons)[number];

/** What a source of counted traffic says of a part. All lists are in order of time. */
export type SourceTraffic = {
  source: string;
  plan: MinutePlan;
  thresholdMs: number | null;
  counted: CountedSlice[];
  /** Slices that would count, had their queries been answered with counts. */
  unanswered: Unanswered[];
  undecided: (Answered & { why: UndecidedReason })[];
  /** `isRead`: a slice of it is known, whatever it says. */
  hours: (DueHour & { isCovered: boolean; isRead: boolean })[];
};

/** `thresholdMs` is what a slow request took longer than, null where the promise is about failed ones. */
export type TrafficInput = {
  source: string;
  slices: Slice[];
  plan: MinutePlan;
  thresholdMs: number | null;
  asOf: Instant;
};

/**
 * Sorts the slices of one source. One that has not elapsed is not known yet, and one that overlaps no minute
 * that is scheduled and not taken out bears on nothing. An hour is covered where slices that count fill it.
 */
export function sourceTraffic({ source, slices, plan, thresholdMs, asOf }: TrafficInput): SourceTraffic {
  const traffic: SourceTraffic = {
    ...{ source, plan, thresholdMs },
    ...{ counted: [], unanswered: [], undecided: [], hours: [] },
  };
  for (const slice of slices.toSorted((a, b) => a.start - b.start)) {
    const runs = runsUnder(slice, plan);
    if (lastMinuteEnd(slice) > asOf || !runs.some(({ flags }) => isCountable(flags))) continue;
    const why = reasonAgainst(slice, runs, plan, thresholdMs);
    if (slice.fault !== null) {
      if (why === null) traffic.unanswered.push(slice);
    } else if (why !== null) traffic.undecided.push({ ...slice, why });
    else traffic.counted.push({ ...slice, countsGood: runs.some(isForgiven) });
  }
  const [covered, read] = [wholeHours(traffic.counted), touchedHours(slices)];
  traffic.hours = dueHours(plan, asOf).map((hour) => {
    return { ...hour, isCovered: covered.has(hour.start), isRead: read.has(hour.start) };
  });
  return traffic;
}

/** Null for a slice of which every minute counts alike. */
function reasonAgainst(
  slice: Slice,
  runs: FlagRun[],
  plan: MinutePlan,
  thresholdMs: number | null,
): UndecidedReason | null {
  const { from, to } = placesUnder(slice, plan);
  if (slice.thresholdMs !== thresholdMs) return 'counted over another threshold';
  if (from < 0 || to > plan.count) return 'across the edge of a period or an amendment';
  if (!runs.every(isScheduled)) return 'partly outside service hours';
  const isAlike = runs.every(isForgiven) || !runs.some(isForgiven);
  return isAlike && runs.every(({ flags }) => isCountable(flags)) ? null : 'partly excluded';
}

function isScheduled({ flags }: FlagRun): boolean {
  return (flags & minuteFlag.scheduled) !== 0;
}

function isForgiven({ flags }: FlagRun): boolean {
  return (flags & minuteFlag.countsGood) !== 0;
}

/** The runs of the plan that a slice overlaps. */
function runsUnder(slice: Slice, plan: MinutePlan): FlagRun[] {
  const { from, to } = placesUnder(slice, plan);
  return plan.runs.filter((run) => run.from < to && from < run.to);
}

/** The places of the minutes that a slice overlaps; they may lie outside of the plan. */
function placesUnder({ start, end }: Slice, { first }: MinutePlan): { from: number; to: number } {
  return { from: Math.floor(start / MINUTE) - first, to: Math.ceil(end / MINUTE) - first };
}

function lastMinuteEnd({ end }: Slice): Instant {
  return Math.ceil(end / MINUTE) * MINUTE;
}
