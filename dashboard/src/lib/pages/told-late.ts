// Events that a desk told only after it had been read beyond their instant: nobody who looked in between saw them. Pure.
import type { TicketResponse } from '@upheld/shared/api/ticket-records';
import { MINUTE, type Instant } from '@upheld/shared/time/instant';
import { printInstant, type PrintedInstant } from '../words/instant.ts';
import { spanWords } from '../words/span.ts';

type Account = TicketResponse['accounts'][number]['account'];
type Event = Account['events'][number];
type Clock = Account['clocks'][number];

/** How long after its instant an event was told, and when. */
export type ToldLate = { later: string; at: PrintedInstant };

/** Systems list what has just happened a little late. */
const settlingMs = 60 * MINUTE;

/**
 * Null of an event that was told soon, by the first reading of its desk, or as soon as the desk could be read.
 * `saves`: it stopped a clock that was due before it was told.
 */
export function toldLate(event: Event, saves: boolean, zone: string): ToldLate | null {
  const { at, toldAt } = event;
  if (toldAt === null || !(saves || wasReadBeyond(event, at + settlingMs))) return null;
  return { later: spanWords((toldAt - at) / MINUTE), at: printInstant(toldAt, zone) };
}

/**
 * How long after a clock in time was due its desk first told of what stopped it, having been read beyond the due
 * instant without; null where that was told before.
 */
export function toldAfterDue(clock: Clock, account: Account): string | null {
  const { state, dueAt } = clock;
  if (state !== 'met' || dueAt === null) return null;
  const tellings = answersTo(clock, account).map((event) =>
    wasReadBeyond(event, dueAt) ? event.toldAt : null,
  );
  const late = tellings.filter((toldAt) => toldAt !== null);
  if (late.length === 0 || late.length < tellings.length) return null;
  return spanWords(Math.ceil((Math.min(...late) - dueAt) / MINUTE));
}

/** What stopped it, and whatever would have done so in time without that. */
function answersTo({ kind, stoppedAt, dueAt }: Clock, { events, replies }: Account): Event[] {
  const isResolution = kind === 'first-resolution' || kind === 'total-resolution';
  return events.filter((event) => {
    if (event.at < (stoppedAt ?? Infinity) || event.at > (dueAt ?? Infinity)) return false;
    if (isResolution) return event.type === 'resolved';
    return replies.some(({ counts, at, ticket, type }) => {
      return counts && at === event.at && ticket === event.ticket && type === event.type;
    });
  });
}

function wasReadBeyond({ deskKnownUntil }: Event, instant: Instant): boolean {
  return deskKnownUntil !== null && deskKnownUntil > instant;
}
