// The desk that the bench reads: tickets evenly over a quarter, with eight events each. Every tenth one is answered
// too late, so that the statement's counts are known beforehand.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';

export const ticketCount = 50_000;
export const eventsPerTicket = 8;
export const quarter = '2026-Q3';

const start = Date.UTC(2026, 6, 1);
/** Tickets of the last week would be answered in the next quarter. */
const lengthMs = 85 * 86_400_000;
const minute = 60_000;
const hour = 60 * minute;

/** What every severity is promised, around the clock; a late answer comes an hour after that. */
export const promisedHours: Record<number, number> = { 1: 2, 2: 8, 3: 24, 4: 72 };

export const severityOf = (ticket: number): number => 1 + (ticket % 4);
export const isLate = (ticket: number): boolean => ticket % 10 === 0;

/** Every event in rising order. */
export function allEvents(): TicketEvent[] {
  return Array.from({ length: ticketCount }, (_, ticket) => lifeOf(ticket))
    .flat()
    .sort((one, other) => one.at - other.at);
}

function lifeOf(number: number): TicketEvent[] {
  const at = start + Math.floor((number * lengthMs) / ticketCount);
  const ticket = `T-${number}`;
  const severity = severityOf(number);
  const answered = at + (isLate(number) ? (promisedHours[severity] ?? 0) * hour + hour : 30 * minute);
  const reply = { ticket, type: 'public-reply', autoSubmitted: false } as const;
  return [
    { ticket, at, type: 'opened', severity },
    { ...reply, at: at + minute, actor: 'bot', autoSubmitted: true },
    { ...reply, at: answered, actor: 'supplier' },
    { ticket, at: answered + minute, type: 'note' },
    { ticket, at: answered + 2 * minute, type: 'waiting-on-reporter' },
    { ...reply, at: answered + hour, actor: 'reporter' },
    { ...reply, at: answered + 2 * hour, actor: 'supplier' },
    { ticket, at: answered + 3 * hour, type: 'resolved' },
  ];
}
