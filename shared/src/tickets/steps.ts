// The steps that clocks know: what an event changes on the ticket that it acts on. What changes nothing is
// no step (repeated and contradictory events, notes, automatic messages).
import type { TicketEvent } from '../facts/ticket-event.ts';
import type { Instant } from '../time/instant.ts';
import { whyReply } from './reply-rule.ts';

/** What a ticket is like after a step. `waitingSince` is null unless it waits for its reporter. */
export type TicketStanding = {
  severity: number;
  isAnswered: boolean;
  isResolved: boolean;
  wasResolved: boolean;
  waitingSince: Instant | null;
};

/** `answered` is a qualifying response; `absorbed` takes over the ticket `merged`; `deleted` ends its ticket. */
export type StepType =
  | 'opened'
  | 'answered'
  | 'severity-changed'
  | 'waiting'
  | 'waiting-ended'
  | 'resolved'
  | 'reopened'
  | 'deleted';

export type Step = { ticket: string; at: Instant; before: TicketStanding; after: TicketStanding } & (
  { type: StepType } | { type: 'absorbed'; merged: string }
);

export type Change = [StepType, Partial<TicketStanding>];

/** What an event changes on a ticket that stands like this; opening, merging and deleting are the desk's. */
export function changes(event: TicketEvent, standing: TicketStanding): Change[] {
  const { isResolved, waitingSince } = standing;
  switch (event.type) {
    case 'public-reply':
      return replied(event, standing);
    case 'severity-changed':
      return [['severity-changed', { severity: event.severity }]];
    case 'waiting-on-reporter':
      return isResolved || waitingSince !== null ? [] : [['waiting', { waitingSince: event.at }]];
    case 'waiting-ended':
      return endOfWait(standing);
    case 'resolved':
      return isResolved
        ? []
        : [...endOfWait(standing), ['resolved', { isResolved: true, wasResolved: true }]];
    case 'reopened':
      return isResolved ? [['reopened', { isResolved: false }]] : [];
    default:
      return [];
  }
}

/** The end of the wait for the reporter, where the ticket waits. */
export function endOfWait({ waitingSince }: TicketStanding): Change[] {
  return waitingSince === null ? [] : [['waiting-ended', { waitingSince: null }]];
}

/** Only people count: a human of the supplier answers, and the reporter ends the wait. */
function replied(reply: TicketEvent & { type: 'public-reply' }, standing: TicketStanding): Change[] {
  switch (whyReply(reply)) {
    case 'supplier':
      return [['answered', { isAnswered: true }]];
    case 'reporter':
      return endOfWait(standing);
    default:
      return [];
  }
}
