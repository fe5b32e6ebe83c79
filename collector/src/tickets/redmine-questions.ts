// What a Redmine is asked. It ignores filters that it does not know and answers with everything, so that the
// one that matters is tried out, and each page is looked at, before anything is believed.
import { SyncError, type ConnectorContext } from '../connectors/connector.ts';
import { partnerNow } from '../egress/partner-clock.ts';
import { retryAfterMs } from '../egress/retry-after.ts';
import { askDesk, type DeskTerms } from './ask-desk.ts';
import { issueAnswer, issueList, priorityList, readAnswer, statusList } from './redmine-answers.ts';
import type { Issue, Named } from './redmine-answers.ts';

/** An issue of a list and when it was last updated. */
export type Listed = { id: number; updatedAt: number };

/** `total` counts the issues from `since` on, of which these are some. */
export type ListPage = { issues: Listed[]; total: number };

export type Questions = {
  /** Whoever has a key that is unknown is answered as a stranger, who sees less of a public project. */
  proveKey(): Promise<void>;
  /** Issues updated at `since` or later, those of subprojects left out, oldest update first. */
  list(since: number | null, offset: number): Promise<ListPage>;
  /** `readAt` is by the desk's own clock; null where it does not show it. */
  issue(id: number): Promise<{ issue: Issue; readAt: number | null }>;
  statuses(): Promise<Named>;
  priorities(): Promise<Named>;
  /** Nothing was updated in the future: a desk that tells of something does not heed the filter. */
  proveFilter(): Promise<void>;
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
  const list = async (since: number | null, offset: number) => {
    const page = await ask(`/projects/${project}/issues.json`, listQuery(since, offset));
    const { issues, total_count: total } = readAnswer(issueList, page, 'the list of issues');
    return { issues: issues.map(({ id, updated_on: updatedAt }) => ({ id, updatedAt })), total };
  };
  return {
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
    proveFilter: async () => {
      const { issues, total } = await list(farFuture, 0);
      if (issues.length > 0 || total > 0) throw new SyncError(deaf);
    },
  };
}

const deaf =
  'the desk gives issues that the filter by updated_on leaves out: what it tells cannot be relied on';

/** Issues are walked by their updates: one out of order would hide others. */
function inOrder(page: ListPage, since: number | null): ListPage {
  let last = since ?? -Infinity;
  for (const { updatedAt } of page.issues) {
    if (updatedAt < last) throw new SyncError(deaf);
    last = updatedAt;
  }
  return page;
}

function listQuery(since: number | null, offset: number): Record<string, string> {
  return {
    status_id: '*',
    subproject_id: '!*',
    ...(since === null ? {} : { updated_on: `>=${wholeSecond(since)}` }),
    sort: 'updated_on:asc,id:asc',
    limit: String(pageSize),
    offset: String(offset),
  };
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
