// When a desk's observed events may have been (facts/ticket-event.ts): the readings of its events between
// which a verdict has to hold.
import type { TicketEvent } from '../facts/ticket-event.ts';
import type { Instant } from '../time/instant.ts';
import { whyReply } from './reply-rule.ts';

/**
 * The events as they may have been, beside all at their latest as they are given: all at their earliest; each
 * where it is kindest to the supplier (answers early, higher severities late, waits from early to late); each
 * where it is hardest on it, without the waits that may have ended at once. Exact events stay where they are.
 */
export function otherReadings(events: TicketEvent[]): TicketEvent[][] {
  return [
    placed(events, () => true),
    placed(events, (isKind) => isKind),
    placed(withoutShortWaits(events), (isKind) => !isKind),
  ];
}

/** The earliest instant at which an event may have been. */
export function earliest({ at, observedAfter }: TicketEvent): Instant {
  return observedAfter === undefined ? at : observedAfter + 1;
}

function placed(events: TicketEvent[], isEarly: (isKindEarly: boolean) => boolean): TicketEvent[] {
  const severities = new Map<string, number>();
  return events.map((event) => {
    const isKind = isKindEarly(event, severities.get(event.ticket) ?? Infinity);
    if ('severity' in event) severities.set(event.ticket, event.severity);
    return event.observedAfter !== undefined && isEarly(isKind) ? { ...event, at: earliest(event) } : event;
  });
}

/** Whether it is kinder to the supplier the earlier an event was; `severity` is the one before it. */
function isKindEarly(event: TicketEvent, severity: number): boolean {
  switch (event.type) {
    case 'public-reply':
      return whyReply(event) === 'supplier';
    case 'severity-changed':
      return event.severity > severity;
    case 'resolved':
    case 'deleted':
    case 'waiting-on-reporter':
      return true;
    default:
      return false;
  }
}

/** A wait that something may have ended right after it began, because one of the two was observed, may have been none. */
function withoutShortWaits(events: TicketEvent[]): TicketEvent[] {
  const ends = Map.groupBy(events.filter(mayEndWait), ({ ticket }) => ticket);
  return events.filter(
    (event) =>
      event.type !== 'waiting-on-reporter' ||
      !(ends.get(event.ticket) ?? []).some((end) => mayMeet(event, end)),
  );
}

function mayEndWait(event: TicketEvent): boolean {
  if (event.type === 'public-reply') return whyReply(event) === 'reporter';
  return event.type === 'waiting-ended' || event.type === 'resolved' || event.type === 'merged-into';
}

function mayMeet(one: TicketEvent, other: TicketEvent): boolean {
  const isExact = one.observedAfter === undefined && other.observedAfter === undefined;
  return !isExact && earliest(one) <= other.at && earliest(other) <= one.at;
}
