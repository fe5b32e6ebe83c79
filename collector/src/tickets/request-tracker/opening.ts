// What stood in the field of severity when a ticket of Request Tracker was opened. The desk tells it by what
// was changed since.
import { heldTicket, ticketPage, type HeldTicket } from './answers.ts';
import type { AskTracker } from './desk.ts';
import { changedSeverity, type SeverityPlace } from './severity.ts';
import { isOneOf, pageSize, transactions } from './transactions.ts';
import { unlessGone } from '../unless-gone.ts';

/**
 * By ticket; one that the token may not see any more is not there. Nothing tells of a field that is set at the
 * opening: it is what the first change of it replaced, else what it holds. What it holds is asked first, so
 * that a change meanwhile is among the changes.
 */
export async function openedWith(
  ask: AskTracker,
  tickets: ReadonlySet<string>,
  place: SeverityPlace,
): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  const all = [...tickets];
  for (let from = 0; from < all.length; from += pageSize) {
    const some = all.slice(from, from + pageSize);
    const now = await heldNow(ask, some, place);
    const before = await firstReplaced(ask, some, place);
    for (const [ticket, value] of now) values.set(ticket, before.get(ticket) ?? value);
  }
  return values;
}

async function heldNow(
  ask: AskTracker,
  tickets: string[],
  place: SeverityPlace,
): Promise<Map<string, string>> {
  // A search leaves out merged tickets unless it names what they were merged into.
  const query = `${isOneOf('id', tickets)} AND EffectiveId > 0`;
  const fields = place.customFields.size === 0 ? 'Priority' : 'CustomFields';
  const asked = { path: 'tickets', query: { query, fields, per_page: String(pageSize) } };
  const { value } = await ask(asked, ticketPage);
  const found = new Map(value.items.map((ticket) => [ticket.id, heldBy(ticket, place)]));
  for (const ticket of tickets.filter((id) => !found.has(id))) {
    const deleted = await deletedTicket(ask, ticket);
    if (deleted !== null) found.set(ticket, heldBy(deleted, place));
  }
  return found;
}

function heldBy({ priority, customFields }: HeldTicket, { customFields: severities }: SeverityPlace): string {
  if (severities.size === 0) return priority;
  return customFields.find(({ id }) => severities.has(id))?.value ?? '';
}

/**
 * No search finds a ticket that was deleted: it is asked for whole, because nothing less is to be had. The
 * search before has shown that the desk answers.
 */
async function deletedTicket(ask: AskTracker, ticket: string): Promise<HeldTicket | null> {
  const read = () => ask({ path: `ticket/${ticket}` }, heldTicket);
  const found = await unlessGone([403, 404], read, async () => undefined);
  return found === 'gone' || found.value.id !== ticket ? null : found.value;
}

async function firstReplaced(
  ask: AskTracker,
  tickets: string[],
  place: SeverityPlace,
): Promise<Map<string, string>> {
  const condition = `${changedSeverity(place)} AND ${isOneOf('ObjectId', tickets)}`;
  const first = new Map<string, string>();
  for await (const { rows } of transactions(ask, condition, 0)) {
    for (const { ticket, from } of rows) if (!first.has(ticket)) first.set(ticket, from);
  }
  return first;
}
