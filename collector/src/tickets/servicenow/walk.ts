// The tickets of a ServiceNow by their last change. Many change in one second: of those, pages go by their ids.
import type { Instant } from '@upheld/shared/time/instant';
import { SyncError, type NegativeControl } from '../../connectors/connector.ts';
import { partnerNow } from '../../egress/partner-clock.ts';
import { endless, maxPages } from '../numbered-pages.ts';
import { allRows, deaf, joined, pageSize, type AskTable, type TableQuestion } from './desk.ts';
import { serviceNowTicket, ticketFields, type ServiceNowTicket } from './records.ts';

export type TicketTerms = {
  table: string;
  /** What holds for every ticket of the agreement: fields and their values. */
  only: Record<string, string>;
  severity: { field: string };
};

/** A page of tickets as they stood at `readAt`, by the desk's own clock. */
export type TicketPage = { tickets: ServiceNowTicket[]; readAt: Instant };

/** What changed at `since` or after it, in that order. */
export async function* changedTickets(
  ask: AskTable,
  terms: TicketTerms,
  since: Instant,
): AsyncGenerator<TicketPage> {
  let place: Place = { from: `sys_updated_on>=${stamp(since)}`, last: null, offset: 0 };
  let least = since;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const question = ticketQuestion(terms, `${place.from}^ORDERBYsys_updated_on^ORDERBYsys_id`);
    const { rows, isFollowed, headers } = await ask(question, { offset: place.offset });
    checkTickets(rows, terms, least);
    yield { tickets: rows, readAt: timeOf(headers) };
    least = rows.at(-1)?.updatedAt ?? least;
    const next = nextPlace(place, rows.at(-1) ?? null, isFollowed);
    if (next === null) return;
    place = next;
  }
  throw endless();
}

/** `last`: the pages are of those that changed in the second of this instant. */
type Place = { from: string; last: Instant | null; offset: number };

function nextPlace(place: Place, row: ServiceNowTicket | null, isFollowed: boolean): Place | null {
  if (!isFollowed) {
    return place.last === null
      ? null
      : { from: `sys_updated_on>${stamp(place.last)}`, last: null, offset: 0 };
  }
  // A page without anything that the user may see.
  if (row === null) return { ...place, offset: place.offset + pageSize };
  const { id, updatedAt } = row;
  return { from: `sys_updated_on=${stamp(updatedAt)}^sys_id>${id}`, last: updatedAt, offset: 0 };
}

/** The ticket of a number; undefined where the agreement has none. */
export async function ticketOf(
  ask: AskTable,
  terms: TicketTerms,
  number: string,
): Promise<{ ticket: ServiceNowTicket | undefined; readAt: Instant }> {
  const { rows, headers } = await ask(ticketQuestion(terms, `number=${number}`));
  checkOurs(rows, terms);
  if (rows.some((ticket) => ticket.number !== number)) throw deaf();
  return { ticket: rows[0], readAt: timeOf(headers) };
}

/** The agreement's tickets that meet an encoded query, by their ids. */
export async function ticketsWith(
  ask: AskTable,
  terms: TicketTerms,
  query: string,
): Promise<ServiceNowTicket[]> {
  const rows = await allRows(ask, ticketQuestion(terms, query));
  checkOurs(rows, terms);
  return rows;
}

/** Asks for what changes in a future that nothing has reached. */
export async function nothingChanged(ask: AskTable, terms: TicketTerms): Promise<NegativeControl> {
  const { rows } = await ask(ticketQuestion(terms, 'sys_updated_on>=2999-01-01 00:00:00'));
  return { asked: 'tickets that changed in the year 2999 or later', found: rows.length };
}

/** The question for the agreement's tickets, with the fields that they are read by. */
export function ticketQuestion(
  { table, only, severity }: TicketTerms,
  query: string,
): TableQuestion<ServiceNowTicket> {
  const fixed = Object.entries(only).map(([field, value]) => `${field}=${value}`);
  const fields = [...new Set([...ticketFields, severity.field, ...Object.keys(only)])];
  return { table, query: joined(...fixed, query), fields, row: serviceNowTicket };
}

/** A desk that drops the order, or from when on, would have us skip what changed. */
function checkTickets(rows: ServiceNowTicket[], terms: TicketTerms, since: Instant): void {
  const isInOrder = rows.every(({ updatedAt }, index) => updatedAt >= (rows[index - 1]?.updatedAt ?? since));
  if (!isInOrder) throw deaf();
  checkOurs(rows, terms);
}

function checkOurs(rows: ServiceNowTicket[], { only }: TicketTerms): void {
  const isOurs = ({ fields }: ServiceNowTicket) =>
    Object.entries(only).every(([field, value]) => fields[field] === value);
  if (!rows.every(isOurs)) throw deaf();
}

/** An instant as the desk writes it. */
export function stamp(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ')
    .slice(0, -1);
}

function timeOf(headers: Record<string, string>): Instant {
  const now = partnerNow(headers);
  if (now !== null) return now;
  throw new SyncError('the desk does not say what time it is: its answer has no Date');
}
