// What is asked of GitHub: the issues that changed, and the timeline of each.
import type { SecretReference } from '@upheld/shared/agreement/fields';
import type { Instant } from '@upheld/shared/time/instant';
import { SyncError, type ConnectorContext } from '../connectors/connector.ts';
import { partnerNow } from '../egress/partner-clock.ts';
import type { TlsTerms } from '../egress/tls-terms.ts';
import { askDesk, type DeskAnswer } from './ask-desk.ts';
import { githubIssues, githubTimeline } from './github-records.ts';
import type { GithubEntry, GithubIssue, Records } from './github-records.ts';
import { limitWaitMs } from './rate-limit-reset.ts';

/** Which repository is asked, who asks, and how long one page may take. */
export type GithubTerms = {
  url: string;
  repository: string;
  token: SecretReference;
  tls?: TlsTerms | undefined;
  timeout: string;
};

/** GitHub gives no longer pages. */
const perPage = 100;

/** A page holds the texts of its issues or comments, of 256 KiB each at most. */
const maxPageBytes = 32 * 1024 * 1024;

/** Of the list at one synchronisation, and of one timeline. */
const maxPages = 10_000;
const endless = `the desk gave ${maxPages} pages without an end`;

/** What changed within this time before the list was asked for may change again in the same second. */
const settlingMs = 60_000;

const meanings = {
  301: 'the repository has another name by now; write that one',
  401: 'the token is not accepted; renew it',
  403: 'the token may not read issues, or asked too often',
  404: 'there is no such repository, or the token may not read it',
  410: 'the repository has no issues',
};

export type Changed = { issue: GithubIssue; isSettled: boolean };

/**
 * Issues and pull requests by the instant of their last change. The list is asked for anew from where a page
 * ended, because counted pages shift while issues change; they are counted only where one instant fills them.
 */
export async function* changedIssues(
  terms: GithubTerms,
  from: Instant | null,
  context: ConnectorContext,
): AsyncGenerator<Changed> {
  let [since, page] = [from, 1];
  let settledUntil: Instant | null = null;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const { issues, askedAt, follows } = await askForIssues(terms, since, page, context);
    settledUntil ??= askedAt - settlingMs;
    for (const issue of issues) yield { issue, isSettled: issue.updatedAt <= settledUntil };
    if (!follows) return;
    const last = issues.at(-1)?.updatedAt ?? since;
    [since, page] = last === since ? [since, page + 1] : [last, 1];
  }
  throw new SyncError(endless);
}

/** Every entry of an issue's timeline, null for those that no clock depends on. */
export async function timelineOf(
  terms: GithubTerms,
  { number }: GithubIssue,
  context: ConnectorContext,
): Promise<(GithubEntry | null)[]> {
  const timeline: (GithubEntry | null)[] = [];
  for (let page = 1; page <= maxPages; page += 1) {
    const answer = await ask(terms, `issues/${number}/timeline`, {}, page, context);
    const entries = recordsOf(githubTimeline(answer.value));
    timeline.push(...entries);
    if (!doesFollow(answer, entries)) return timeline;
  }
  throw new SyncError(endless);
}

async function askForIssues(
  terms: GithubTerms,
  since: Instant | null,
  page: number,
  context: ConnectorContext,
) {
  const from = since === null ? {} : { since: Temporal.Instant.fromEpochMilliseconds(since).toString() };
  const query = { state: 'all', sort: 'updated', direction: 'asc', ...from };
  const answer = await ask(terms, 'issues', query, page, context);
  const issues = recordsOf(githubIssues(answer.value));
  const askedAt = partnerNow(answer.headers);
  if (askedAt === null) throw new SyncError('the desk does not say what time it is: its answer has no Date');
  if (!areInOrder(issues, since)) {
    throw new SyncError('the desk does not list issues from the instant asked for, by their last change');
  }
  return { issues, askedAt, follows: doesFollow(answer, issues) };
}

/** A desk that ignores what it is asked would have us skip what changed. */
function areInOrder(issues: GithubIssue[], since: Instant | null): boolean {
  return issues.every(({ updatedAt }, index) => updatedAt >= (issues[index - 1]?.updatedAt ?? since ?? 0));
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

/** Its `Link` says so; a full page is taken for it too, because some gateways drop that header. */
function doesFollow({ headers }: DeskAnswer, records: unknown[]): boolean {
  return /\brel="?next\b/.test(headers['link'] ?? '') || records.length >= perPage;
}

function recordsOf<Value>(read: Records<Value>): Value[] {
  if (read.ok) return read.records;
  throw new SyncError(`the desk's answer is not as GitHub documents it: ${read.fault}`);
}
