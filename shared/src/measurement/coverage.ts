// How much of the probing schedule has a sample (measurement.md section 4): slots with one over slots
// that were due, both in minutes that count.
import type { SampleSeries } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import { slotIndex } from '../time/slots.ts';
import { visitEvents } from './events.ts';
import { counts } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { indexAtOrAfter } from './rising-column.ts';

export type SlotCounts = { covered: number; due: number };

/** The grid that a source is asked on: slot `k` is at `phaseMs + k * everyMs`. */
export type SlotGrid = { phaseMs: number; everyMs: number };

/**
 * The slots of one source, over every vantage that has a row in the window and at least one. A slot is
 * covered once however many samples it holds, and no vantage covers more slots than were due.
 */
export function countSlots(vantages: SampleSeries[], plan: MinutePlan, grid: SlotGrid): SlotCounts {
  const due = slotsDue(plan, grid);
  const present = vantages.filter((series) => hasRows(series, plan));
  const covered = present.map((series) => Math.min(due, slotsCovered(series, plan, grid)));
  return {
    covered: covered.reduce((sum, slots) => sum + slots, 0),
    due: due * Math.max(1, present.length),
  };
}

function hasRows({ at }: SampleSeries, { first, count }: MinutePlan): boolean {
  return indexAtOrAfter(at, first * MINUTE) < indexAtOrAfter(at, (first + count) * MINUTE);
}

function slotsCovered(series: SampleSeries, plan: MinutePlan, { phaseMs, everyMs }: SlotGrid): number {
  let covered = 0;
  let last = -Infinity;
  visitEvents(series, plan, (place) => {
    const slot = slotIndex(series.at[place] ?? 0, phaseMs, everyMs);
    if (slot !== last) covered += 1;
    last = slot;
  });
  return covered;
}

function slotsDue(plan: MinutePlan, { phaseMs, everyMs }: SlotGrid): number {
  let due = 0;
  for (let minute = 0; minute < plan.count; minute++) {
    if (!counts(plan.flags[minute] ?? 0)) continue;
    const start = (plan.first + minute) * MINUTE;
    due += slotIndex(start + MINUTE - 1, phaseMs, everyMs) - slotIndex(start - 1, phaseMs, everyMs);
  }
  return due;
}
