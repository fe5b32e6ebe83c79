// How a Zendesk is asked, and how its answers are paged.
import type { Instant } from '@upheld/shared/time/instant';
import type { z } from 'zod';
import { SyncError, type ConnectorContext } from '../../connectors/connector.ts';
import { partnerNow } from '../../egress/partner-clock.ts';
import { retryAfterMs } from '../../egress/retry-after.ts';
import { askDesk, type DeskTerms } from '../ask-desk.ts';
import { zendeskRecord, type Paged } from './records.ts';

export type ZendeskQuestion = { path: string; query?: Record<string, string> };

/** `at` is the desk's own clock when it answered; null where it does not tell. */
export type ZendeskAnswer<Value> = { value: Value; at: Instant | null };

/** Asks one thing; throws a `SyncError` where there is no such answer. */
export type AskZendesk = <Value>(
  question: ZendeskQuestion,
  record: z.ZodType<Value>,
) => Promise<ZendeskAnswer<Value>>;

/** As many as Zendesk recommends; a page of audits has no more. */
export const pageSize = 100;

/** Of one list at one synchronisation. */
export const maxPages = 10_000;

/** How every question is put. A page holds the texts of its tickets or comments, of 64 KiB each at most. */
const manner = {
  headers: { accept: 'application/json' },
  maxBytes: 32 * 1024 * 1024,
  meanings: {
    401: 'it does not accept the credentials; renew them',
    403: 'whose credentials they are may not read this: incremental exports are for administrators',
    404: 'there is no such thing, or no Zendesk of that name',
  },
  waitMs: retryAfterMs,
};

/** The questions to the Zendesk at `terms.url`. */
export function openZendesk(terms: DeskTerms, context: ConnectorContext): AskZendesk {
  return async ({ path, query = {} }, record) => {
    const url = new URL(terms.url);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v2/${path}`;
    url.search = new URLSearchParams(query).toString();
    const { value, headers } = await askDesk(terms, { ...manner, url }, context);
    return { value: zendeskRecord(record, value), at: partnerNow(headers) };
  };
}

/** Every page of a list that is paged by cursors, each with what the desk's clock said. */
export async function* cursorPages<Page extends Paged>(
  ask: AskZendesk,
  { path, query = {} }: ZendeskQuestion,
  record: z.ZodType<Page>,
): AsyncGenerator<ZendeskAnswer<Page>> {
  let after: Record<string, string> = {};
  for (let pages = 0; pages < maxPages; pages += 1) {
    const asked = { path, query: { ...query, 'page[size]': String(pageSize), ...after } };
    const answer = await ask(asked, record);
    yield answer;
    const { has_more, after_cursor } = answer.value.meta;
    if (!has_more) return;
    if (after_cursor === null) throw new SyncError('the desk says that a list goes on, and not where');
    after = { 'page[after]': after_cursor };
  }
  throw endless();
}

/** What is thrown at a list without an end. */
export function endless(): SyncError {
  return new SyncError(
    `the desk gave ${maxPages} pages without an end; the next synchronisation goes on there`,
  );
}
