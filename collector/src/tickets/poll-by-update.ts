// Reads a desk that lists its tickets by the instant of their last change, and tells of each what happened.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Instant } from '@upheld/shared/time/instant';
import { SyncError, type Page } from '../connectors/connector.ts';
import { partnerNow } from '../egress/partner-clock.ts';
import { endless, isFollowed, maxPages, type NumberedPage } from './numbered-pages.ts';
import { atPresent, behind, cursorOf, givenUntil } from './update-position.ts';
import { isRead, readPosition, type UpdatedTicket } from './update-position.ts';

export type UpdateDesk<Ticket extends UpdatedTicket> = {
  /** A page of what last changed at `since` or after it, in that order. */
  list(since: Instant | null, page: number): Promise<NumberedPage<Ticket>>;
  /** Every event of a ticket; null where it is none. */
  read(ticket: Ticket): Promise<TicketEvent[] | null>;
};

/** What changed within this time before the list was asked for may change again in the same second. */
const settlingMs = 60_000;

/** One page for each ticket that changed. The last page is empty: with its cursor the present is reached. */
export async function* pollByUpdate<Ticket extends UpdatedTicket>(
  cursor: string | null,
  desk: UpdateDesk<Ticket>,
): AsyncGenerator<Page> {
  let position = readPosition(cursor);
  for await (const { ticket, isSettled } of changed(position.at, desk)) {
    if (isRead(position, ticket)) continue;
    const events = await desk.read(ticket);
    const until = givenUntil(position, ticket);
    if (isSettled) position = behind(position, ticket);
    if (events === null) continue;
    yield { events: events.filter(({ at }) => until === null || at > until), cursor: cursorOf(position) };
  }
  yield { events: [], cursor: cursorOf(atPresent(position)) };
}

/**
 * The list is asked for anew from where a page ended, because numbered pages shift while tickets change; they
 * are counted only where one instant fills them.
 */
async function* changed<Ticket extends UpdatedTicket>(from: Instant | null, desk: UpdateDesk<Ticket>) {
  let [since, number] = [from, 1];
  let settledUntil: Instant | null = null;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await desk.list(since, number);
    settledUntil ??= timeOf(page) - settlingMs;
    checkOrder(page.items, since);
    for (const ticket of page.items) yield { ticket, isSettled: ticket.updatedAt <= settledUntil };
    if (!isFollowed(page)) return;
    const last = page.items.at(-1)?.updatedAt ?? since;
    [since, number] = last === since ? [since, number + 1] : [last, 1];
  }
  throw endless();
}

function timeOf({ headers }: NumberedPage<unknown>): Instant {
  const now = partnerNow(headers);
  if (now !== null) return now;
  throw new SyncError('the desk does not say what time it is: its answer has no Date');
}

/** A desk that ignores what it is asked would have us skip what changed. */
function checkOrder(tickets: UpdatedTicket[], since: Instant | null): void {
  const isInOrder = tickets.every(
    ({ updatedAt }, index) => updatedAt >= (tickets[index - 1]?.updatedAt ?? since ?? 0),
  );
  if (isInOrder) return;
  throw new SyncError('the desk does not list tickets from the instant asked for, by their last change');
}
