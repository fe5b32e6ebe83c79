// `response-missed`: a ticket fell due without a qualifying response. It opens at once, whatever the
// period's verdict will be.
import { z } from 'zod';
import { wholeNumber } from '../agreement/fields.ts';
import type { ClockStatement } from '../measurement/figures.ts';
import type { Statement } from '../evaluation/statement.ts';
import type { Instant } from '../time/instant.ts';
import { evidenceOf, everyJudged } from './judged.ts';
import { localInstant } from './local-instant.ts';
import type { Finding, Judged, TriggerKind } from './trigger.ts';

const when = z.strictObject({
  /** Only tickets of this severity; all of them without it. */
  severity: wholeNumber('a severity', { min: 1, max: 9 }, 1).optional(),
});

export const responseMissed: TriggerKind<z.output<typeof when>> = {
  type: 'response-missed',
  when,
  find: ({ severity }, statements, timeZone) =>
    firstResponses(statements).flatMap((judged) => findingsOf(judged, severity, timeZone)),
};

/** Desks have tens of thousands of tickets: what the findings of a period have in common is made once. */
function findingsOf(judged: Judged, severity: number | undefined, timeZone: string): Finding[] {
  const { promise, period } = judged;
  const common = evidenceOf(judged, '');
  return (period.clocks ?? [])
    .filter((clock) => severity === undefined || clock.severity === severity)
    .map((clock) => ({
      promise: promise.name,
      source: period.source,
      subject: clock.ticket,
      state: stateOf(clock),
      evidence: { ...common, summary: summaryOf(judged, clock, timeZone) },
    }));
}

/** Updates and resolutions have clocks too; theirs is the verdict of the period. */
function firstResponses(statements: Statement[]): Judged[] {
  return everyJudged(statements).filter(({ promise }) => promise.indicator === 'first-response');
}

/** A clock that a sync gap has made unknown says nothing: not knowing clears no trigger. */
function stateOf({ state }: ClockStatement): Finding['state'] {
  if (state === 'missed') return 'holds';
  return state === 'unknown' ? 'unknown' : 'gone';
}

function summaryOf(
  { promise }: Judged,
  { ticket, severity, startAt, dueAt, stoppedAt }: ClockStatement,
  timeZone: string,
): string {
  const shown = (instant: Instant) => localInstant(instant, timeZone);
  const answered = stoppedAt === null ? 'has not come' : `came at ${shown(stoppedAt)}`;
  const due = dueAt === null ? '' : `, was due at ${shown(dueAt)}`;
  const promised = promise.meaning === null ? '' : ` (${promise.meaning})`;
  return `The first response to ticket ${ticket} of severity ${severity}, opened at ${shown(startAt)}${due}${promised} and ${answered}.`;
}
