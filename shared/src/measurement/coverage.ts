// Which slots of the probing schedule have a sample (measurement.md section 4), in minutes that count.
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import type { Instant } from '../time/instant.ts';
import { slotIndex } from '../time/slots.ts';
import { eventGrade } from './events.ts';
import { countedRuns } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { placesOf } from './minute-span.ts';
import { openedSlots } from './told-slots.ts';
import type { OpenedSlots, ToldSlots } from './told-slots.ts';

/** The grid that a source is asked on: slot `k` is at `phaseMs + k * everyMs`. */
export type SlotGrid = { phaseMs: number; everyMs: number };

/**
 * The slots of one source: of each vantage, `opens` is 1 at the first sample of each slot that is covered; where
 * tallies tell of it, `told` says how many each minute opens, and there are no samples.
 */
export type SourceSlots = {
  source: string;
  plan: MinutePlan;
  grid: SlotGrid;
  vantages: { vantage: string; at: Float64Array; opens: Uint8Array; told?: OpenedSlots }[];
};

/** A vantage's samples; `grades`, where some say nothing of the promise though they are ok, says which. */
export type CoveringSamples = Pick<SampleSeries, 'vantage' | 'at' | 'outcome'> & {
  grades?: Uint32Array | undefined;
};

/** What tallies tell of a vantage. */
export type CoveringMinutes = { vantage: string; slots: ToldSlots };

/**
 * Finds the slots that are covered: once each, however many samples they hold. An ok sample without the
 * reading that was promised covers none, so that leaving a reading out is leaving the check out.
 */
export function sourceSlots(
  source: string,
  vantages: (CoveringSamples | CoveringMinutes)[],
  plan: MinutePlan,
  grid: SlotGrid,
): SourceSlots {
  return {
    ...{ source, plan, grid },
    vantages: vantages.map((series) => {
      const { vantage } = series;
      if (!('slots' in series)) return { vantage, at: series.at, opens: slotOpeners(series, plan, grid) };
      const none = { at: new Float64Array(), opens: new Uint8Array() };
      return { vantage, ...none, told: openedSlots(series.slots, plan, grid) };
    }),
  };
}

function endOfSlot(instant: Instant, { phaseMs, everyMs }: SlotGrid): Instant {
  return phaseMs + (slotIndex(instant, phaseMs, everyMs) + 1) * everyMs;
}

function slotOpeners({ at, outcome, grades }: CoveringSamples, plan: MinutePlan, grid: SlotGrid): Uint8Array {
  const opens = new Uint8Array(at.length);
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
