// A desk that the tests of support clocks start from: round the clock, so that instants are plain sums.
import type { Severity } from '@upheld/shared/agreement/agreement';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { supportClocks } from '@upheld/shared/tickets/clocks';
import type { DeskInput, SupportClock } from '@upheld/shared/tickets/clocks';
import type { Instant } from '@upheld/shared/time/instant';
import { always, businessHours } from '../time/calendars.ts';

/** Monday 7 September 2026, 10:00 UTC. */
const start = Date.parse('2026-09-07T10:00:00Z');

/** So many minutes after ten o'clock of the first Monday. */
export function minute(count: number): Instant {
  return start + count * 60_000;
}

/** So many hours after it. */
export function hour(count: number): Instant {
  return minute(count * 60);
}

export function severity(level: number, terms: Partial<Severity>): Severity {
  const firstResponse = '2h';
  return {
    level,
    name: `S${level}`,
    firstResponse,
    calendar: 'always',
    target: '100%',
    reading: null,
    ...terms,
  };
}

/** Severities 1 to 3 promise a first response in 2, 8 and 24 h; severity 4 in 8 business hours. */
export const severities = [
  severity(1, { updateEvery: '1h', resolution: '12h' }),
  severity(2, { firstResponse: '8h', updateEvery: '4h', resolution: '24h' }),
  severity(3, { firstResponse: '24h' }),
  severity(4, { firstResponse: '8h', calendar: 'business' }),
];

/** A desk at `asOf` with the given events, without gaps and pauses. */
export function desk(asOf: Instant, events: TicketEvent[], terms: Partial<DeskInput> = {}): DeskInput {
  const calendars = { always: always('UTC'), business: businessHours };
  return { events, asOf, severities, calendars, gaps: [], waitingOnReporterPauses: [], ...terms };
}

export function opened(at: Instant, level: number, ticket = 'A'): TicketEvent {
  return { ticket, at, type: 'opened', severity: level };
}

/** A public reply by a human of the supplier. */
export function reply(at: Instant, ticket = 'A'): TicketEvent {
  return { ticket, at, type: 'public-reply', actor: 'supplier', autoSubmitted: false };
}

export function reporterReply(at: Instant, ticket = 'A'): TicketEvent {
  return { ticket, at, type: 'public-reply', actor: 'reporter', autoSubmitted: false };
}

export function severityChanged(at: Instant, level: number, ticket = 'A'): TicketEvent {
  return { ticket, at, type: 'severity-changed', severity: level };
}

export function mergedInto(at: Instant, into: string, ticket: string): TicketEvent {
  return { ticket, at, type: 'merged-into', into };
}

export function plain(
  at: Instant,
  type: 'note' | 'waiting-on-reporter' | 'waiting-ended' | 'resolved' | 'reopened' | 'deleted' | 'restored',
  ticket = 'A',
): TicketEvent {
  return { ticket, at, type };
}

/** The first-response clocks of a desk, in the order in which they are listed. */
export function firstResponseClocks(input: DeskInput): Omit<SupportClock, 'kind'>[] {
  return supportClocks(input).flatMap(({ ticket, firstResponse }) =>
    firstResponse === null ? [] : [{ ticket, ...firstResponse }],
  );
}
