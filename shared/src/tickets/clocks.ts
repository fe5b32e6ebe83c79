// The support clocks of a desk: pure functions of events, terms and `asOf` (measurement.md section 6).
import type { TicketEvent } from '../facts/ticket-event.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { Clock } from './clock.ts';
import { deskTracks } from './desk-tracks.ts';
import type { TicketTracks } from './desk-tracks.ts';
import type { SupportTerms } from './track.ts';
import { clocksOf } from './track.ts';

/**
 * `asOf` is now: events after it do not exist. Events may come in any order; at one instant theirs holds.
 * `gaps` are stretches of which they are not known. `amended` are the terms that amendments brought, in
 * order; without them the same terms hold for ever.
 */
export type DeskInput = SupportTerms & {
  events: TicketEvent[];
  gaps: Interval[];
  asOf: Instant;
  amended?: (SupportTerms & { from: Instant })[];
};

export type SupportClock = Clock & { ticket: string; kind: SupportClockKind };

export type SupportClockKind = 'first-response' | 'update' | 'first-resolution' | 'total-resolution';

/** Null where the ticket's severity never promised the clock, or a change of severity dropped it. */
export type TicketClocks = {
  ticket: string;
  firstResponse: Clock | null;
  /** The slots of the update cadence in order of time; the running one, if any, is last. */
  updates: Clock[];
  firstResolution: Clock | null;
  totalResolution: Clock | null;
};

/** Every clock of every opened ticket, in text order of the tickets. */
export function supportClocks(input: DeskInput): TicketClocks[] {
  return Array.from(deskTracks(input), clocksOfTicket).sort(byTicket);
}

/** The clocks of a desk in one list: by ticket in text order, then by kind, the slots of a cadence by time. */
export function deskClocks(input: DeskInput): SupportClock[] {
  // One ticket at a time: there may be millions of slots, and memory for them once is enough.
  const tickets = Array.from(deskTracks(input), (tracks) => ({
    ticket: tracks.ticket,
    clocks: inOneList(clocksOfTicket(tracks)),
  }));
  return tickets.sort(byTicket).flatMap(({ clocks }) => clocks);
}

function clocksOfTicket({ ticket, ...tracks }: TicketTracks): TicketClocks {
  return {
    ticket,
    firstResponse: clocksOf(tracks.firstResponse).at(-1) ?? null,
    updates: clocksOf(tracks.updates),
    firstResolution: clocksOf(tracks.firstResolution).at(-1) ?? null,
    totalResolution: clocksOf(tracks.totalResolution).at(-1) ?? null,
  };
}

function inOneList({ ticket, ...clocks }: TicketClocks): SupportClock[] {
  return [
    ...named('first-response', ticket, clocks.firstResponse),
    ...clocks.updates.flatMap((slot) => named('update', ticket, slot)),
    ...named('first-resolution', ticket, clocks.firstResolution),
    ...named('total-resolution', ticket, clocks.totalResolution),
  ];
}

function named(kind: SupportClockKind, ticket: string, clock: Clock | null): SupportClock[] {
  return clock === null ? [] : [{ ticket, kind, ...clock }];
}

function byTicket(a: { ticket: string }, b: { ticket: string }): number {
  return a.ticket < b.ticket ? -1 : 1;
}
