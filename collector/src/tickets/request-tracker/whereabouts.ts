// Where tickets of Request Tracker are now: which of them left the queue, and which of those in it are open.
import { SyncError } from '../../connectors/connector.ts';
import { mergedInto, queuedPage, type Transaction } from './answers.ts';
import type { AskTracker } from './desk.ts';
import type { Queue } from './queue.ts';
import { isOneOf, pageSize } from './transactions.ts';

/** Tickets to the ids of the queues that they are in; one that was deleted, or may not be seen, is in none. */
export type Whereabouts = ReadonlyMap<string, number>;

/** A desk with more open tickets than this gives no end. */
const maxPages = 10_000;

/** Of the tickets that these rows may have taken out of the queue, and of those that they merged others into. */
export async function whereabouts(ask: AskTracker, rows: Transaction[]): Promise<Whereabouts> {
  const asked = [...new Set(rows.flatMap((row) => mayHaveMoved(row) ?? []))];
  const found = new Map<string, number>();
  for (let from = 0; from < asked.length; from += pageSize) {
    // A search leaves out merged tickets unless it names what they were merged into.
    const query = `${isOneOf('id', asked.slice(from, from + pageSize))} AND EffectiveId > 0`;
    const { items } = await tickets(ask, query);
    for (const { id, queue } of items) found.set(id, queue);
  }
  return found;
}

/**
 * Whether the row took its ticket out of the queue for as long as can be told now: it deleted it, moved it to
 * another queue, or merged it into a ticket there. One that was moved back, or restored, was never gone.
 */
export function leavesQueue(row: Transaction, queue: Queue, found: Whereabouts): boolean {
  if (isDeletion(row)) return !found.has(row.ticket);
  if (isMove(row)) return row.from === String(queue.id) && found.get(row.ticket) !== queue.id;
  const into = mergedInto(row);
  return into !== null && (found.get(into) ?? queue.id) !== queue.id;
}

/** Null where the row takes no ticket anywhere. */
function mayHaveMoved(row: Transaction): string | null {
  return isDeletion(row) || isMove(row) ? row.ticket : mergedInto(row);
}

const isDeletion = ({ type, to }: Transaction): boolean => type === 'Status' && to === 'deleted';
const isMove = ({ type, field }: Transaction): boolean => type === 'Set' && field === 'Queue';

/**
 * The ids of the tickets in the queue whose status is none of `closed`, a page at a time. Each page begins
 * behind the last id, because numbered pages would shift where a ticket is resolved meanwhile.
 */
export async function* openTickets(
  ask: AskTracker,
  { id: queue }: Queue,
  closed: readonly string[],
): AsyncGenerator<string[]> {
  const isOpen = closed.map((status) => ` AND Status != '${escaped(status)}'`).join('');
  let [last, page] = [0, 1];
  for (let pages = 0; pages < maxPages; pages += 1) {
    const query = `Queue = '${queue}'${isOpen} AND id > ${last}`;
    const { items, follows } = await tickets(ask, query, page);
    checkBehind(items, last);
    if (items.length > 0) yield items.map(({ id }) => id);
    if (!follows) return;
    // A page may be empty and not the last: the desk leaves out what the token may not see.
    page = items.length === 0 ? page + 1 : 1;
    last = Math.max(last, ...items.map(({ id }) => Number(id)));
  }
  throw new SyncError(`the desk gave ${maxPages} pages of open tickets without an end`);
}

/** A desk that passes over the condition would give the same page for ever. */
function checkBehind(items: { id: string }[], last: number): void {
  if (items.every(({ id }) => Number(id) > last)) return;
  throw new SyncError('the desk gave tickets that it was not asked for');
}

async function tickets(ask: AskTracker, query: string, page = 1) {
  const paging = { orderby: 'id', order: 'ASC', per_page: String(pageSize), page: String(page) };
  return (await ask({ path: 'tickets', query: { query, fields: 'Queue', ...paging } }, queuedPage)).value;
}

/** As a text within quotes of a query. */
function escaped(text: string): string {
  return text.replace(/[\\']/g, (mark) => `\\${mark}`);
}
