// A GitLab that behaves as its documentation says: issues by `updated_after` (at or after it), keys that it
// does not know ignored, notes with the newest first and those of the system among them unless asked
// otherwise. Every text in it is a canary.
import type { RequestListener } from 'node:http';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';

type Row = { at: number } & Record<string, unknown>;
export type Issue = {
  iid: number;
  openedAt: number;
  notes: Row[];
  states: Row[];
  labels: Row[];
  /** What its record says beside that. */
  record?: object;
};
export type Gitlab = { issues: Issue[]; now: number; asked: string[]; tokens: unknown[] };

export const july = Date.UTC(2026, 6, 1, 9);

export function gitlabWith(issues: Issue[], parts: Partial<Gitlab> = {}): Gitlab {
  return { issues, now: Date.UTC(2026, 9, 1), asked: [], tokens: [], ...parts };
}

export const opened = (iid: number, openedAt: number, parts: Partial<Issue> = {}): Issue => {
  return { iid, openedAt, notes: [], states: [], labels: [], ...parts };
};

export const note = (at: number, username: string, more: object = {}): Row => ({
  ...{ at, body: 'canary', system: false, internal: false, confidential: false },
  ...{ author: { username, name: 'canary', public_email: 'canary@example.com' }, ...more },
});

export const label = (at: number, action: 'add' | 'remove', name: string): Row => ({
  ...{ at, action, label: { id: 1, name, description: 'canary' }, user: { username: 'canary' } },
});

const pageSize = 2;

export function answering(gitlab: Gitlab): RequestListener {
  return (request, response) => {
    const path = request.url ?? '/';
    gitlab.asked.push(path);
    gitlab.tokens.push(request.headers['private-token']);
    const { pathname, searchParams } = new URL(path, 'http://desk');
    const rows = foundAt(gitlab, pathname, searchParams);
    if (rows === null) {
      response.writeHead(404).end('{"message":"canary"}');
      return;
    }
    response.setHeader('date', new Date(gitlab.now).toUTCString());
    if (!Array.isArray(rows)) {
      response.end(JSON.stringify(rows));
      return;
    }
    const size = Math.min(Number(searchParams.get('per_page') ?? 20), pageSize);
    const page = Number(searchParams.get('page') ?? 1);
    if (rows.length > page * size) response.setHeader('link', '<https://canary.example>; rel="next"');
    response.end(JSON.stringify(rows.slice((page - 1) * size, page * size)));
  };
}

function foundAt({ issues }: Gitlab, path: string, query: URLSearchParams): unknown {
  const [, iid, list] = /^\/api\/v4\/projects\/acme%2Fsupport\/issues(?:\/(\d+)(?:\/(\w+))?)?$/.exec(
    path,
  ) ?? [null];
  if (iid === undefined) return path.endsWith('/acme%2Fsupport/issues') ? listed(issues, query) : null;
  const issue = issues.find((known) => known.iid === Number(iid));
  if (issue === undefined) return null;
  if (list === undefined) return shownIssue(issue);
  if (list === 'resource_state_events') return issue.states.map(shown);
  if (list === 'resource_label_events') return issue.labels.map(shown);
  const isFiltered = query.get('activity_filter') === 'only_comments';
  const notes = issue.notes.filter(({ system }) => !isFiltered || system !== true).map(shown);
  return query.get('sort') === 'asc' ? notes : notes.toReversed();
}

function listed(issues: Issue[], query: URLSearchParams): unknown[] {
  const after = query.get('updated_after');
  const state = query.get('state') ?? 'all';
  const from = after === null ? 0 : Date.parse(after);
  const isByUpdate = query.get('order_by') === 'updated_at';
  const key = (issue: Issue) => (isByUpdate ? updatedAt(issue) : issue.openedAt);
  const order = query.get('sort') === 'asc' ? 1 : -1;
  return issues
    .filter((issue) => query.get('scope') === 'all' && updatedAt(issue) >= from)
    .filter((issue) => state === 'all' || state === stateOf(issue))
    .toSorted((one, other) => order * (key(one) - key(other)))
    .map(shownIssue);
}

function shownIssue(issue: Issue): unknown {
  return {
    ...{ id: 9000 + issue.iid, iid: issue.iid, title: 'canary', description: 'canary' },
    ...{ author: { username: 'canary' }, labels: ['canary'], state: stateOf(issue), moved_to_id: null },
    // Stale, as where an issue was reopened: what became of its state is told elsewhere.
    closed_at: iso(issue.openedAt),
    ...{ created_at: iso(issue.openedAt), updated_at: iso(updatedAt(issue)), ...issue.record },
  };
}

function stateOf({ states }: Issue): string {
  return states.at(-1)?.['state'] === 'closed' ? 'closed' : 'opened';
}

function updatedAt({ openedAt, notes, states, labels }: Issue): number {
  return Math.max(openedAt, ...[...notes, ...states, ...labels].map(({ at }) => at));
}

const shown = ({ at, ...row }: Row) => ({ ...row, created_at: iso(at) });
const iso = (at: number) => new Date(at).toISOString();

/** The issues in which these events happened; severities are scoped labels, `severity::1` and so on. */
export function issuesWith(events: TicketEvent[]): Issue[] {
  const byTicket = Map.groupBy(events, ({ ticket }) => ticket);
  return [...byTicket].map(([ticket, own]) => {
    const issue = opened(Number(ticket), own[0]?.at ?? 0);
    let severity = 0;
    for (const event of own) {
      add(event, severity, issue);
      if ('severity' in event) severity = event.severity;
    }
    return issue;
  });
}

function add(event: TicketEvent, before: number, { notes, states, labels }: Issue): void {
  const { at } = event;
  if (event.type === 'severity-changed') labels.push(label(at, 'remove', `severity::${before}`));
  if ('severity' in event) labels.push(label(at, 'add', `severity::${event.severity}`));
  if (event.type === 'public-reply') {
    const names = { supplier: 'Ina', reporter: 'canary-customer', bot: 'project_7_bot_0af' };
    notes.push(note(at, 'canary', { system: true }), note(at, names[event.actor]));
  }
  if (event.type === 'note') notes.push(note(at, 'Ina', { internal: true }));
  if (event.type === 'waiting-on-reporter') labels.push(label(at, 'add', 'waiting'));
  if (event.type === 'waiting-ended') labels.push(label(at, 'remove', 'waiting'));
  if (event.type === 'resolved') states.push({ at, state: 'closed' });
  if (event.type === 'reopened') states.push({ at, state: 'reopened' });
}
