// When a desk's observed events may have been (facts/ticket-event.ts): the readings of its events between
// which a verdict has to hold.
import type { TicketEvent } from '../facts/ticket-event.ts';
import type { Instant } from '../time/instant.ts';
import { whyReply } from './reply-rule.ts';

/** Where a reading puts an observed event that is kinder to the supplier early, one that is so late, and an answer. */
type Reading = { kindEarly: Edge; kindLate: Edge; answer: Edge };
type Edge = 'earliest' | 'latest';

const early: Reading = { kindEarly: 'earliest', kindLate: 'earliest', answer: 'earliest' };
const kind: Omit<Reading, 'answer'> = { kindEarly: 'earliest', kindLate: 'latest' };
const hard: Omit<Reading, 'answer'> = { kindEarly: 'latest', kindLate: 'earliest' };

/**
 * The events as they may have been, beside all at their latest as they are given: all at their earliest; each
 * where it is kindest to the supplier (higher severities late, waits from early to late); each where it is hardest
 * on it, without the waits that may have ended at once. Answers are kind where they are early, but not to the
 * updates after them, so they are put at both ends. Exact events stay where they are.
 */
export function otherReadings(given: TicketEvent[]): TicketEvent[][] {
  const events = notBeforeOpening(given);
  const [longest, shortest] = [longestWaits(events), shortestWaits(events)];
  const answers: Edge[] = events.some(isObservedAnswer) ? ['earliest', 'latest'] : ['latest'];
  return [
    placed(events, early),
    ...answers.map((answer) => placed(longest, { ...kind, answer })),
    ...answers.map((answer) => placed(shortest, { ...hard, answer })),
  ];
}

/** Nothing happened to a ticket before it was opened, although its desk may have been read before that. */
function notBeforeOpening(events: TicketEvent[]): TicketEvent[] {
  const openings = new Map<string, Instant>();
  for (const event of events) {
    if (event.type !== 'opened') continue;
    openings.set(event.ticket, Math.min(earliest(event), openings.get(event.ticket) ?? Infinity));
  }
  return events.map((event) => {
    const { ticket, at, observedAfter } = event;
    const opening = openings.get(ticket) ?? -Infinity;
    if (observedAfter === undefined || observedAfter >= opening || at <= opening) return event;
    return { ...event, observedAfter: opening - 1 };
  });
}

/** The earliest instant at which an event may have been. */
function earliest({ at, observedAfter }: TicketEvent): Instant {
  return observedAfter === undefined ? at : observedAfter + 1;
}

function placed(events: TicketEvent[], reading: Reading): TicketEvent[] {
  const severities = new Map<string, number>();
  return events.map((event) => {
    const edge = reading[bearing(event, severities.get(event.ticket) ?? Infinity)];
    if ('severity' in event) severities.set(event.ticket, event.severity);
    return event.observedAfter === undefined || edge === 'latest' ? event : { ...event, at: earliest(event) };
  });
}

/** `severity` is the one before the event. */
function bearing(event: TicketEvent, severity: number): keyof Reading {
  switch (event.type) {
    case 'public-reply':
      return isAnswer(event) ? 'answer' : 'kindLate';
    case 'severity-changed':
      return event.severity > severity ? 'kindEarly' : 'kindLate';
    case 'resolved':
    case 'deleted':
    case 'waiting-on-reporter':
      return 'kindEarly';
    default:
      return 'kindLate';
  }
}

function isAnswer(event: TicketEvent): boolean {
  return event.type === 'public-reply' && whyReply(event) === 'supplier';
}

function isObservedAnswer(event: TicketEvent): boolean {
  return event.observedAfter !== undefined && isAnswer(event);
}

/**
 * Where a wait and what may have ended it may each have been first, because one of the two was observed: the
 * shortest wait is none.
 */
function shortestWaits(events: TicketEvent[]): TicketEvent[] {
  const ends = Map.groupBy(events.filter(mayEndWait), ({ ticket }) => ticket);
  const mayBeNone = (wait: TicketEvent): boolean =>
    (ends.get(wait.ticket) ?? []).some((end) => mayMeet(wait, end));
  return events.filter((event) => !isWait(event) || !mayBeNone(event));
}

/** The longest wait begins before such an end, and again right after it. */
function longestWaits(events: TicketEvent[]): TicketEvent[] {
  const waits = Map.groupBy(events.filter(isWait), ({ ticket }) => ticket);
  return events.flatMap((event) => {
    if (!mayEndWait(event)) return [event];
    const again = (waits.get(event.ticket) ?? []).some((wait) => mayMeet(wait, event));
    return again ? [event, { ticket: event.ticket, at: event.at, type: 'waiting-on-reporter' }] : [event];
  });
}

function isWait({ type }: TicketEvent): boolean {
  return type === 'waiting-on-reporter';
}

function mayEndWait(event: TicketEvent): boolean {
  if (event.type === 'public-reply') return whyReply(event) === 'reporter';
  return event.type === 'waiting-ended' || event.type === 'resolved' || event.type === 'merged-into';
}

function mayMeet(one: TicketEvent, other: TicketEvent): boolean {
  const isExact = one.observedAfter === undefined && other.observedAfter === undefined;
  return !isExact && earliest(one) <= other.at && earliest(other) <= one.at;
}
