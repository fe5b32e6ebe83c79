// Events that a desk told only after it had been read beyond their instant: nobody who looked in between saw them. Pure.
import type { TicketResponse } from '@upheld/shared/api/ticket-records';
import { MINUTE } from '@upheld/shared/time/instant';
import { printInstant, type PrintedInstant } from '../words/instant.ts';
import { spanWords } from '../words/span.ts';

type Account = TicketResponse['accounts'][number]['account'];
type Event = Account['events'][number];
type Clock = Account['clocks'][number];

/** How long after its instant an event was told, and when. */
export type ToldLate = { later: string; at: PrintedInstant };

/** Systems list what has just happened a little late. */
const settlingMs = 60 * MINUTE;

/** Null where an event was told in time: soon, by the first reading of its desk, or as soon as the desk could be read. */
export function toldLate(event: Event, clocks: Clock[], zone: string): ToldLate | null {
  const { at, toldAt, deskKnownUntil } = event;
  if (toldAt === null || deskKnownUntil === null) return null;
  const isLate = deskKnownUntil - at > settlingMs || clocks.some((clock) => isToldAfterDue(event, clock));
  return isLate ? { later: spanWords((toldAt - at) / MINUTE), at: printInstant(toldAt, zone) } : null;
}

/** How long after a clock in time was due the event that stopped it was told; null where that was no later. */
export function toldAfterDue(event: Event, clock: Clock): string | null {
  const { dueAt } = clock;
  if (dueAt === null || event.toldAt === null || !isToldAfterDue(event, clock)) return null;
  return spanWords(Math.ceil((event.toldAt - dueAt) / MINUTE));
}

/** The same of whatever stopped a clock; null where one thing that did was told before. */
export function stopToldAfterDue(clock: Clock, { events, replies }: Account): string | null {
  const isResolution = clock.kind === 'first-resolution' || clock.kind === 'total-resolution';
  const stops = events.filter((event) => {
    if (event.at !== clock.stoppedAt) return false;
    if (isResolution) return event.type === 'resolved';
    return replies.some(({ counts, at, ticket, type }) => {
      return counts && at === event.at && ticket === event.ticket && type === event.type;
    });
  });
  const spans = stops.map((event) => toldAfterDue(event, clock));
  return spans.includes(null) ? null : (spans[0] ?? null);
}

/** Its desk had been read beyond the due instant by then, and a clock that was in time stood as missed. */
function isToldAfterDue({ at, deskKnownUntil }: Event, { state, dueAt, stoppedAt }: Clock): boolean {
  if (state !== 'met' || stoppedAt !== at || dueAt === null) return false;
  return deskKnownUntil !== null && deskKnownUntil > dueAt;
}
