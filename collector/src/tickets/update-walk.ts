// Lists that a desk gives by the instant of the last change, read from an instant to the desk's present.
import type { Instant } from '@upheld/shared/time/instant';
import { SyncError, type NegativeControl } from '../connectors/connector.ts';
import { partnerNow } from '../egress/partner-clock.ts';
import { endless, isFollowed, maxPages, type NumberedPage } from './numbered-pages.ts';

/** A ticket as a list shows it. */
export type UpdatedTicket = { number: number; openedAt: Instant; updatedAt: Instant };

/** A page of what last changed at `since` or after it, in that order. */
export type ListByUpdate<Ticket extends UpdatedTicket> = (
  since: Instant,
  page: number,
) => Promise<NumberedPage<Ticket>>;

/** Each list begins so far before where the one before it ended: a desk may mean "after" by "at or after". */
export const overlapMs = 5_000;

/** What changed within this time before the list was asked for may change again in the same second. */
const settlingMs = 60_000;

/** What last changed up to `settledUntil` stands in the list as it is. */
type ListPart<Ticket> = { tickets: Ticket[]; settledUntil: Instant };

/**
 * Page by page; a ticket comes again where pages overlap. The list is asked for anew from where a page ended,
 * because numbered pages shift while tickets change; they are counted only where one instant fills them.
 */
export async function* updatedSince<Ticket extends UpdatedTicket>(
  from: Instant,
  list: ListByUpdate<Ticket>,
): AsyncGenerator<ListPart<Ticket>> {
  let [since, number] = [from, 1];
  let settledUntil: Instant | null = null;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await list(since, number);
    settledUntil ??= timeOf(page) - settlingMs;
    checkOrder(page.items, since);
    yield { tickets: page.items, settledUntil };
    if (!isFollowed(page)) return;
    const last = page.items.at(-1)?.updatedAt ?? since;
    const next = [last - overlapMs, last].find((instant) => instant > since);
    [since, number] = next === undefined ? [since, number + 1] : [next, 1];
  }
  throw endless();
}

/** The ids of a list's tickets, each once, in batches. */
export async function* idsIn<Ticket extends UpdatedTicket>(
  list: ListByUpdate<Ticket>,
  isTicket: (listed: Ticket) => boolean,
): AsyncGenerator<string[]> {
  const named = new Set<number>();
  for await (const { tickets } of updatedSince(0, list)) {
    const fresh = tickets.filter((listed) => isTicket(listed) && !named.has(listed.number));
    for (const { number } of fresh) named.add(number);
    yield fresh.map(({ number }) => String(number));
  }
}

/** Whether an id can be one of those; hints and stored tickets come from elsewhere. */
export function isTicketNumber(id: string): boolean {
  return /^[1-9]\d{0,14}$/.test(id);
}

/** Some desks know no instants of the next century. */
const distant = Date.UTC(2099, 0, 1);

/** Asks for what changes in a future that nothing has reached: a desk that ignores from when on gives all it has. */
export async function nothingChanged<Ticket extends UpdatedTicket>(
  list: ListByUpdate<Ticket>,
): Promise<NegativeControl> {
  const { items } = await list(distant, 1);
  return { asked: 'tickets that changed in the year 2099 or later', found: items.length };
}

function timeOf({ headers }: NumberedPage<unknown>): Instant {
  const now = partnerNow(headers);
  if (now !== null) return now;
  throw new SyncError('the desk does not say what time it is: its answer has no Date');
}

/** A desk that ignores what it is asked would have us skip what changed. */
function checkOrder(tickets: UpdatedTicket[], since: Instant): void {
  const isInOrder = tickets.every(
    ({ updatedAt }, index) => updatedAt >= (tickets[index - 1]?.updatedAt ?? since),
  );
  if (isInOrder) return;
  throw new SyncError('the desk does not list tickets from the instant asked for, by their last change');
}
