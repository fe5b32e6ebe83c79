// What is asked of ServiceNow's Table API. It drops what it cannot read of a query, takes rows that the user may
// not see out of pages, so that they come short or empty, and counts on while rows move: pages begin behind the
// last row that was seen.
import { z } from 'zod';
import { SyncError, type ConnectorContext } from '../../connectors/connector.ts';
import type { Authorization } from '../../egress/authorization.ts';
import { retryAfterMs } from '../../egress/retry-after.ts';
import type { TlsTerms } from '../../egress/tls-terms.ts';
import { askDesk } from '../ask-desk.ts';
import { maxPages, endless } from '../numbered-pages.ts';
import { recordIn } from '../records.ts';

export type ServiceNowAccess = {
  url: string;
  auth: Authorization;
  tls?: TlsTerms | undefined;
  timeout: string;
};

/** Rows of a table that meet an encoded query, with no more than these fields. */
export type TableQuestion<Row> = { table: string; query: string; fields: string[]; row: z.ZodType<Row> };

/** `isFollowed`: the desk has more than it gave, whether or not it gave anything. */
export type TablePage<Row> = { rows: Row[]; isFollowed: boolean; headers: Record<string, string> };

export type AskTable = <Row>(
  question: TableQuestion<Row>,
  place?: { limit?: number; offset?: number },
) => Promise<TablePage<Row>>;

/** Rows are small: neither texts nor descriptions are asked for. */
const maxBytes = 8 * 1024 * 1024;

const meanings = {
  401: 'it does not accept the credentials; renew them',
  403: 'the user may not read a table that is asked for',
  404: 'there is no such table or row, or the user may not see it',
};

export const pageSize = 100;

/** A desk that is asked by one user, each answer within the timeout. */
export function serviceNowDesk(terms: ServiceNowAccess, context: ConnectorContext): AskTable {
  return async ({ table, query, fields, row }, { limit = pageSize, offset = 0 } = {}) => {
    const url = new URL(terms.url);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/now/table/${table}`;
    url.search = new URLSearchParams({
      sysparm_query: query,
      sysparm_fields: fields.join(','),
      sysparm_display_value: 'false',
      sysparm_exclude_reference_link: 'true',
      sysparm_limit: String(limit),
      sysparm_offset: String(offset),
    }).toString();
    const headers = { accept: 'application/json' };
    const question = { url, headers, maxBytes, meanings, waitMs: retryAfterMs };
    const answer = await askDesk(terms, question, context);
    const { result } = recordIn(z.object({ result: z.array(row) }), answer.value, 'ServiceNow');
    const hasLink = /\brel="?next\b/.test(answer.headers['link'] ?? '');
    return { rows: result, isFollowed: hasLink || result.length >= limit, headers: answer.headers };
  };
}

/** Every row, in the order of their ids, so that none is missed or given twice. */
export async function allRows<Row extends { id: string }>(
  ask: AskTable,
  question: TableQuestion<Row>,
): Promise<Row[]> {
  const all: Row[] = [];
  let [behind, offset] = ['', 0];
  for (let pages = 0; pages < maxPages; pages += 1) {
    const after = behind === '' ? '' : `sys_id>${behind}`;
    const query = joined(question.query, after, 'ORDERBYsys_id');
    const page = await ask({ ...question, query }, { offset });
    all.push(...page.rows);
    if (!page.isFollowed) return all;
    const last = page.rows.at(-1)?.id ?? null;
    // A desk that ignores where a page is to begin would give the same for ever.
    if (last !== null && last <= behind) throw deaf();
    [behind, offset] = last === null ? [behind, offset + pageSize] : [last, 0];
  }
  throw endless();
}

/** An encoded query of all these conditions. */
export function joined(...conditions: string[]): string {
  return conditions.filter((condition) => condition !== '').join('^');
}

/** What is thrown at a desk that drops a part of a query. */
export function deaf(): SyncError {
  return new SyncError('the desk ignores a part of the query: its rows are others than those asked for');
}
