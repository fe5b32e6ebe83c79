// What is asked of GitLab: the issues of a project that changed, and what each of them went through.
import type { SecretReference } from '@upheld/shared/agreement/fields';
import type { z } from 'zod';
import type { ConnectorContext } from '../../connectors/connector.ts';
import type { TlsTerms } from '../../egress/tls-terms.ts';
import { askDesk, type DeskAnswer } from '../ask-desk.ts';
import { gitlabIssue, type GitlabIssue } from './records.ts';
import { allPages, perPage, type NumberedPage } from '../numbered-pages.ts';
import { limitWaitMs } from '../rate-limit-reset.ts';
import { recordIn, recordsIn } from '../records.ts';
import type { ListByUpdate } from '../update-walk.ts';

/** Which project is asked, who asks, and how long one page may take. */
export type GitlabTerms = {
  url: string;
  project: string;
  token: SecretReference;
  tls?: TlsTerms | undefined;
  timeout: string;
};

/** A page holds the texts of its issues or notes, of 1 MiB each at most; so many long ones are not expected. */
const maxPageBytes = 32 * 1024 * 1024;

const meanings = {
  401: 'the token is not accepted; renew it',
  403: 'the token may not read issues; it needs read_api',
  404: 'there is no such project, or the token may not read it',
};

/** What GitLab answers for an issue that was deleted, that is hidden or never was. */
export const goneStatuses = [404];

/**
 * The issues of a state that changed at an instant or after it, by their last change. GitLab passes over keys
 * that it does not know: order and instant are checked as pages come, and `state` and `scope` are those that a
 * project's list has without them.
 */
export function issuesOf(
  terms: GitlabTerms,
  state: 'all' | 'opened',
  context: ConnectorContext,
): ListByUpdate<GitlabIssue> {
  return async (since, page) => {
    const updated_after = Temporal.Instant.fromEpochMilliseconds(since).toString();
    const query = { scope: 'all', state, order_by: 'updated_at', sort: 'asc', updated_after, page };
    return await askForPage(terms, '', gitlabIssue, query, context);
  };
}

/** One issue by the number that people see. */
export async function oneIssue(
  terms: GitlabTerms,
  iid: string,
  context: ConnectorContext,
): Promise<GitlabIssue> {
  const { value } = await ask(terms, `/${iid}`, {}, context);
  return recordIn(gitlabIssue, value, 'GitLab');
}

/** Everything in one of an issue's lists, such as its `notes`. */
export async function listOf<Item>(
  terms: GitlabTerms,
  { number }: GitlabIssue,
  { name, item, query = {} }: { name: string; item: z.ZodType<Item>; query?: Query },
  context: ConnectorContext,
): Promise<Item[]> {
  return await allPages((page) => askForPage(terms, `/${number}/${name}`, item, { ...query, page }, context));
}

type Query = Record<string, string | number>;

async function askForPage<Item>(
  terms: GitlabTerms,
  path: string,
  item: z.ZodType<Item>,
  query: Query,
  context: ConnectorContext,
): Promise<NumberedPage<Item>> {
  const { value, headers } = await ask(terms, path, { ...query, per_page: perPage }, context);
  return { items: recordsIn(item, value, 'GitLab'), headers };
}

async function ask(
  { project, token, ...terms }: GitlabTerms,
  path: string,
  query: Query,
  context: ConnectorContext,
): Promise<DeskAnswer> {
  const url = new URL(terms.url);
  const root = url.pathname.replace(/\/+$/, '');
  url.pathname = `${root}/api/v4/projects/${encodeURIComponent(project)}/issues${path}`;
  url.search = '';
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, String(value));
  const waitMs = (of: Record<string, string>) => limitWaitMs(of, 'ratelimit');
  const headers = { accept: 'application/json' };
  const auth = { type: 'api-key', header: 'PRIVATE-TOKEN', key: token } as const;
  const question = { url, headers, maxBytes: maxPageBytes, meanings, waitMs };
  return await askDesk({ ...terms, auth }, question, context);
}
