// The clocks of a period as a statement lists them. Slots of an update cadence that nobody gave may be millions:
// where so many would be in the way, the first of each state are listed and the others counted.
import type { PeriodLists } from '../evaluation/statement.ts';
import type { SupportClock } from '../tickets/clocks.ts';
import type { ClockStatement } from './figures.ts';

const listOrder: ClockStatement['state'][] = ['missed', 'unknown', 'running', 'met'];

/**
 * Missed clocks first, then unknown, running and met ones, each by due instant; merged and deleted ones count
 * nowhere. Of decided slots at most `mostSlots` of each state; `clocksMore` counts those left off, if any.
 */
export function clockList(
  clocks: SupportClock[],
  mostSlots = Infinity,
): Pick<PeriodLists, 'clocks' | 'clocksMore'> {
  const byState = Map.groupBy(clocks, ({ state }) => state);
  const clocksMore = { missed: 0, unknown: 0, running: 0, met: 0 };
  const listed = listOrder.flatMap((state) => {
    const all = byState.get(state) ?? [];
    const kept = fewSlots(all, mostSlots);
    clocksMore[state] = all.length - kept.length;
    return byDue(kept).map((clock) => statementOf(clock, state));
  });
  const isWhole = listOrder.every((state) => clocksMore[state] === 0);
  return isWhole ? { clocks: listed } : { clocks: listed, clocksMore };
}

function statementOf(clock: SupportClock, state: ClockStatement['state']): ClockStatement {
  const { ticket, severity, startAt, dueAt, stoppedAt } = clock;
  return { ticket, severity, startAt, dueAt, stoppedAt, state };
}

/** The first to fall due, found without putting all of them in order; clocks of a promise are of one kind. */
function fewSlots(clocks: SupportClock[], most: number): SupportClock[] {
  if (clocks.length <= most || !clocks.every(isDecidedSlot)) return clocks;
  const last = Float64Array.from(clocks, dueOf).sort()[most - 1] ?? Infinity;
  return byDue(clocks.filter((clock) => dueOf(clock) <= last)).slice(0, most);
}

function isDecidedSlot({ kind, state }: SupportClock): boolean {
  return kind === 'update' && state !== 'running';
}

function byDue(clocks: SupportClock[]): SupportClock[] {
  return clocks.sort((a, b) => dueOf(a) - dueOf(b));
}

/** A clock that stands still is due last. */
function dueOf({ dueAt }: SupportClock): number {
  return dueAt ?? Number.MAX_VALUE;
}
