// A Redmine on loopback that remembers: filters that it does not know are ignored, closed issues are listed
// only when they are asked for, issues keep `closed_on` when they are reopened, journals hold ids. The project is
// public, so that strangers see it too. Every text is a canary.
import type { IncomingMessage, RequestListener } from 'node:http';

export const canary = 'canary-of-a-person';

export const statusIds = { New: 1, 'In Progress': 2, Resolved: 3, Feedback: 4, Closed: 5 };
export const priorityIds = { Low: 1, Normal: 2, High: 3, Urgent: 4 };
export const people = { supplier: 5, reporter: 7, bot: 9 };

type Status = keyof typeof statusIds;
type Priority = keyof typeof priorityIds;

/** What somebody does at once. `field` is the value of the custom field 7. */
export type Deed = {
  by?: number | null;
  notes?: string;
  isPrivate?: boolean;
  status?: Status;
  priority?: Priority;
  field?: string;
  subject?: string;
  /** Moves it to the project of that id; this one is 1. */
  project?: number;
};

type Detail = { property: string; name: string; old_value: string | null; new_value: string | null };
type Entry = { id: number; at: number; deed: Deed; details: Detail[] };
type Issue = {
  id: number;
  openedAt: number;
  updatedAt: number;
  closedAt: number | null;
  status: Status;
  priority: Priority;
  field: string | null;
  project: number;
  journals: Entry[];
};

export type RedmineDesk = ReturnType<typeof redmineDesk>;

/** `isDeaf` ignores filters, `isUnsorted` the order that is asked for. `now` is the desk's own clock, this machine's unless given. */
export function redmineDesk({ perPage = 100, isDeaf = false, isUnsorted = false, now }: DeskOptions = {}) {
  const issues = new Map<number, Issue>();
  const asked: URL[] = [];
  let journals = 0;

  function open(
    id: number,
    at: number,
    { status = 'New', priority = 'Normal', field, project = 1 }: Deed = {},
  ): void {
    const standing = { openedAt: at, updatedAt: at, closedAt: null, status, priority, field: field ?? null };
    issues.set(id, { id, ...standing, project, journals: [] });
  }

  function act(id: number, at: number, deed: Deed): void {
    const issue = issues.get(id);
    if (issue === undefined) throw new Error(`there is no issue ${id}`);
    const details = detailsOf(issue, deed);
    issue.journals.push({ id: (journals += 1), at, deed, details });
    const {
      status = issue.status,
      priority = issue.priority,
      field = issue.field,
      project = issue.project,
    } = deed;
    const closedAt = status === 'Closed' ? at : issue.closedAt;
    Object.assign(issue, { status, priority, field, project, closedAt, updatedAt: at });
  }

  const listener: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '/', 'http://desk');
    asked.push(url);
    if (now !== undefined) response.setHeader('date', new Date(now).toUTCString());
    const isStranger = url.pathname.endsWith('/users/current.json') && !isKnown(request);
    const answer = isStranger ? null : answerTo(url);
    response.writeHead(isStranger ? 401 : answer === null ? 404 : 200).end(JSON.stringify(answer));
  };

  function answerTo(url: URL): unknown {
    const path = url.pathname.replace(/^\/desk/, '');
    const [, id] = /^\/issues\/(\d+)\.json$/.exec(path) ?? [];
    const issue = issues.get(Number(id));
    if (issue !== undefined) return { issue: { ...shown(issue), journals: issue.journals.map(shownEntry) } };
    if (path === '/users/current.json') return { user: { ...person(1), mail: canary } };
    if (path === '/projects/acme-support.json') {
      return { project: { id: 1, name: canary, description: canary } };
    }
    if (path === '/issue_statuses.json') return { issue_statuses: named(statusIds) };
    if (path === '/enumerations/issue_priorities.json') return { issue_priorities: named(priorityIds) };
    return path === '/projects/acme-support/issues.json' ? listed(url.searchParams) : null;
  }

  function listed(query: URLSearchParams): unknown {
    const since = /^>=(.+)$/.exec(query.get('updated_on') ?? '')?.[1];
    const closed = /^!(.+)$/.exec(query.get('status_id') ?? '')?.[1]?.split('|');
    const first = /^>=(\d+)$/.exec(query.get('issue_id') ?? '')?.[1] ?? '0';
    const isWanted = (status: Status) => closed?.includes(String(statusIds[status])) !== true;
    const found = [...issues.values()]
      .filter(({ project }) => project === 1)
      .filter(({ status }) => query.get('status_id') === '*' || closed !== undefined || status !== 'Closed')
      .filter(({ id, status }) => isDeaf || (id >= Number(first) && isWanted(status)))
      .filter(({ updatedAt }) => isDeaf || since === undefined || updatedAt >= Date.parse(since))
      .sort((a, b) => a.updatedAt - b.updatedAt || a.id - b.id);
    if (query.get('sort') === 'id:asc') found.sort((a, b) => a.id - b.id);
    else if (isUnsorted || query.get('sort') !== 'updated_on:asc,id:asc') found.reverse();
    const offset = Number(query.get('offset'));
    const limit = Math.min(Number(query.get('limit')), perPage);
    const page = found.slice(offset, offset + limit).map(shown);
    return { issues: page, total_count: found.length, offset, limit };
  }

  return { open, act, listener, asked };
}

type DeskOptions = { perPage?: number; isDeaf?: boolean; isUnsorted?: boolean; now?: number };

const person = (id: number) => ({ id, name: canary });

function isKnown({ headers }: IncomingMessage): boolean {
  return headers['x-redmine-api-key'] === 'key-of-the-tests';
}

const named = (ids: Record<string, number>) => Object.entries(ids).map(([name, id]) => ({ id, name }));

const written = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');

function shown({ id, openedAt, updatedAt, closedAt, status, priority, field, project }: Issue) {
  return {
    ...{ id, subject: canary, description: canary, author: person(people.reporter) },
    project: { id: project, name: canary },
    status: { id: statusIds[status], name: status, is_closed: status === 'Closed' },
    priority: { id: priorityIds[priority], name: priority },
    custom_fields: [
      { id: 6, name: canary, value: [canary], multiple: true },
      { id: 7, name: canary, value: field },
    ],
    ...{ created_on: written(openedAt), updated_on: written(updatedAt) },
    closed_on: closedAt === null ? null : written(closedAt),
  };
}

function shownEntry({ id, at, deed, details }: Entry) {
  const { by = people.supplier, notes = '', isPrivate = false } = deed;
  const user = by === null ? {} : { user: person(by) };
  return { id, ...user, notes, created_on: written(at), private_notes: isPrivate, details };
}

function detailsOf(issue: Issue, { status, priority, field, subject, project }: Deed): Detail[] {
  const changes: [string, string, string | null | undefined, string | undefined][] = [
    ['attr', 'subject', canary, subject],
    ['attr', 'status_id', String(statusIds[issue.status]), status && String(statusIds[status])],
    ['attr', 'priority_id', String(priorityIds[issue.priority]), priority && String(priorityIds[priority])],
    ['cf', '7', issue.field, field],
    ['attr', 'project_id', String(issue.project), project?.toString()],
  ];
  return changes.flatMap(([property, name, from, to]) =>
    to === undefined ? [] : [{ property, name, old_value: from ?? null, new_value: to }],
  );
}
