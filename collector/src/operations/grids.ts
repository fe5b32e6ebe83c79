// When a source was to be asked: the grid of its slots under each version of its agreement's terms, for as long as
// the agreement counts (measurement.md section 2).
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { versionsOf } from '@upheld/shared/agreement/versions';
import { milliseconds } from '@upheld/shared/time/duration';
import { effectiveWindow } from '@upheld/shared/time/effective';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { slotAtOrAfter, slotPhase } from '@upheld/shared/time/slots';

/** The slots of [start, end) that lie `phaseMs` into their interval. */
export type Grid = Interval & { everyMs: number; phaseMs: number };

/** Other terms are noticed at the start of their minute, within this time; a slot in it may be one of the old terms. */
const turnMs = 1000;

/** The grids of a source in order, without those of versions in which nobody probes it. */
export function gridsOf(agreement: Agreement, source: string, isProbed: (type: string) => boolean): Grid[] {
  return versionsOf(agreement).flatMap(({ from, until, terms }) => {
    const asked = terms.sources.find(({ name, type }) => name === source && isProbed(type));
    const { start, end } = effectiveWindow(terms.effective, terms.timeZone);
    const window = { start: Math.max(from, start) + turnMs, end: Math.min(until, end) };
    if (asked === undefined || window.start >= window.end) return [];
    const everyMs = milliseconds(asked.every);
    return [{ ...window, everyMs, phaseMs: slotPhase(agreement.name, source, everyMs) }];
  });
}

/** Whether an instant is a slot of one of the grids. */
export function isSlot(grids: readonly Grid[], at: Instant): boolean {
  const grid = grids.find(({ start, end }) => start <= at && at < end);
  return grid !== undefined && slotAtOrAfter(at, grid.phaseMs, grid.everyMs) === at;
}

/** How many slots lie in [start, end), and the first and the last of them. */
export function slotsIn(
  grids: readonly Grid[],
  { start, end }: Interval,
): { slots: number; first: Instant; last: Instant } {
  const found = { slots: 0, first: NaN, last: NaN };
  for (const grid of grids) {
    const first = slotAtOrAfter(Math.max(start, grid.start), grid.phaseMs, grid.everyMs);
    const slots = Math.ceil((Math.min(end, grid.end) - first) / grid.everyMs);
    if (slots <= 0) continue;
    if (found.slots === 0) found.first = first;
    found.slots += slots;
    found.last = first + (slots - 1) * grid.everyMs;
  }
  return found;
}
