// The minute ledger (measurement.md section 3): every minute of a window is one of a few classes, and
// every number of the ledger is a count of classes. A day is a slice of the same column, so days always
// add up to their period.
import { ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import type { Interval } from '../time/instant.ts';
import { minuteFlag } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { minutesWithin, rangesOf } from './minute-span.ts';
import type { MinuteSpan } from './minute-span.ts';
import { minuteState } from './minute-state.ts';
import type { LedgerCounts } from '../evaluation/statement.ts';

/** What a minute counts as. The last two are still to come. */
const minuteClass = {
  unscheduled: 0,
  excluded: 1,
  good: 2,
  bad: 3,
  unmeasured: 4,
  upcoming: 5,
  upcomingExcluded: 6,
} as const;

export type LedgerMinutes = MinuteSpan & { classes: Uint8Array };

/** The counts of a window with what is still to come, and the shares that follow from them. */
export type Ledger = {
  counts: LedgerCounts;
  /** Scheduled minutes of the whole window that no exclusion removes: P_total - X_total. */
  countable: number;
  /** (G+B)/(P-X); null when nothing that counts has elapsed. So are `worst` and `best`. */
  coverage: Ratio | null;
  /** G/(G+B); null when nothing was measured. */
  point: Ratio | null;
  /** G/(P-X): every unmeasured minute was bad. */
  worst: Ratio | null;
  /** (G+U)/(P-X): every unmeasured minute was good. */
  best: Ratio | null;
  scheduledTotal: number;
  excludedTotal: number;
};

/** Gives every minute its class. `states` is a column of minute states over the same window as the plan. */
export function classifyMinutes(plan: MinutePlan, states: Uint8Array): LedgerMinutes {
  const { first, count, flags } = plan;
  const classes = new Uint8Array(count);
  for (let minute = 0; minute < count; minute++) {
    classes[minute] = classOf(flags[minute] ?? 0, states[minute] ?? minuteState.unmeasured);
  }
  return { first, count, classes };
}

/** The ledger of classified minutes. */
export function countLedger({ classes }: LedgerMinutes): Ledger {
  const tally = histogram(classes);
  const counts = elapsedCounts(tally);
  const { scheduled, excluded, good, bad, unmeasured } = counts;
  const counted = scheduled - excluded;
  const scheduledTotal = scheduled + count(tally, 'upcoming') + count(tally, 'upcomingExcluded');
  const excludedTotal = excluded + count(tally, 'upcomingExcluded');
  return {
    counts,
    countable: scheduledTotal - excludedTotal,
    coverage: share(good + bad, counted),
    point: share(good, good + bad),
    worst: share(good, counted),
    best: share(good + unmeasured, counted),
    scheduledTotal,
    excludedTotal,
  };
}

/** The counts of what has elapsed of a part of the window, such as one local day. */
export function countPart(ledger: LedgerMinutes, part: Interval): LedgerCounts {
  const { from, to } = minutesWithin(ledger, part);
  return elapsedCounts(histogram(ledger.classes.subarray(from, to)));
}

/** The bad, unmeasured or excluded minutes that have elapsed, or those to come that count; neighbours joined. */
export function minuteRanges(
  ledger: LedgerMinutes,
  kind: 'bad' | 'unmeasured' | 'excluded' | 'upcoming',
): Interval[] {
  return rangesOf(ledger, ledger.classes, minuteClass[kind]);
}

function classOf(flags: number, state: number): number {
  if ((flags & minuteFlag.scheduled) === 0) return minuteClass.unscheduled;
  const isRemoved = (flags & minuteFlag.removed) !== 0;
  if ((flags & minuteFlag.elapsed) === 0) {
    return isRemoved ? minuteClass.upcomingExcluded : minuteClass.upcoming;
  }
  if (isRemoved) return minuteClass.excluded;
  if (state === minuteState.good || (flags & minuteFlag.countsGood) !== 0) return minuteClass.good;
  return state === minuteState.bad ? minuteClass.bad : minuteClass.unmeasured;
}

function histogram(classes: Uint8Array): Uint32Array {
  const tally = new Uint32Array(Object.keys(minuteClass).length);
  for (let minute = 0; minute < classes.length; minute++) {
    const kind = classes[minute] ?? 0;
    tally[kind] = (tally[kind] ?? 0) + 1;
  }
  return tally;
}

function count(tally: Uint32Array, kind: keyof typeof minuteClass): number {
  return tally[minuteClass[kind]] ?? 0;
}

function elapsedCounts(tally: Uint32Array): LedgerCounts {
  const excluded = count(tally, 'excluded');
  const good = count(tally, 'good');
  const bad = count(tally, 'bad');
  const unmeasured = count(tally, 'unmeasured');
  return { scheduled: excluded + good + bad + unmeasured, excluded, good, bad, unmeasured };
}

function share(part: number, whole: number): Ratio | null {
  return whole === 0 ? null : ratio(part, whole);
}
