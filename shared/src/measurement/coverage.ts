// Which slots of the probing schedule have a sample (measurement.md section 4), in minutes that count.
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import type { Instant } from '../time/instant.ts';
import { slotIndex } from '../time/slots.ts';
import { eventGrade } from './events.ts';
import { countedRuns } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { placesOf } from './minute-span.ts';

/** The grid that a source is asked on: slot `k` is at `phaseMs + k * everyMs`. */
export type SlotGrid = { phaseMs: number; everyMs: number };

/** The slots of one source. `opens` is 1 at the first sample of each slot that is covered; of minutes it is their sum. */
export type SourceSlots = {
  source: string;
  plan: MinutePlan;
  grid: SlotGrid;
  vantages: { vantage: string; at: Float64Array; opens: Uint16Array }[];
};

/** A vantage's samples; `grades`, where some say nothing of the promise though they are ok, says which. */
export type CoveringSamples = Pick<SampleSeries, 'vantage' | 'at' | 'outcome'> & {
  grades?: Uint32Array | undefined;
};

/** Of a minute with a row: whether the first slot that it covers began before it, and the last one goes on after it. */
export const slotEdge = { hasRows: 1, beganBefore: 2, goesOn: 4 } as const;

/** How many slots each minute covers, and its `slotEdge`: a slot may be covered by several minutes, and counts once. */
export type MinuteSlots = { covered: Uint32Array; edges: Uint32Array };

/** A vantage's minutes with rows, each at its start. */
export type CoveringMinutes = { vantage: string; at: Float64Array; slots: MinuteSlots };

export type CoveringSeries = CoveringSamples | CoveringMinutes;

/**
 * Finds the slots that are covered: once each, however many samples they hold. An ok sample without the
 * reading that was promised covers none, so that leaving a reading out is leaving the check out.
 */
export function sourceSlots(
  source: string,
  vantages: CoveringSeries[],
  plan: MinutePlan,
  grid: SlotGrid,
): SourceSlots {
  return {
    ...{ source, plan, grid },
    vantages: vantages.map((series) => ({
      ...{ vantage: series.vantage, at: series.at },
      opens: 'slots' in series ? slotsOpened(series, plan, grid) : slotOpeners(series, plan, grid),
    })),
  };
}

/** A slot that a minute covers too was opened by an earlier one, if that one counts. */
function slotsOpened({ at, slots }: CoveringMinutes, plan: MinutePlan, grid: SlotGrid): Uint16Array {
  const { covered, edges } = slots;
  const opens = new Uint16Array(at.length);
  let slotEnd = -Infinity;
  for (const run of countedRuns(plan)) {
    const { from, to } = placesOf(at, plan, run);
    for (let place = from; place < to; place++) {
      const count = covered[place] ?? 0;
      if (count === 0) continue;
      const edge = edges[place] ?? 0;
      const start = at[place] ?? 0;
      const isOpen = (edge & slotEdge.beganBefore) !== 0 && slotEnd > start;
      opens[place] = isOpen ? count - 1 : count;
      slotEnd = (edge & slotEdge.goesOn) === 0 ? -Infinity : endOfSlot(start + MINUTE, grid);
    }
  }
  return opens;
}

function endOfSlot(instant: Instant, { phaseMs, everyMs }: SlotGrid): Instant {
  return phaseMs + (slotIndex(instant, phaseMs, everyMs) + 1) * everyMs;
}

function slotOpeners(
  { at, outcome, grades }: CoveringSamples,
  plan: MinutePlan,
  grid: SlotGrid,
): Uint16Array {
  const opens = new Uint16Array(at.length);
  let slotEnd = -Infinity;
  for (const run of countedRuns(plan)) {
    const { from, to } = placesOf(at, plan, run);
    for (let place = from; place < to; place++) {
      const instant = at[place] ?? slotEnd;
      if (instant < slotEnd || outcome[place] === outcomeCode.unmeasured) continue;
      if (outcome[place] === outcomeCode.ok && grades?.[place] === eventGrade.none) continue;
      opens[place] = 1;
      slotEnd += grid.everyMs;
      if (instant >= slotEnd) slotEnd = endOfSlot(instant, grid);
    }
  }
  return opens;
}
