// Request Tracker's transactions in the order of their ids, page by page. Each page begins behind the last
// id that was read: pages that are numbered would shift where a ticket leaves the queue meanwhile.
import type { Instant } from '@upheld/shared/time/instant';
import { SyncError } from '../../connectors/connector.ts';
import { transactionPage, type Transaction } from './answers.ts';
import type { AskTracker } from './desk.ts';

/** `at` is the desk's own clock when it gave the page; null where it does not tell. */
export type TransactionPage = { rows: Transaction[]; at: Instant | null };

/** Request Tracker gives at most so many. */
export const pageSize = 100;

/** A desk with more than this to tell is read on at the next synchronisation. */
const maxPages = 10_000;

const fields = {
  fields: 'Type,Field,OldValue,NewValue,ObjectId,Created,Creator',
  'fields[Creator]': 'EmailAddress',
};

/** Those of tickets that `condition` holds for, behind the id `after`; the last page may be empty. */
export async function* transactions(
  ask: AskTracker,
  condition: string,
  after: number,
): AsyncGenerator<TransactionPage> {
  let [last, page] = [after, 1];
  for (let pages = 0; pages < maxPages; pages += 1) {
    const query = `ObjectType = 'RT::Ticket' AND id > ${last} AND ${condition}`;
    const paging = { orderby: 'id', order: 'ASC', per_page: String(pageSize), page: String(page) };
    const asked = { path: 'transactions', query: { query, ...fields, ...paging } };
    const { value, at } = await ask(asked, transactionPage);
    last = lastOf(value.items, last);
    yield { rows: value.items, at };
    if (!value.follows) return;
    // A page may be empty and not the last: the desk leaves out what the token may not see.
    page = value.items.length === 0 ? page + 1 : 1;
  }
  throw new SyncError(
    `the desk gave ${maxPages} pages without an end; the next synchronisation goes on there`,
  );
}

/** The highest id that Request Tracker's databases can give. */
const highest = 2 ** 31 - 1;

/** How many the desk gives behind the highest id that there can be. */
export async function rowsBehindAll(ask: AskTracker, condition: string): Promise<number> {
  const query = `ObjectType = 'RT::Ticket' AND id > ${highest} AND ${condition}`;
  const { value } = await ask({ path: 'transactions', query: { query, ...fields } }, transactionPage);
  return value.items.length;
}

/** A desk that passes over the condition or the order would have us lose what it gives too early. */
function lastOf(rows: Transaction[], after: number): number {
  return rows.reduce((last, { id }) => {
    if (id > last) return id;
    throw new SyncError('the desk gave transactions out of order, or such as it was not asked for');
  }, after);
}

/** One of these values of a field. */
export function isOneOf(field: string, values: Iterable<string | number>): string {
  return `(${[...values].map((value) => `${field} = '${value}'`).join(' OR ')})`;
}
