// A ticket event as a row, and a row as the event that it holds.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Arrival, ToldEvent } from '@upheld/shared/tickets/told-events';
import type { Insertable } from 'kysely';
import { StoreError } from '../store-error.ts';
import type { TicketEventRow } from './tables.ts';

export const eventColumns = (
  desk: number,
  event: TicketEvent,
  { toldAt, deskKnownUntil }: Arrival,
): Insertable<TicketEventRow> => ({
  desk,
  at: event.at,
  ticket: event.ticket,
  type: event.type,
  severity: 'severity' in event ? event.severity : null,
  actor: 'actor' in event ? event.actor : null,
  auto_submitted: 'autoSubmitted' in event ? Number(event.autoSubmitted) : null,
  into_ticket: 'into' in event ? event.into : null,
  observed_after: event.observedAfter ?? null,
  told_at: toldAt,
  desk_known_until: deskKnownUntil,
});

export function eventFrom({
  observed_after: observedAfter,
  ...row
}: Omit<TicketEventRow, 'id'>): TicketEvent {
  const event = exactEvent(row);
  return observedAfter === null ? event : { ...event, observedAfter };
}

export function toldEventFrom(row: Omit<TicketEventRow, 'id'>): ToldEvent {
  return { ...eventFrom(row), toldAt: row.told_at, deskKnownUntil: row.desk_known_until };
}

function exactEvent(row: Omit<TicketEventRow, 'id' | 'observed_after'>): TicketEvent {
  const { ticket, at, type } = row;
  switch (type) {
    case 'opened':
    case 'severity-changed':
      return { ticket, at, type, severity: present(row.severity) };
    case 'public-reply':
      return {
        ticket,
        at,
        type,
        actor: present(row.actor),
        autoSubmitted: present(row.auto_submitted) === 1,
      };
    case 'merged-into':
      return { ticket, at, type, into: present(row.into_ticket) };
    default:
      return { ticket, at, type };
  }
}

/** The tables' checks see to it that an event has what its type calls for. */
function present<T>(value: T | null): T {
  if (value !== null) return value;
  throw new StoreError('corrupt', 'the store holds a ticket event without a field that its type calls for');
}
