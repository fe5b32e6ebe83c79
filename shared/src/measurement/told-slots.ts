// Which slots of the probing schedule minutes cover, where tallies tell of them. A slot may be covered by several
// minutes and counts once; a tally counts it at its first one, as if all of its minutes counted and none came before.
import { MINUTE } from '../time/instant.ts';
import { slotIndex } from '../time/slots.ts';
import type { SlotGrid } from './coverage.ts';
import { countedRuns } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { sumWithin, valueAt } from './runs.ts';
import type { SummedRuns } from './runs.ts';

/**
 * Of a minute with a row: the first slot that it covers began before it, was covered before it by the same tally, and
 * the last one goes on after it.
 */
export const slotEdge = { hasRows: 1, beganBefore: 2, openBefore: 4, goesOn: 8 } as const;

/** How many slots each minute opens, its `slotEdge`, and the minutes that tallies begin with. */
export type ToldSlots = { opens: SummedRuns; edges: SummedRuns; starts: number[] };

/** `moved`: by how much minutes open more or less than `opens` says, because of what does not count. */
export type OpenedSlots = ToldSlots & { moved: Map<number, number> };

/** The slots that are opened in the minutes that count. Only where a run or a tally begins may a tally be wrong. */
export function openedSlots(slots: ToldSlots, plan: MinutePlan, grid: SlotGrid): OpenedSlots {
  const moved = new Map<number, number>();
  const runs = countedRuns(plan);
  let next = 0;
  for (const { from, to } of runs) {
    while ((slots.starts[next] ?? Infinity) <= from) next += 1;
    const begin = [from];
    for (; (slots.starts[next] ?? Infinity) < to; next++) begin.push(slots.starts[next] ?? 0);
    for (const minute of begin) {
      const slot = slotAround(minute, plan, grid);
      const covering = firstCovering(slots, { from: minute, to: Math.min(to, slot.to) });
      if (covering === null) continue;
      const isTold = (valueAt(slots.edges, covering) & slotEdge.openBefore) !== 0;
      const isOpen = runs.some((run) =>
        goesOn(slots, { from: Math.max(run.from, slot.from), to: Math.min(run.to, covering) }),
      );
      if (isTold !== isOpen) moved.set(covering, isTold ? 1 : -1);
    }
  }
  return { ...slots, moved };
}

/** How many slots are opened in a run of minutes that count; null where none of them has a row. */
export function countOpened(
  { opens, edges, moved }: OpenedSlots,
  run: { from: number; to: number },
): number | null {
  // Every minute with a row has a flag.
  if (sumWithin(edges, run) === 0) return null;
  let opened = sumWithin(opens, run);
  for (const [minute, by] of moved) if (run.from <= minute && minute < run.to) opened += by;
  return opened;
}

/** The minutes `[from, to)` that the slot touches which goes on where a minute begins; none if one begins there. */
function slotAround(minute: number, { first }: MinutePlan, { phaseMs, everyMs }: SlotGrid) {
  const instant = (first + minute) * MINUTE;
  const start = phaseMs + slotIndex(instant, phaseMs, everyMs) * everyMs;
  if (start === instant) return { from: minute, to: minute };
  return { from: Math.floor(start / MINUTE) - first, to: Math.ceil((start + everyMs) / MINUTE) - first };
}

function firstCovering({ edges }: ToldSlots, { from, to }: { from: number; to: number }): number | null {
  for (let minute = from; minute < to; minute++) {
    if ((valueAt(edges, minute) & slotEdge.beganBefore) !== 0) return minute;
  }
  return null;
}

function goesOn({ edges }: ToldSlots, { from, to }: { from: number; to: number }): boolean {
  for (let minute = to - 1; minute >= from; minute--) {
    if ((valueAt(edges, minute) & slotEdge.goesOn) !== 0) return true;
  }
  return false;
}
