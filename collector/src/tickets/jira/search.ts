// What a Jira is searched for. Its search is asked in JQL with instants in milliseconds, which no time zone of whoever
// asks changes.
import type { Instant } from '@upheld/shared/time/instant';
import { SyncError, type NegativeControl } from '../../connectors/connector.ts';
import { DeskStatusError } from '../ask-desk.ts';
import { endless, maxPages, type AskJira, type JiraAnswer } from './desk.ts';
import { settledAt } from './cursor.ts';
import { foundPage, type JiraIssue } from './records.ts';
import type { z } from 'zod';

type FoundPage = z.output<typeof foundPage>;

export type Search = { jql: string; fields: string[] };

/** Issues of one page; what last changed up to `settled` stands in order. */
export type ListedPage = { issues: JiraIssue[]; settled: Instant };

const farFuture = Date.UTC(2100, 0, 1);

/** What asks for the issues of a project that changed at `since` or after it. */
function changedSince(project: string, since: Instant): string {
  return `project = "${project}" AND updated >= ${since} ORDER BY updated ASC, key ASC`;
}

/** Every page of a search; without fields Jira gives ids only. */
export async function* found(ask: AskJira, { jql, fields }: Search): AsyncGenerator<JiraAnswer<FoundPage>> {
  let token: string | null = null;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const next: Record<string, string> = token === null ? {} : { nextPageToken: token };
    const query = { jql, fields: fields.join(','), maxResults: '100', ...next };
    const answer: JiraAnswer<FoundPage> = await ask({ path: 'api/3/search/jql', query }, foundPage);
    yield answer;
    token = answer.value.nextPageToken ?? null;
    if (token === null || answer.value.isLast === true) return;
  }
  throw endless();
}

/**
 * The issues that changed since `since` says, page by page. Where a page that follows is refused, its token has
 * expired, and the search begins anew from where `since` stands by then.
 */
export async function* changedIssues(
  ask: AskJira,
  { project, fields }: { project: string; fields: string[] },
  since: () => Instant,
): AsyncGenerator<ListedPage> {
  let settled: Instant | null = null;
  for (let searches = 0; searches < maxPages; searches += 1) {
    const from = since();
    let pages = 0;
    try {
      for await (const { value, at } of found(ask, { jql: changedSince(project, from), fields })) {
        settled ??= settledAt(timeOf(at));
        checkOrder(value.issues, from, settled);
        pages += 1;
        yield { issues: value.issues, settled };
      }
      return;
    } catch (error) {
      if (pages === 0 || !(error instanceof DeskStatusError) || error.status !== 400) throw error;
    }
  }
  throw endless();
}

/** Nothing was updated in the future: a search that finds something does not heed what it is asked. */
export async function searchTheFuture(project: string, ask: AskJira): Promise<NegativeControl> {
  let count = 0;
  const fields = ['created', 'updated', 'status', 'project'];
  for await (const { value } of found(ask, { jql: changedSince(project, farFuture), fields })) {
    count += value.issues.length;
  }
  return { asked: 'issues updated after 2100-01-01', found: count };
}

function timeOf(at: Instant | null): Instant {
  if (at !== null) return at;
  throw new SyncError('the desk does not say what time it is: its answer has no Date');
}

/** A search may show an issue newer than it knows it. What has settled stands where it belongs. */
function checkOrder(issues: JiraIssue[], since: Instant, settled: Instant): void {
  let last = since;
  for (const { updated } of issues.map((issue) => issue.fields)) {
    if (updated > settled) continue;
    if (updated < last) {
      throw new SyncError('the desk does not list issues from the instant asked for, by their last change');
    }
    last = updated;
  }
}
