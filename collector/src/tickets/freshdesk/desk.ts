// What is asked of Freshdesk. Its lists leave out what is older than 30 days unless they are asked from when on,
// and end at page 300.
import type { SecretReference } from '@upheld/shared/agreement/fields';
import type { Instant } from '@upheld/shared/time/instant';
import { SyncError, type ConnectorContext } from '../../connectors/connector.ts';
import type { Credentials } from '../../egress/credentials.ts';
import { partnerNow } from '../../egress/partner-clock.ts';
import { retryAfterMs } from '../../egress/retry-after.ts';
import type { TlsTerms } from '../../egress/tls-terms.ts';
import { askDesk, type DeskAnswer } from '../ask-desk.ts';
import { freshdeskConversation, freshdeskTicket } from './records.ts';
import type { FreshdeskConversation, FreshdeskTicket } from './records.ts';
import { allPages, perPage } from '../numbered-pages.ts';
import { recordIn, recordsIn } from '../records.ts';
import type { ListByUpdate } from '../update-walk.ts';

export type FreshdeskAccess = {
  url: string;
  key: SecretReference;
  tls?: TlsTerms | undefined;
  timeout: string;
  company?: number | undefined;
  group?: number | undefined;
  severity: { field: string };
};

/** A ticket as it stood at `readAt`, by the desk's own clock. */
export type ReadTicket = FreshdeskTicket & { readAt: Instant };

export type FreshdeskDesk = {
  /** With `stats`, which cost three calls of the limit instead of one. What is deleted is not listed. */
  tickets(include: 'stats' | null): ListByUpdate<ReadTicket>;
  ticket(id: string): Promise<ReadTicket>;
  conversations(ticket: number): Promise<FreshdeskConversation[]>;
  /** Something that the desk has, whatever becomes of its tickets. */
  prove(): Promise<unknown>;
};

const lastPage = 300;

/** Conversations hold their texts with their mark-up. */
const maxBytes = 32 * 1024 * 1024;

const meanings = {
  400: 'it does not know what it was asked for',
  401: 'it does not accept the key; renew it',
  403: 'the key may not read what it was asked for; it needs an agent who sees all tickets',
  404: 'there is no such ticket, or the account is gone',
};

/** A desk that is asked with one key, each answer within the timeout. */
export function freshdeskDesk(terms: FreshdeskAccess, context: ConnectorContext): FreshdeskDesk {
  const ask = asking(terms, context);
  const item = freshdeskTicket(terms.severity.field);
  const tickets =
    (include: 'stats' | null, size: number = perPage): ListByUpdate<ReadTicket> =>
    async (since, page) => {
      if (page > lastPage) {
        throw new SyncError(`the desk gives no more than ${lastPage} pages of one instant`);
      }
      const from = Temporal.Instant.fromEpochMilliseconds(since).toString({ smallestUnit: 'second' });
      const order = { updated_since: from, order_by: 'updated_at', order_type: 'asc' };
      const company = terms.company === undefined ? {} : { company_id: terms.company };
      const paging = { ...(include === null ? {} : { include }), per_page: size, page };
      const { value, headers } = await ask('tickets', { ...order, ...company, ...paging });
      const readAt = timeOf(headers);
      return { items: recordsIn(item, value, 'Freshdesk').map((one) => ({ ...one, readAt })), headers };
    };
  return {
    tickets,
    async ticket(id) {
      const { value, headers } = await ask(`tickets/${id}`, { include: 'stats' });
      return { ...recordIn(item, value, 'Freshdesk'), readAt: timeOf(headers) };
    },
    conversations: (ticket) =>
      allPages(async (page) => {
        const { value, headers } = await ask(`tickets/${ticket}/conversations`, { per_page: perPage, page });
        return { items: recordsIn(freshdeskConversation, value, 'Freshdesk'), headers };
      }),
    prove: () => tickets(null, 1)(0, 1),
  };
}

/** Whether a ticket is the agreement's: of its company and group, and not thrown away. */
export function isOurs(ticket: FreshdeskTicket, { company, group }: FreshdeskAccess): boolean {
  const isOf = (wanted: number | undefined, given: number | null) => wanted === undefined || wanted === given;
  return !ticket.isDiscarded && isOf(company, ticket.company) && isOf(group, ticket.group);
}

function asking({ key, url, tls, timeout }: FreshdeskAccess, context: ConnectorContext) {
  const terms = { url, auth: { type: 'bearer' as const, token: key }, tls, timeout };
  const ours = { egress: context.egress, credentials: inWordsOfFreshdesk(context.credentials) };
  return async (path: string, query: Record<string, string | number>): Promise<DeskAnswer> => {
    const asked = new URL(url);
    asked.pathname = `${asked.pathname.replace(/\/+$/, '')}/api/v2/${path}`;
    asked.search = new URLSearchParams(
      Object.entries(query).map(([name, each]) => [name, String(each)]),
    ).toString();
    const headers = { accept: 'application/json' };
    return await askDesk(terms, { url: asked, headers, maxBytes, meanings, waitMs: retryAfterMs }, ours);
  };
}

/** The key is the name of a user whose password does not matter. */
function inWordsOfFreshdesk(credentials: Credentials): Credentials {
  return async (...asked) => {
    const identity = await credentials(...asked);
    if (!identity.ok) return identity;
    const key = (identity.headers['authorization'] ?? '').replace(/^Bearer /, '');
    const authorization = `Basic ${Buffer.from(`${key}:X`).toString('base64')}`;
    return { ...identity, headers: { ...identity.headers, authorization } };
  };
}

function timeOf(headers: Record<string, string>): Instant {
  const now = partnerNow(headers);
  if (now !== null) return now;
  throw new SyncError('the desk does not say what time it is: its answer has no Date');
}
