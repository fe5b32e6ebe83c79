// What happens at the simulated ticket desks: a pure function of the instant, like the rest of the script.
// Events carry ids, severities and kinds of actor only; there is no text to leak.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { MINUTE } from '@upheld/shared/time/instant';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { noise } from './noise.ts';
import type { Noise } from './noise.ts';
import { monthsAround } from './story.ts';

const HOUR = 60 * MINUTE;
const zone = 'America/New_York';

/** How many tickets of each severity a month brings, and the hours within which they are answered. */
type Desk = {
  prefix: string;
  perMonth: Record<number, number>;
  targetHours: Record<number, number>;
  /** The n-th ticket of a severity in a month that gets its reply this late. */
  late: { month: number; severity: number; nth: number; hours: number }[];
};

export const desks = {
  /** Northwind's desk, where Lumen answers. */
  partner: {
    prefix: 'NW',
    perMonth: { 1: 2, 2: 5, 3: 9, 4: 6 },
    targetHours: { 1: 2, 2: 8, 3: 24, 4: 72 },
    late: [
      { month: 1, severity: 1, nth: 0, hours: 2.7 },
      { month: 3, severity: 2, nth: 2, hours: 11.5 },
      { month: 4, severity: 1, nth: 0, hours: 3.2 },
    ],
  },
  /** Lumen's own desk, where Northwind answers; Lumen sends an export of it. */
  platform: {
    prefix: 'LU',
    perMonth: { 1: 1, 2: 3 },
    targetHours: { 1: 2, 2: 8 },
    late: [{ month: 2, severity: 2, nth: 1, hours: 9.5 }],
  },
} satisfies Record<string, Desk>;

/** Every event of a desk's tickets in the two quarters around `now`, to come included, in rising order. */
export function eventsAround(desk: keyof typeof desks, now: Instant): TicketEvent[] {
  const terms: Desk = desks[desk];
  const chance = noise(`${desk} desk`);
  const opened = monthsAround(now, zone).flatMap((bounds, month) => openedIn(terms, chance, bounds, month));
  opened.sort((a, b) => a.at - b.at);
  return opened
    .flatMap((ticket, number) =>
      lifeOf({ ...ticket, id: `${terms.prefix}-${1001 + number}`, number }, chance),
    )
    .sort((a, b) => a.at - b.at);
}

type Opened = { at: Instant; severity: number; replyAfter: number };

function openedIn(desk: Desk, chance: Noise, bounds: Interval, month: number): Opened[] {
  return Object.entries(desk.perMonth).flatMap(([level, count]) =>
    Array.from({ length: count }, (_, nth) => {
      const severity = Number(level);
      const draw = month * 1000 + severity * 100 + nth;
      const late = desk.late.find(
        (one) => one.month === month && one.severity === severity && one.nth === nth,
      );
      const inTime = (desk.targetHours[severity] ?? 0) * (0.06 + 0.7 * chance.uniform(draw));
      // The last three days of a month bring none, so that every reply falls into the month of its ticket.
      const span = bounds.end - bounds.start - 72 * HOUR;
      const at = bounds.start + span * chance.uniform(draw + 50);
      return { at, severity, replyAfter: (late?.hours ?? inTime) * HOUR };
    }),
  );
}

function lifeOf(
  { id, at, severity, replyAfter, number }: Opened & { id: string; number: number },
  chance: Noise,
) {
  const repliedAt = at + replyAfter;
  const resolvedAt = repliedAt + replyAfter * 2 + HOUR;
  const events: TicketEvent[] = [
    { ticket: id, at, type: 'opened', severity },
    { ticket: id, at: at + MINUTE, type: 'public-reply', actor: 'bot', autoSubmitted: true },
    { ticket: id, at: repliedAt, type: 'public-reply', actor: 'supplier', autoSubmitted: false },
    { ticket: id, at: repliedAt + 0.2 * HOUR, type: 'note' },
    { ticket: id, at: resolvedAt, type: 'resolved' },
  ];
  if (chance.uniform(number + 10_000) < 0.3) events.push(...waiting(id, repliedAt + 0.3 * HOUR, replyAfter));
  if (chance.uniform(number + 20_000) < 0.1) events.push(...reopening(id, resolvedAt + 4 * HOUR));
  // Whole seconds, told apart by the ticket's number: no two events share an instant.
  return events.map((event) => ({ ...event, at: Math.floor(event.at / 1000) * 1000 + (number % 1000) }));
}

function waiting(ticket: string, at: Instant, length: number): TicketEvent[] {
  return [
    { ticket, at, type: 'waiting-on-reporter' },
    { ticket, at: at + length, type: 'public-reply', actor: 'reporter', autoSubmitted: false },
  ];
}

function reopening(ticket: string, at: Instant): TicketEvent[] {
  return [
    { ticket, at, type: 'reopened' },
    { ticket, at: at + HOUR, type: 'public-reply', actor: 'supplier', autoSubmitted: false },
    { ticket, at: at + 2 * HOUR, type: 'resolved' },
  ];
}
