// How a Jira is asked, and how its lists are paged.
import type { Instant } from '@upheld/shared/time/instant';
import type { z } from 'zod';
import { SyncError, type ConnectorContext } from '../../connectors/connector.ts';
import { partnerNow } from '../../egress/partner-clock.ts';
import { retryAfterMs } from '../../egress/retry-after.ts';
import { askDesk, type DeskTerms } from '../ask-desk.ts';
import { jiraInstant, jiraRecord } from './records.ts';

/** `path` begins behind `/rest/`. */
export type JiraQuestion = { path: string; query?: Record<string, string> };

/** `at` is the desk's own clock when it answered; null where it does not tell. */
export type JiraAnswer<Value> = { value: Value; at: Instant | null };

/** Asks one thing; throws a `SyncError` where there is no such answer. */
export type AskJira = <Value>(question: JiraQuestion, record: z.ZodType<Value>) => Promise<JiraAnswer<Value>>;

/** Of one list at one synchronisation. */
export const maxPages = 10_000;

const perPage = 100;

/** How every question is put. A comment has 32 KiB of text at most, which is longer as a document. */
const manner = {
  headers: { accept: 'application/json' },
  maxBytes: 32 * 1024 * 1024,
  meanings: {
    401: 'it does not accept the credentials; renew them',
    403: 'whose credentials they are may not read this',
    404: 'there is no such thing, or whose credentials they are may not see it',
    410: 'this Jira has it no more',
  },
  waitMs,
};

/** The questions to the Jira at `terms.url`. */
export function openJira(terms: DeskTerms, context: ConnectorContext): AskJira {
  return async ({ path, query = {} }, record) => {
    const url = new URL(terms.url);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/rest/${path}`;
    url.search = new URLSearchParams(query).toString();
    const { value, headers } = await askDesk(terms, { ...manner, url }, context);
    return { value: jiraRecord(record, value), at: partnerNow(headers) };
  };
}

/** `Retry-After` goes first; a limit that is used up names the instant at which it begins anew. */
function waitMs(headers: Record<string, string>): number | null {
  const reset = jiraInstant.safeParse(headers['x-ratelimit-reset']);
  const now = partnerNow(headers);
  const untilReset = reset.success && now !== null ? Math.max(reset.data - now, 0) : null;
  return retryAfterMs(headers) ?? untilReset;
}

/** What is read of a page of a list that is counted through. */
export type CountedPage<Item> = { items: Item[]; isLast: boolean };

/** Every item of a list that only grows at its end. */
export async function allItems<Item>(
  ask: AskJira,
  { path, query = {} }: JiraQuestion,
  page: z.ZodType<CountedPage<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let pages = 0; pages < maxPages; pages += 1) {
    const place = { startAt: String(items.length), maxResults: String(perPage) };
    const { value } = await ask({ path, query: { ...query, ...place } }, page);
    items.push(...value.items);
    if (value.isLast || value.items.length === 0) return items;
  }
  throw endless();
}

/** What is thrown at a list without an end. */
export function endless(): SyncError {
  return new SyncError(
    `the desk gave ${maxPages} pages without an end; the next synchronisation goes on there`,
  );
}
