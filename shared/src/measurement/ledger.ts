// The minute ledger (measurement.md section 3): every minute of a window is one of a few classes, and
// every number of the ledger is a count of classes. A day is a slice of the same column, so days always
// add up to their period.
import { ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import type { Interval } from '../time/instant.ts';
import { countCodes, endOfRun } from './codes.ts';
import { minuteFlag } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { minutesWithin, rangesOf } from './minute-span.ts';
import type { MinuteSpan } from './minute-span.ts';
import { minuteState } from './minute-state.ts';
import type { LedgerCounts } from './figures.ts';

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

/** How many minutes of a stretch are in each class that the ledger counts; tallies of stretches add up. */
export type ClassCounts = Record<Exclude<keyof typeof minuteClass, 'unscheduled'>, number>;

/** Gives every minute its class. `states` is a column of minute states over the same window as the plan. */
export function classifyMinutes(plan: MinutePlan, states: Uint8Array): LedgerMinutes {
  const { first, count, runs } = plan;
  const classes = new Uint8Array(count);
  for (const { from, to, flags } of runs) {
    for (let minute = from; minute < to;) {
      const end = endOfRun(states, minute, to);
      classes.fill(classOf(flags, states[minute] ?? minuteState.unmeasured), minute, end);
      minute = end;
    }
  }
  return { first, count, classes };
}

/** The counts of a part of the window, or of the whole. */
export function countClasses(ledger: LedgerMinutes, part?: Interval): ClassCounts {
  const { from, to } = part ? minutesWithin(ledger, part) : { from: 0, to: ledger.count };
  const counted = countCodes(ledger.classes, from, to, Object.keys(minuteClass).length);
  const of = (kind: keyof typeof minuteClass) => counted[minuteClass[kind]] ?? 0;
  return {
    ...{ excluded: of('excluded'), good: of('good'), bad: of('bad'), unmeasured: of('unmeasured') },
    ...{ upcoming: of('upcoming'), upcomingExcluded: of('upcomingExcluded') },
  };
}

/** The ledger of classified minutes. */
export function countLedger(minutes: LedgerMinutes): Ledger {
  return ledgerOf(countClasses(minutes));
}

/** The ledger of a window by its counts. */
export function ledgerOf(classes: ClassCounts): Ledger {
  const counts = elapsedCounts(classes);
  const { scheduled, excluded, good, bad, unmeasured } = counts;
  const counted = scheduled - excluded;
  const scheduledTotal = scheduled + classes.upcoming + classes.upcomingExcluded;
  const excludedTotal = excluded + classes.upcomingExcluded;
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
  return elapsedCounts(countClasses(ledger, part));
}

/** The counts of what has elapsed. */
export function elapsedCounts({ excluded, good, bad, unmeasured }: ClassCounts): LedgerCounts {
  return { scheduled: excluded + good + bad + unmeasured, excluded, good, bad, unmeasured };
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

function share(part: number, whole: number): Ratio | null {
  return whole === 0 ? null : ratio(part, whole);
}
