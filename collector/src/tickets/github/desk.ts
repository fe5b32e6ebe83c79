// What is asked of GitHub: the issues that changed, and the timeline of each.
import type { SecretReference } from '@upheld/shared/agreement/fields';
import type { Instant } from '@upheld/shared/time/instant';
import type { ConnectorContext } from '../../connectors/connector.ts';
import type { TlsTerms } from '../../egress/tls-terms.ts';
import { askDesk, type DeskAnswer } from '../ask-desk.ts';
import { githubEntry, githubIssue, type GithubEntry, type GithubIssue } from './records.ts';
import { perPage, type NumberedPage } from '../numbered-pages.ts';
import { limitWaitMs } from '../rate-limit-reset.ts';
import { recordIn, recordsIn } from '../records.ts';
import type { ListByUpdate } from '../update-walk.ts';

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

/** What GitHub answers for an issue that was transferred, that is hidden or never was, and that was deleted. */
export const goneStatuses = [301, 404, 410];

/** The issues and pull requests of a state that changed at an instant or after it, by their last change. */
export function issuesOf(
  terms: GithubTerms,
  state: 'all' | 'open',
  context: ConnectorContext,
): ListByUpdate<GithubIssue> {
  return async (since, page) => {
    const query = { state, sort: 'updated', direction: 'asc', since: isoSeconds(since), ...paging(page) };
    const { value, headers } = await ask(terms, 'issues', query, context);
    return { items: recordsIn(githubIssue, value, 'GitHub'), headers };
  };
}

/** One issue or pull request by its number. */
export async function oneIssue(
  terms: GithubTerms,
  number: string,
  context: ConnectorContext,
): Promise<GithubIssue> {
  const { value } = await ask(terms, `issues/${number}`, {}, context);
  return recordIn(githubIssue, value, 'GitHub');
}

/** A page of an issue's timeline. */
export async function timelinePage(
  terms: GithubTerms,
  { number }: GithubIssue,
  page: number,
  context: ConnectorContext,
): Promise<NumberedPage<GithubEntry | null>> {
  const { value, headers } = await ask(terms, `issues/${number}/timeline`, paging(page), context);
  return { items: recordsIn(githubEntry, value, 'GitHub'), headers };
}

function paging(page: number): Record<string, string> {
  return { per_page: String(perPage), page: String(page) };
}

/** GitHub's instants have no fractions. */
function isoSeconds(instant: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString({ smallestUnit: 'second' });
}

async function ask(
  { repository, token, ...terms }: GithubTerms,
  path: string,
  query: Record<string, string>,
  context: ConnectorContext,
): Promise<DeskAnswer> {
  const url = new URL(terms.url);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/repos/${repository}/${path}`;
  url.search = String(new URLSearchParams(query));
  const headers = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
  const waitMs = (of: Record<string, string>) => limitWaitMs(of, 'x-ratelimit');
  const question = { url, headers, maxBytes: maxPageBytes, meanings, waitMs };
  return await askDesk({ ...terms, auth: { type: 'bearer', token } }, question, context);
}
