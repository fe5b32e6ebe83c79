// What is asked of GitHub: the issues that changed, and the timeline of each.
import type { SecretReference } from '@upheld/shared/agreement/fields';
import type { Instant } from '@upheld/shared/time/instant';
import type { ConnectorContext } from '../connectors/connector.ts';
import type { TlsTerms } from '../egress/tls-terms.ts';
import { askDesk, type DeskAnswer } from './ask-desk.ts';
import { githubEntry, githubIssue, type GithubEntry, type GithubIssue } from './github-records.ts';
import { perPage, type NumberedPage } from './numbered-pages.ts';
import { limitWaitMs } from './rate-limit-reset.ts';
import { recordsIn } from './records.ts';

/** Which repository is asked, who asks, and how long one page may take. */
export type GithubTerms = {
  url: string;
  repository: string;
  token: SecretReference;
  tls?: TlsTerms | undefined;
  timeout: string;
};

/** A page holds the texts of its issues or comments, of 256 KiB each at most. */
const maxPageBytes = 32 * 1024 * 1024;

const meanings = {
  301: 'the repository has another name by now; write that one',
  401: 'the token is not accepted; renew it',
  403: 'the token may not read issues, or asked too often',
  404: 'there is no such repository, or the token may not read it',
  410: 'the repository has no issues',
};

/** A page of the issues and pull requests that changed at `since` or after it, by their last change. */
export async function issuesPage(
  terms: GithubTerms,
  since: Instant | null,
  page: number,
  context: ConnectorContext,
): Promise<NumberedPage<GithubIssue>> {
  const from = since === null ? {} : { since: Temporal.Instant.fromEpochMilliseconds(since).toString() };
  const query = { state: 'all', sort: 'updated', direction: 'asc', ...from };
  const { value, headers } = await ask(terms, 'issues', query, page, context);
  return { items: recordsIn(githubIssue, value, 'GitHub'), headers };
}

/** A page of an issue's timeline. */
export async function timelinePage(
  terms: GithubTerms,
  { number }: GithubIssue,
  page: number,
  context: ConnectorContext,
): Promise<NumberedPage<GithubEntry | null>> {
  const { value, headers } = await ask(terms, `issues/${number}/timeline`, {}, page, context);
  return { items: recordsIn(githubEntry, value, 'GitHub'), headers };
}

async function ask(
  { repository, token, ...terms }: GithubTerms,
  path: string,
  query: Record<string, string>,
  page: number,
  context: ConnectorContext,
): Promise<DeskAnswer> {
  const url = new URL(terms.url);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/repos/${repository}/${path}`;
  url.search = String(new URLSearchParams({ ...query, per_page: String(perPage), page: String(page) }));
  const headers = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
  const waitMs = (of: Record<string, string>) => limitWaitMs(of, 'x-ratelimit');
  const question = { url, headers, maxBytes: maxPageBytes, meanings, waitMs };
  return await askDesk({ ...terms, auth: { type: 'bearer', token } }, question, context);
}
