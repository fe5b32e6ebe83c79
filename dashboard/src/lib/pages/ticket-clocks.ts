// The clocks of one ticket, each with a sentence that says how it ended. Pure.
import type { TicketResponse } from '@upheld/shared/api/ticket-records';
import { MINUTE } from '@upheld/shared/time/instant';
import { clockStateWord, kindWords, serviceWords } from '../words/clocks.ts';
import { printInstant } from '../words/instant.ts';
import { sentenceCase } from '../words/names.ts';
import { spanWords } from '../words/span.ts';
import { toldAfterDue } from './told-late.ts';

export type Account = TicketResponse['accounts'][number]['account'];
export type TicketClock = Account['clocks'][number];
export type TicketClockRow = ReturnType<typeof ticketClocks>[number];

/** Without the first resolution where it stands as the whole does: they differ once a ticket was reopened. */
export function toldClocks({ clocks }: Account): TicketClock[] {
  const whole = clocks.find(({ kind }) => kind === 'total-resolution');
  return clocks.filter((clock) => clock.kind !== 'first-resolution' || !standsAs(clock, whole));
}

function standsAs(clock: TicketClock, whole: TicketClock | undefined): boolean {
  const { state, dueAt, stoppedAt } = clock;
  return whole?.state === state && whole.dueAt === dueAt && whole.stoppedAt === stoppedAt;
}

/** In the order of the account: by kind, updates by time. */
export function ticketClocks(account: Account, zone: string) {
  return toldClocks(account).map((clock) => ({
    ...{ kind: kindWords[clock.kind].name, severity: clock.severity, state: stateOf(clock, account) },
    word: clockStateWord[stateOf(clock, account)],
    start: printInstant(clock.startAt, zone),
    due: clock.dueAt === null ? null : printInstant(clock.dueAt, zone),
    stopped: clock.stoppedAt === null ? null : printInstant(clock.stoppedAt, zone),
    sentence: sentenceOf(clock, account),
    meaning: liveOf(clock, account)?.meaning ?? null,
  }));
}

/** A clock that waits for the reporter is `paused`. */
export function stateOf(clock: TicketClock, account: Account): TicketClock['state'] | 'paused' {
  const { standsStillSince = null } = liveOf(clock, account) ?? {};
  return standsStillSince === null ? clock.state : 'paused';
}

function sentenceOf(clock: TicketClock, account: Account): string {
  switch (clock.state) {
    case 'met':
      return metWords(clock, account);
    case 'missed':
      return decidedWords(clock);
    case 'unknown':
      return 'Nobody can tell: the desk could not be read, or only showed what had changed, when it mattered.';
    case 'running':
      return runningWords(clock, account);
    case 'merged':
      return `Ended when the ticket was merged${account.mergedInto === null ? '' : ` into ${account.mergedInto}`}, which carries it on. It counts nowhere.`;
    case 'deleted':
      return 'Ended when the ticket left the desk, before it was decided. It counts nowhere.';
  }
}

function metWords(clock: TicketClock, account: Account): string {
  const decided = decidedWords(clock);
  const late = toldAfterDue(clock, account);
  return late === null ? decided : `${decided} The desk told so only ${late} after it was due.`;
}

/** Elapsed time between the answer and the due instant, rounded against the supplier. */
function decidedWords({ kind, dueAt, stoppedAt }: TicketClock): string {
  const { stop } = kindWords[kind];
  if (stoppedAt === null) return `It fell due and was not ${stop}.`;
  if (dueAt === null) return `${sentenceCase(stop)}.`;
  const minutes = (dueAt - stoppedAt) / MINUTE;
  if (minutes === 0) return `${sentenceCase(stop)} at the instant at which it was due, which is in time.`;
  const span = spanWords(minutes < 0 ? Math.ceil(-minutes) : Math.floor(minutes));
  return `${sentenceCase(stop)} ${span} ${minutes < 0 ? 'after' : 'before'} it was due.`;
}

function runningWords(clock: TicketClock, account: Account): string {
  const live = liveOf(clock, account);
  if (live === null) return 'It runs.';
  const left = `${serviceWords(live.leftMs)} of the promised time ${live.standsStillSince === null ? 'are left' : 'will be left'}`;
  const rest = live.standsStillSince === null ? `${left}.` : `It stands still; ${left} when the wait ends.`;
  return live.pausedMs === 0
    ? rest
    : `${rest} It has stood still for ${spanWords(live.pausedMs / MINUTE)} in all.`;
}

function liveOf({ kind, state }: TicketClock, { live }: Account): Account['live'][number] | null {
  return state === 'running' ? (live.find((candidate) => candidate.kind === kind) ?? null) : null;
}
