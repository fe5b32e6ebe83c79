// What a Redmine is asked. It ignores filters that it does not know and answers with everything, so that the
// one that matters is tried out, and each page is looked at, before anything is believed.
import { SyncError, type ConnectorContext } from '../../connectors/connector.ts';
import { partnerNow } from '../../egress/partner-clock.ts';
import { retryAfterMs } from '../../egress/retry-after.ts';
import { askDesk, type DeskTerms } from '../ask-desk.ts';
import { issueAnswer, issueList, priorityList, projectAnswer, readAnswer, statusList } from './answers.ts';
import type { Issue, Named } from './answers.ts';

/** An issue of a list and when it was last updated. */
export type Listed = { id: number; updatedAt: number };

/** `total` counts the issues from `since` on, of which these are some. */
export type ListPage = { issues: Listed[]; total: number };

export type Questions = {
  /** The id of the project. */
  project(): Promise<number>;
  /** Whoever has a key that is unknown is answered as a stranger, who sees less of a public project. */
  proveKey(): Promise<void>;
  /** Issues updated at `since` or later, those of subprojects left out, oldest update first. */
  list(since: number, offset: number): Promise<ListPage>;
  /** `readAt` is by the desk's own clock; null where it does not show it. */
  issue(id: number): Promise<{ issue: Issue; readAt: number | null }>;
  statuses(): Promise<Named>;
  priorities(): Promise<Named>;
  /** Up to a page of the ids from `first` on of issues whose status is none of `closed`, in their order. */
  open(closed: readonly string[], first: number): Promise<number[]>;
  /** How many issues were updated in the future: a desk that tells of some does not heed the filter. */
  countFuture(): Promise<number>;
};

/** As many as Redmine gives. */
const pageSize = 100;

const farFuture = Date.UTC(2100, 0, 1);

/** How every question is put. */
const manner = {
  headers: { accept: 'application/json' },
  maxBytes: 8 * 1024 * 1024,
  meanings: {
    401: 'it does not know the key',
    403: 'its REST service is off, or the user of the key may not see this',
    404: 'there is no such project, or the user of the key does not see it',
  },
  waitMs: retryAfterMs,
};

/** The questions to the `project` of the Redmine at `terms.url`. */
export function redmineQuestions(project: string, terms: DeskTerms, context: ConnectorContext): Questions {
  const answer = (path: string, query = {}) =>
    askDesk(terms, { ...manner, url: urlOf(terms.url, path, query) }, context);
  const ask = async (path: string, query = {}) => (await answer(path, query)).value;
  const issues = async (query: Record<string, string>) => {
    const page = await ask(`/projects/${project}/issues.json`, { ...ofProject, ...query });
    return readAnswer(issueList, page, 'the list of issues');
  };
  const list = async (since: number, offset: number): Promise<ListPage> => {
    const { issues: page, total_count: total } = await issues(listQuery(since, offset));
    return { issues: page.map(({ id, updated_on: updatedAt }) => ({ id, updatedAt })), total };
  };
  return {
    project: async () => readAnswer(projectAnswer, await ask(`/projects/${project}.json`), 'the project'),
    proveKey: async () => void (await ask('/users/current.json')),
    list: async (since, offset) => inOrder(await list(since, offset), since),
    issue: async (id) => {
      const { value, headers } = await answer(`/issues/${id}.json`, { include: 'journals' });
      return { issue: readAnswer(issueAnswer, value, `issue ${id}`), readAt: partnerNow(headers) };
    },
    statuses: async () =>
      readAnswer(statusList, await ask('/issue_statuses.json'), 'the list of statuses').issue_statuses,
    priorities: async () => {
      const all = await ask('/enumerations/issue_priorities.json');
      return readAnswer(priorityList, all, 'the list of priorities').issue_priorities;
    },
    open: async (closed, first) => openIds((await issues(openQuery(closed, first))).issues, closed, first),
    countFuture: async () => {
      const { issues: found, total } = await list(farFuture, 0);
      return Math.max(found.length, total);
    },
  };
}

/** Those of subprojects are left out. */
const ofProject = { subproject_id: '!*', limit: String(pageSize) };

/** What is thrown at a desk that does not heed the filter which is named. */
export function deaf(filter: string): SyncError {
  return new SyncError(
    `the desk gives issues that the filter by ${filter} leaves out: what it tells cannot be relied on`,
  );
}

/** Issues are walked by their updates: one out of order would hide others. */
function inOrder(page: ListPage, since: number): ListPage {
  let last = since;
  for (const { updatedAt } of page.issues) {
    if (updatedAt < last) throw deaf('updated_on');
    last = updatedAt;
  }
  return page;
}

function listQuery(since: number, offset: number): Record<string, string> {
  return {
    status_id: '*',
    updated_on: `>=${wholeSecond(since)}`,
    sort: 'updated_on:asc,id:asc',
    offset: String(offset),
  };
}

function openQuery(closed: readonly string[], first: number): Record<string, string> {
  return { status_id: `!${closed.join('|')}`, issue_id: `>=${first}`, sort: 'id:asc' };
}

function openIds(
  page: { id: number; status: { id: number } }[],
  closed: readonly string[],
  first: number,
): number[] {
  if (page.some(({ status }) => closed.includes(String(status.id)))) throw deaf('status_id');
  if (page.some(({ id }) => id < first)) throw deaf('issue_id');
  return page.map(({ id }) => id);
}

function wholeSecond(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'second' });
}

/** A Redmine may stand under a path. */
function urlOf(base: string, path: string, query: Record<string, string>): URL {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
  url.search = new URLSearchParams(query).toString();
  return url;
}
