// Which slots of the probing schedule have a sample (measurement.md section 4), in minutes that count.
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { slotIndex } from '../time/slots.ts';
import { eventGrade } from './events.ts';
import { countedRuns } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { placesOf } from './minute-span.ts';

/** The grid that a source is asked on: slot `k` is at `phaseMs + k * everyMs`. */
export type SlotGrid = { phaseMs: number; everyMs: number };

/** The slots of one source. `opens` is 1 at the first sample of each slot that is covered. */
export type SourceSlots = {
  source: string;
  plan: MinutePlan;
  grid: SlotGrid;
  vantages: { vantage: string; at: Float64Array; opens: Uint8Array }[];
};

/** A vantage's samples; `grades`, where some say nothing of the promise though they are ok, says which. */
export type CoveringSeries = Pick<SampleSeries, 'vantage' | 'at' | 'outcome'> & {
  grades?: Uint8Array | undefined;
};

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
      opens: slotOpeners(series, plan, grid),
    })),
  };
}

function slotOpeners({ at, outcome, grades }: CoveringSeries, plan: MinutePlan, grid: SlotGrid): Uint8Array {
  const { phaseMs, everyMs } = grid;
  const opens = new Uint8Array(at.length);
  let slotEnd = -Infinity;
  for (const run of countedRuns(plan)) {
    const { from, to } = placesOf(at, plan, run);
    for (let place = from; place < to; place++) {
      const instant = at[place] ?? slotEnd;
      if (instant < slotEnd || outcome[place] === outcomeCode.unmeasured) continue;
      if (outcome[place] === outcomeCode.ok && grades?.[place] === eventGrade.none) continue;
      opens[place] = 1;
      slotEnd += everyMs;
      if (instant >= slotEnd) slotEnd = phaseMs + (slotIndex(instant, phaseMs, everyMs) + 1) * everyMs;
    }
  }
  return opens;
}
