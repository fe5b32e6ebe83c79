// Reads a desk that lists its tickets by the instant of their last change and keeps no history of them.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { Instant } from '@upheld/shared/time/instant';
import type { Page } from '../connectors/connector.ts';
import { snapshotEvents, type Snapshot } from './snapshot-events.ts';
import { afterReading, atPresent, beyond, listedSince, readSnapshots } from './snapshot-position.ts';
import { toldBefore, wasRead, type SnapshotPosition } from './snapshot-position.ts';
import type { Standing } from './standing.ts';

/** A ticket as a list shows it. */
export type ListedTicket = { ticket: string; updatedAt: Instant };

/** A part of a list; what last changed up to `settledUntil` stands in it as it is. */
export type ListedPart<Ticket> = { tickets: Ticket[]; settledUntil: Instant };

/** `exact` is every event of a ticket, where this time a history of it was read. */
export type ReadSnapshot = { snapshot: Snapshot; exact?: TicketEvent[]; opinions: VendorClock[] };

export type SnapshotDesk<Ticket extends ListedTicket> = {
  /** What last changed at `since` or after it, in that order. */
  changed(since: Instant): AsyncIterable<ListedPart<Ticket>>;
  /** Null where a ticket is none of the agreement's. */
  read(ticket: Ticket): Promise<ReadSnapshot | null>;
  standingOf(status: string): Standing;
};

/** One page for each ticket that changed; with the cursor of the last page, an empty one, the present is reached. */
export async function* pollSnapshots<Ticket extends ListedTicket>(
  cursor: string | null,
  from: Instant,
  desk: SnapshotDesk<Ticket>,
): AsyncGenerator<Page> {
  let position = readSnapshots(cursor, from);
  for await (const { tickets, settledUntil } of desk.changed(listedSince(position))) {
    position = { ...position, began: position.began ?? settledUntil };
    for (const listed of tickets) {
      if (wasRead(position, listed.ticket, listed.updatedAt)) continue;
      const isSettled = listed.updatedAt <= settledUntil;
      const told = await desk.read(listed);
      if (told === null) {
        if (isSettled) position = beyond(position, listed.ticket, listed.updatedAt);
        continue;
      }
      const events = newEvents(told, position, desk);
      position = afterReading(position, told.snapshot, isSettled);
      const opinions = told.opinions.length === 0 ? {} : { opinions: told.opinions };
      yield { events, ...opinions, cursor: JSON.stringify(position) };
    }
  }
  yield { events: [], cursor: JSON.stringify(atPresent(position)) };
}

/**
 * Of a ticket that is remembered, what was told in an earlier pass is not given again, and least of all how it
 * was opened: that is not known from what it is now.
 */
function newEvents(
  { snapshot, exact }: ReadSnapshot,
  position: SnapshotPosition,
  { standingOf }: Pick<SnapshotDesk<ListedTicket>, 'standingOf'>,
) {
  const before = toldBefore(position, snapshot, standingOf);
  const events = exact ?? snapshotEvents(snapshot, before);
  if (before.is !== 'known') return events;
  return events.filter(({ type, at }) => type !== 'opened' && at > (position.floor ?? 0));
}
