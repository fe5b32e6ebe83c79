// A response promise's tickets with their clocks: missed first, then those still running. Pure.
import type { ClockStatement } from '@upheld/shared/measurement/figures';
import type { Instant } from '@upheld/shared/time/instant';
import { MINUTE } from '@upheld/shared/time/instant';
import { printInstant } from '../words/instant.ts';
import { spanWords } from '../words/span.ts';

export type ClockRow = ReturnType<typeof clockRow>;

const order: ClockStatement['state'][] = ['missed', 'unknown', 'running', 'met'];

/** Every clock of the period in the order in which they want attention. */
export function clockRows(clocks: ClockStatement[], asOf: Instant, zone: string): ClockRow[] {
  return clocks
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.startAt - a.startAt)
    .map((clock) => clockRow(clock, asOf, zone));
}

function clockRow(clock: ClockStatement, asOf: Instant, zone: string) {
  return {
    key: `${clock.ticket} ${clock.startAt}`,
    ticket: clock.ticket,
    state: clock.state,
    start: printInstant(clock.startAt, zone),
    due: clock.dueAt === null ? null : printInstant(clock.dueAt, zone),
    answered: clock.stoppedAt === null ? null : printInstant(clock.stoppedAt, zone),
    margin: marginWords(clock, asOf),
  };
}

/** Elapsed time between the answer (or now) and the due instant, rounded against the supplier. */
function marginWords({ dueAt, stoppedAt }: ClockStatement, asOf: Instant): string {
  if (dueAt === null) return 'waiting, the clock stands still';
  const minutes = (dueAt - (stoppedAt ?? asOf)) / MINUTE;
  const span = spanWords(minutes < 0 ? Math.ceil(-minutes) : Math.floor(minutes));
  if (stoppedAt === null) return minutes < 0 ? `unanswered, ${span} over` : `${span} left`;
  return minutes < 0 ? `${span} late` : `${span} early`;
}
