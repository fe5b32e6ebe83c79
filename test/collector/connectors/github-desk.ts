// A GitHub that behaves as its documentation says: lists of issues by `since` (at or after it), pages with
// `Link`, a timeline for each issue. Every text in it is a canary.
import type { RequestListener } from 'node:http';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';

export type Person = { login: string; type: string } | null;
export type Entry = { event: string; at: number } & Record<string, unknown>;
export type Issue = {
  number: number;
  openedAt: number;
  by: Person;
  entries: Entry[];
  isPull?: boolean;
  /** When it last changed, where no entry tells. */
  touchedAt?: number;
};

export type Github = {
  issues: Issue[];
  /** The clock of its `Date`. */
  now: number;
  pageSize: number;
  /** Path and query of every request. */
  asked: string[];
  headers: Record<string, unknown>[];
  /** Called before each answer: the place for changes between two pages. */
  before(url: string): void;
};

export const customer = { login: 'canary-customer', type: 'User' };
export const agent = { login: 'canary-Agent', type: 'User' };
export const robot = { login: 'canary-robot[bot]', type: 'Bot' };

export const july = Date.UTC(2026, 6, 1, 9);

/** A repository of which nobody changed anything for months, two records a page. */
export function githubWith(issues: Issue[], parts: Partial<Github> = {}): Github {
  const now = Date.UTC(2026, 9, 1);
  return { issues, now, pageSize: 2, asked: [], headers: [], before: () => undefined, ...parts };
}

export const comment = (at: number, user: Person, association: string, more: object = {}): Entry => ({
  ...{ event: 'commented', at, user, actor: user, author_association: association },
  ...{ body: 'canary', html_url: 'https://canary.example', performed_via_github_app: null, ...more },
});

export const label = (event: 'labeled' | 'unlabeled', at: number, name: string): Entry => ({
  ...{ event, at, actor: agent, label: { name, color: 'canary' }, commit_id: null },
});

export function answering(github: Github): RequestListener {
  return (request, response) => {
    const path = request.url ?? '/';
    github.asked.push(path);
    github.headers.push(request.headers);
    github.before(path);
    const { pathname, searchParams } = new URL(path, 'http://desk');
    const records = recordsAt(github, pathname, searchParams);
    if (records === null) {
      response.writeHead(404).end('{"message":"canary"}');
      return;
    }
    const size = Math.min(Number(searchParams.get('per_page') ?? 30), github.pageSize);
    const page = Number(searchParams.get('page') ?? 1);
    const follows = records.length > page * size;
    response.setHeader('date', new Date(github.now).toUTCString());
    if (follows) response.setHeader('link', `<https://canary.example?page=9>; rel="next", <x>; rel="last"`);
    response.end(JSON.stringify(records.slice((page - 1) * size, page * size)));
  };
}

function recordsAt(github: Github, path: string, query: URLSearchParams): unknown[] | null {
  const [, inside = null] = /^\/repos\/acme\/support\/issues(.*)$/.exec(path) ?? [];
  if (inside === '') return listed(github, query);
  const issue = github.issues.find(({ number }) => inside === `/${number}/timeline`);
  return issue === undefined ? null : issue.entries.map(shownEntry);
}

function listed({ issues }: Github, query: URLSearchParams): unknown[] {
  const since = query.get('since');
  const from = since === null ? 0 : Date.parse(since);
  const isByUpdate = query.get('sort') === 'updated';
  const order = query.get('direction') === 'asc' ? 1 : -1;
  const key = (issue: Issue) => (isByUpdate ? updatedAt(issue) : issue.openedAt);
  return issues
    .filter((issue) => query.get('state') === 'all' && updatedAt(issue) >= from)
    .toSorted((one, other) => order * (key(one) - key(other)))
    .map(shownIssue);
}

function updatedAt({ openedAt, entries, touchedAt = 0 }: Issue): number {
  return Math.max(openedAt, touchedAt, ...entries.map(({ at }) => at));
}

function shownIssue(issue: Issue): unknown {
  return {
    ...{ number: issue.number, title: 'canary', body: 'canary', html_url: 'https://canary.example' },
    ...{ user: issue.by, state: 'canary', closed_at: null, author_association: 'NONE' },
    ...{ created_at: iso(issue.openedAt), updated_at: iso(updatedAt(issue)) },
    ...(issue.isPull === true ? { pull_request: { url: 'canary' } } : {}),
  };
}

function shownEntry({ at, ...entry }: Entry): unknown {
  return { id: 1, node_id: 'canary', ...entry, created_at: iso(at) };
}

function iso(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** The issues in which these events happened; severities are labels `severity/1` and so on. */
export function issuesWith(events: TicketEvent[]): Issue[] {
  const byTicket = Map.groupBy(events, ({ ticket }) => ticket);
  return [...byTicket].map(([ticket, own]) => {
    let severity = 0;
    const entries = own.flatMap((event) => {
      const before = severity;
      if ('severity' in event) severity = event.severity;
      return entriesOf(event, before);
    });
    return { number: Number(ticket), openedAt: own[0]?.at ?? 0, by: customer, entries };
  });
}

function entriesOf(event: TicketEvent, before: number): Entry[] {
  const { at } = event;
  switch (event.type) {
    case 'opened':
      return [label('labeled', at, `severity/${event.severity}`), { event: 'subscribed', at, actor: agent }];
    case 'severity-changed':
      return [
        label('unlabeled', at, `severity/${before}`),
        label('labeled', at, `severity/${event.severity}`),
      ];
    case 'public-reply':
      if (event.actor === 'bot') return [comment(at, robot, 'NONE')];
      return event.actor === 'supplier' ? [comment(at, agent, 'MEMBER')] : [comment(at, customer, 'NONE')];
    case 'waiting-on-reporter':
      return [label('labeled', at, 'Waiting-for-customer')];
    case 'waiting-ended':
      return [label('unlabeled', at, 'Waiting-for-customer')];
    case 'resolved':
      return [{ event: 'closed', at, actor: agent, state_reason: 'canary' }];
    case 'reopened':
      return [{ event: 'reopened', at, actor: customer }];
    default:
      return [];
  }
}
