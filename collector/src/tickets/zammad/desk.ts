// What is asked of Zammad. Tickets are found by conditions, which its database answers: the search index is
// not there in every installation, and lags behind.
import type { SecretReference } from '@upheld/shared/agreement/fields';
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';
import { SyncError, type ConnectorContext } from '../../connectors/connector.ts';
import type { Credentials } from '../../egress/credentials.ts';
import { partnerNow } from '../../egress/partner-clock.ts';
import { retryAfterMs } from '../../egress/retry-after.ts';
import type { TlsTerms } from '../../egress/tls-terms.ts';
import { askDesk, type DeskAnswer } from '../ask-desk.ts';
import { perPage } from '../numbered-pages.ts';
import { recordIn, recordsIn } from '../records.ts';
import type { ListByUpdate } from '../update-walk.ts';
import { zammadArticle, zammadEntry, zammadState, zammadTicket } from './records.ts';
import type { ZammadArticle, ZammadEntry, ZammadTicket } from './records.ts';

export type ZammadAccess = {
  url: string;
  token: SecretReference;
  tls?: TlsTerms | undefined;
  timeout: string;
  organization?: number | undefined;
  group?: number | undefined;
  severity: { field: string };
};

/** A field of a ticket, and what it `is` or `is not`: one of `values`. */
export type Condition = { field: string; operator: 'is' | 'is not'; values: number[] };

/** A ticket as it stood at `readAt`, by the desk's own clock. */
export type ReadTicket = ZammadTicket & { readAt: Instant };

export type ZammadDesk = {
  /** The agreement's tickets that meet `conditions`. */
  tickets(conditions?: Condition[]): ListByUpdate<ReadTicket>;
  ticket(id: number): Promise<ReadTicket>;
  history(id: number): Promise<ZammadEntry[]>;
  /** The articles that stand in a ticket, the oldest first. */
  articles(ticket: number): Promise<ZammadArticle[]>;
  article(id: number): Promise<ZammadArticle>;
  /** The names of all states, with their ids. */
  states(): Promise<{ id: number; name: string }[]>;
};

/** Articles hold their texts and histories whole records of people: all of it is read past. */
const maxBytes = 32 * 1024 * 1024;

const meanings = {
  401: 'it does not accept the token; renew it',
  403: 'the token may not read what it was asked for; it needs ticket.agent, and read access to the groups',
  404: 'there is no such ticket, or no Zammad',
};

/** A desk that is asked with one token, each answer within the timeout. */
export function zammadDesk(terms: ZammadAccess, context: ConnectorContext): ZammadDesk {
  const ask = asking(terms, context);
  const item = zammadTicket(terms.severity.field);
  return {
    tickets(conditions = []) {
      const wanted = [...conditionsOf(terms), ...conditions].flatMap(written);
      return async (since, page) => {
        const order = { sort_by: 'updated_at', order_by: 'asc', expand: 'true', page, per_page: perPage };
        const query = [...Object.entries(order), ...updatedFrom(since), ...wanted];
        const { value, headers } = await ask('tickets/search', query);
        const readAt = timeOf(headers);
        const items = recordsIn(item, value, 'Zammad').map((ticket) => ({ ...ticket, readAt }));
        if (items.every((ticket) => isOurs(ticket, terms))) return { items, headers };
        throw new SyncError('the desk ignores conditions: it lists tickets of another organization or group');
      };
    },
    async ticket(id) {
      const { value, headers } = await ask(`tickets/${id}`, [['expand', 'true']]);
      return { ...recordIn(item, value, 'Zammad'), readAt: timeOf(headers) };
    },
    async history(id) {
      const { value } = await ask(`ticket_history/${id}`);
      return recordIn(z.object({ history: z.array(zammadEntry) }), value, 'Zammad').history;
    },
    async articles(ticket) {
      const { value } = await ask(`ticket_articles/by_ticket/${ticket}`);
      return recordsIn(zammadArticle, value, 'Zammad').toSorted((one, other) => one.id - other.id);
    },
    async article(id) {
      return recordIn(zammadArticle, (await ask(`ticket_articles/${id}`)).value, 'Zammad');
    },
    async states() {
      return recordsIn(zammadState, (await ask('ticket_states')).value, 'Zammad');
    },
  };
}

/** Whether a ticket is of the organization and group that the agreement is about. */
export function isOurs(ticket: ZammadTicket, { organization, group }: ZammadAccess): boolean {
  const isOf = (wanted: number | undefined, given: number | null) => wanted === undefined || wanted === given;
  return isOf(organization, ticket.organization) && isOf(group, ticket.group);
}

function conditionsOf({ organization, group }: ZammadAccess): Condition[] {
  const is = (field: string, value: number | undefined): Condition[] =>
    value === undefined ? [] : [{ field, operator: 'is', values: [value] }];
  return [...is('organization_id', organization), ...is('group_id', group)];
}

type Query = [key: string, value: string | number][];

function written({ field, operator, values }: Condition): Query {
  const name = `condition[ticket.${field}]`;
  return [[`${name}[operator]`, operator], ...values.map((id): Query[number] => [`${name}[value][]`, id])];
}

/** To Zammad an instant is after itself. */
function updatedFrom(since: Instant): Query {
  const name = 'condition[ticket.updated_at]';
  const instant = Temporal.Instant.fromEpochMilliseconds(since).toString();
  return [
    [`${name}[operator]`, 'after (absolute)'],
    [`${name}[value]`, instant],
  ];
}

function asking({ token, url, tls, timeout }: ZammadAccess, context: ConnectorContext) {
  const terms = { url, auth: { type: 'bearer' as const, token }, tls, timeout };
  const ours = { egress: context.egress, credentials: inWordsOfZammad(context.credentials) };
  return async (path: string, query: Query = []): Promise<DeskAnswer> => {
    const asked = new URL(url);
    asked.pathname = `${asked.pathname.replace(/\/+$/, '')}/api/v1/${path}`;
    asked.search = new URLSearchParams(query.map(([key, value]) => [key, String(value)])).toString();
    const headers = { accept: 'application/json' };
    return await askDesk(terms, { url: asked, headers, maxBytes, meanings, waitMs: retryAfterMs }, ours);
  };
}

/** To Zammad a bearer token is one of OAuth; its own are called otherwise. */
function inWordsOfZammad(credentials: Credentials): Credentials {
  return async (...asked) => {
    const identity = await credentials(...asked);
    if (!identity.ok) return identity;
    const authorization = (identity.headers['authorization'] ?? '').replace(/^Bearer /, 'Token token=');
    return { ...identity, headers: { ...identity.headers, authorization } };
  };
}

function timeOf(headers: Record<string, string>): Instant {
  const now = partnerNow(headers);
  if (now !== null) return now;
  throw new SyncError('the desk does not say what time it is: its answer has no Date');
}
