// How much of the probing schedule has a sample (measurement.md section 4): slots with one over slots that
// were due, counted so that the counts of stretches add up to those of the whole.
import { compareRatios, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import type { Interval } from '../time/instant.ts';
import { MINUTE } from '../time/instant.ts';
import { slotIndex } from '../time/slots.ts';
import type { SlotGrid, SourceSlots } from './coverage.ts';
import type { FlagRun } from './flag-runs.ts';
import { countedRuns } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { placesOf } from './minute-span.ts';
import { countOpened } from './told-slots.ts';

/** Slots, or hours of counted traffic, that were due, and those of them that are covered. */
export type SlotCounts = { covered: number; due: number };

/** The slots of one source in a stretch: those that were due, and those covered by vantage. */
export type SlotTally = { source: string; due: number; covered: Record<string, number> };

/**
 * The slots of a part of the plan's span. A vantage without a row, measured or not, in a minute of it that
 * counts is not named: what it did at other times does not make its slots due.
 */
export function tallySlots({ source, plan, grid, vantages }: SourceSlots, part: Interval): SlotTally {
  const runs = countedRuns(plan, part);
  const covered = vantages.flatMap((series) => {
    const opened = runs.map((run) => openedIn(series, plan, run)).filter((slots) => slots !== null);
    return opened.length === 0 ? [] : [[series.vantage, sum(opened)] as const];
  });
  return { source, due: slotsDue(runs, plan, grid), covered: Object.fromEntries(covered) };
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

/**
 * The least covered share of several feeds; null where nothing was due. Each must reach a floor by itself:
 * hundreds of checks would hide that the one hour is missing which holds nearly all of the requests.
 */
export function leastCoverage(feeds: SlotCounts[]): Ratio | null {
  const shares = feeds.filter(({ due }) => due > 0).map(({ covered, due }) => ratio(covered, due));
  return shares.toSorted(compareRatios)[0] ?? null;
}

function slotsDue(runs: FlagRun[], { first }: MinutePlan, { phaseMs, everyMs }: SlotGrid): number {
  const before = (minute: number) => slotIndex((first + minute) * MINUTE - 1, phaseMs, everyMs);
  return sum(runs.map(({ from, to }) => before(to) - before(from)));
}

/** Null without a row. */
function openedIn(
  { at, opens, told }: SourceSlots['vantages'][number],
  plan: MinutePlan,
  run: FlagRun,
): number | null {
  if (told !== undefined) return countOpened(told, run);
  const { from, to } = placesOf(at, plan, run);
  if (from === to) return null;
  let opened = 0;
  for (let place = from; place < to; place++) opened += opens[place] ?? 0;
  return opened;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
