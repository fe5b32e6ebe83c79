// How much of the probing schedule has a sample (measurement.md section 4): slots with one over slots that
// were due, counted so that the counts of stretches add up to those of the whole.
import type { Interval } from '../time/instant.ts';
import { MINUTE } from '../time/instant.ts';
import { slotIndex } from '../time/slots.ts';
import type { SlotGrid, SourceSlots } from './coverage.ts';
import { countedRuns } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { minutesWithin, placesOf } from './minute-span.ts';
import { indexAtOrAfter } from './rising-column.ts';

export type SlotCounts = { covered: number; due: number };

/** The slots of one source in a stretch: those that were due, and those covered by vantage. */
export type SlotTally = { source: string; due: number; covered: Record<string, number> };

/**
 * The slots of a part of the plan's span. A vantage without a row, measured or not, in a minute of it that
 * counts is not named: what it did at other times does not make its slots due.
 */
export function tallySlots({ source, plan, grid, vantages }: SourceSlots, part: Interval): SlotTally {
  const { from, to } = minutesWithin(plan, part);
  const start = (plan.first + from) * MINUTE;
  const end = (plan.first + to) * MINUTE;
  const within = (at: Float64Array) => indexAtOrAfter(at, end) - indexAtOrAfter(at, start);
  const present = vantages.filter(({ at }) => hasRows(at, plan, from, to));
  return {
    source,
    due: slotsDue(plan, grid, from, to),
    covered: Object.fromEntries(present.map(({ vantage, coveredAt }) => [vantage, within(coveredAt)])),
  };
}

/** The sum of tallies of any sources, with one entry for each source. */
export function sumSlots(tallies: SlotTally[]): SlotTally[] {
  const sums = new Map<string, SlotTally>();
  for (const { source, due, covered } of tallies) {
    const sum = sums.get(source) ?? { source, due: 0, covered: {} };
    sums.set(source, sum);
    sum.due += due;
    for (const [vantage, slots] of Object.entries(covered)) {
      sum.covered[vantage] = (sum.covered[vantage] ?? 0) + slots;
    }
  }
  return [...sums.values()];
}

/**
 * The slots of all sources, each over every vantage that has a row and at least one. No vantage covers more
 * slots than were due.
 */
export function countSlots(tallies: SlotTally[]): SlotCounts {
  const counts = { covered: 0, due: 0 };
  for (const { due, covered } of tallies) {
    const slots = Object.values(covered);
    counts.due += due * Math.max(1, slots.length);
    for (const count of slots) counts.covered += Math.min(due, count);
  }
  return counts;
}

function hasRows(at: Float64Array, plan: MinutePlan, from: number, to: number): boolean {
  for (const run of countedRuns(plan)) {
    const [start, end] = [Math.max(run.from, from), Math.min(run.to, to)];
    const rows = placesOf(at, plan, { from: start, to: end });
    if (start < end && rows.from < rows.to) return true;
  }
  return false;
}

function slotsDue(plan: MinutePlan, { phaseMs, everyMs }: SlotGrid, from: number, to: number): number {
  const before = (minute: number) => slotIndex((plan.first + minute) * MINUTE - 1, phaseMs, everyMs);
  let due = 0;
  for (const run of countedRuns(plan)) {
    const [start, end] = [Math.max(run.from, from), Math.min(run.to, to)];
    if (start < end) due += before(end) - before(start);
  }
  return due;
}
