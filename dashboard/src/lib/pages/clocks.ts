// A response promise's tickets with their clocks: missed first, then those still running. Pure.
import type { ClockStatement } from '@upheld/shared/measurement/figures';
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import type { Instant } from '@upheld/shared/time/instant';
import { MINUTE } from '@upheld/shared/time/instant';
import { printInstant } from '../words/instant.ts';
import { joined } from '../words/names.ts';
import { counted, grouped } from '../words/number.ts';
import { spanWords } from '../words/span.ts';
import { ticketHref } from './links.ts';

export type ClockRow = ReturnType<typeof clockRow>;
export type ClockTable = ReturnType<typeof clockTable>;

const order: ClockStatement['state'][] = ['missed', 'unknown', 'running', 'met'];

/** What starts and stops the clocks of each kind, as column heads, and what is said of one that nothing stopped. */
const kinds: Record<string, { start: string; stop: string; overdue: string }> = {
  'first-response': { start: 'Opened', stop: 'Answered', overdue: 'unanswered' },
  'update-cadence': { start: 'Since', stop: 'Update given', overdue: 'no update' },
  resolution: { start: 'Opened', stop: 'Resolved', overdue: 'unresolved' },
};
const otherwise = { start: 'Start', stop: 'Stopped', overdue: 'running' };

/**
 * The listed clocks of the period in the order in which they want attention, under the heads of its kind. Tickets link
 * to their account at `desk`.
 */
export function clockTable(
  { clocks = [], clocksMore }: Pick<PromisePeriod, 'clocks' | 'clocksMore'>,
  indicator: string,
  { asOf, zone, desk }: { asOf: Instant; zone: string; desk: Desk },
) {
  const words = kinds[indicator] ?? otherwise;
  const rows = clocks
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.startAt - a.startAt)
    .map((clock) => clockRow(clock, { asOf, zone, desk, ...words, isSlot: indicator === 'update-cadence' }));
  return {
    heads: words,
    rows,
    more: clocksMore === undefined ? null : moreSentence(rows.length, clocksMore),
  };
}

/** `200 clocks are listed here, and 12,345 more are not: 12,000 missed and 345 met. The figures are of all of them.` */
function moreSentence(listed: number, more: NonNullable<PromisePeriod['clocksMore']>): string {
  const states = order.filter((state) => more[state] > 0);
  const all = states.reduce((sum, state) => sum + more[state], 0);
  const parts = joined(
    states.map((state) => `${grouped(more[state])} ${state}`),
    order.length,
  );
  const isAre = all === 1 ? 'more is' : 'more are';
  return `${counted(listed, 'clock')} are listed here, and ${grouped(all)} ${isAre} not: ${parts}. The figures are of all of them.`;
}

/** Null where the tickets of a promise come from no desk or several. */
type Desk = { agreement: string; source: string } | null;

type Shown = { asOf: Instant; zone: string; desk: Desk; overdue: string; isSlot: boolean };

function clockRow(clock: ClockStatement, { zone, desk, ...shown }: Shown) {
  return {
    ticket: clock.ticket,
    href: desk === null ? null : ticketHref(desk.agreement, desk.source, clock.ticket),
    state: clock.state,
    start: printInstant(clock.startAt, zone),
    due: clock.dueAt === null ? null : printInstant(clock.dueAt, zone),
    answered: clock.stoppedAt === null ? null : printInstant(clock.stoppedAt, zone),
    margin: marginWords(clock, shown),
  };
}

/** Elapsed time between the answer (or now) and the due instant, rounded against the supplier. */
function marginWords(
  { dueAt, stoppedAt }: ClockStatement,
  { asOf, overdue, isSlot }: Omit<Shown, 'zone' | 'desk'>,
): string {
  if (dueAt === null) return 'waiting, the clock stands still';
  const minutes = (dueAt - (stoppedAt ?? asOf)) / MINUTE;
  const span = spanWords(minutes < 0 ? Math.ceil(-minutes) : Math.floor(minutes));
  // An elapsed slot is over: its successor goes on from the due instant.
  if (stoppedAt === null && minutes < 0) return isSlot ? `${overdue} in time` : `${overdue}, ${span} over`;
  if (stoppedAt === null) return `${span} left`;
  return minutes < 0 ? `${span} late` : `${span} early`;
}
