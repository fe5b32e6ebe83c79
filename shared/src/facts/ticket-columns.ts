// A desk's events as columns: another thread takes them over without a copy, and 400,000 of them are a few megabytes.
import type { Instant } from '../time/instant.ts';
import { actors, ticketEventTypes, type TicketEvent } from './ticket-event.ts';

/** An event a place in every column. What an event does not have is `none`, or NaN where it is an instant. */
export type TicketColumns = {
  /** The ids that `ticket` and `into` are places in. */
  tickets: string[];
  at: Float64Array;
  ticket: Int32Array;
  /** Its place in `ticketEventTypes`. */
  type: Uint8Array;
  severity: Int8Array;
  /** Its place in `actors`. */
  actor: Int8Array;
  autoSubmitted: Int8Array;
  into: Int32Array;
  observedAfter: Float64Array;
};

const none = -1;

/** Takes events one after the other, and then gives their columns. */
export function collectTicketColumns(): { add(event: TicketEvent): void; columns(): TicketColumns } {
  const tickets = new Map<string, number>();
  const placeOf = (ticket: string): number => {
    const place = tickets.get(ticket) ?? tickets.size;
    tickets.set(ticket, place);
    return place;
  };
  const rows = {
    ...{ at: numbers(), observedAfter: numbers(), ticket: numbers(), into: numbers() },
    ...{ type: numbers(), severity: numbers(), actor: numbers(), autoSubmitted: numbers() },
  };
  return {
    add(event) {
      rows.at.push(event.at);
      rows.ticket.push(placeOf(event.ticket));
      rows.type.push(ticketEventTypes.indexOf(event.type));
      rows.severity.push('severity' in event ? event.severity : none);
      rows.actor.push('actor' in event ? actors.indexOf(event.actor) : none);
      rows.autoSubmitted.push('autoSubmitted' in event ? Number(event.autoSubmitted) : none);
      rows.into.push('into' in event ? placeOf(event.into) : none);
      rows.observedAfter.push(event.observedAfter ?? NaN);
    },
    columns: () => ({
      tickets: [...tickets.keys()],
      at: Float64Array.from(rows.at),
      ticket: Int32Array.from(rows.ticket),
      type: Uint8Array.from(rows.type),
      severity: Int8Array.from(rows.severity),
      actor: Int8Array.from(rows.actor),
      autoSubmitted: Int8Array.from(rows.autoSubmitted),
      into: Int32Array.from(rows.into),
      observedAfter: Float64Array.from(rows.observedAfter),
    }),
  };
}

const numbers = (): number[] => [];

/** The events of columns, in their order. */
export function* eventsIn(columns: TicketColumns): Generator<TicketEvent> {
  for (let row = 0; row < columns.at.length; row += 1) {
    const observedAfter = columns.observedAfter[row] ?? NaN;
    const event = exactEvent(columns, row);
    yield Number.isNaN(observedAfter) ? event : { ...event, observedAfter };
  }
}

function exactEvent({ tickets, ...columns }: TicketColumns, row: number): TicketEvent {
  const nameAt = (place: number | undefined): string => held(tickets[place ?? none]);
  const ticket = nameAt(columns.ticket[row]);
  const at: Instant = held(columns.at[row]);
  const type = held(ticketEventTypes[columns.type[row] ?? none]);
  switch (type) {
    case 'opened':
    case 'severity-changed':
      return { ticket, at, type, severity: held(columns.severity[row]) };
    case 'public-reply': {
      const actor = held(actors[columns.actor[row] ?? none]);
      return { ticket, at, type, actor, autoSubmitted: columns.autoSubmitted[row] === 1 };
    }
    case 'merged-into':
      return { ticket, at, type, into: nameAt(columns.into[row]) };
    default:
      return { ticket, at, type };
  }
}

function held<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new RangeError('columns hold a place that leads nowhere');
  return value;
}
