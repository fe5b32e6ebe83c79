// A GitHub that behaves as its documentation says: lists of issues by `since` (at or after it), pages with
// `Link`, single issues, a timeline for each. Every text in it is a canary.
import type { RequestListener } from 'node:http';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { isOpen, shownEntry, shownIssue, updatedAt } from './github-shapes.ts';

export type Person = { login: string; type: string } | null;
export type Entry = { event: string; at: number; actor?: Person; user?: Person } & Record<string, unknown>;
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
  /** Issues that left, with the status that is answered for them. */
  left: Map<number, 301 | 404 | 410>;
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
  const left = new Map<number, 301 | 404 | 410>();
  return { issues, now, pageSize: 2, asked: [], headers: [], left, before: () => undefined, ...parts };
}

export const comment = (at: number, user: Person, association: string, more: object = {}): Entry => ({
  ...{ event: 'commented', at, user, author_association: association, ...more },
});

export const label = (event: 'labeled' | 'unlabeled', at: number, name: string): Entry => ({
  ...{ event, at, actor: agent, label: { name, color: 'canary' } },
});

export function answering(github: Github): RequestListener {
  return (request, response) => {
    const path = request.url ?? '/';
    github.asked.push(path);
    github.headers.push(request.headers);
    github.before(path);
    const { pathname, searchParams } = new URL(path, 'http://desk');
    response.setHeader('date', new Date(github.now).toUTCString());
    const found = foundAt(github, pathname, searchParams);
    if (typeof found === 'number') {
      response.writeHead(found, found === 301 ? { location: 'https://canary.example/1' } : {});
      response.end('{"message":"canary"}');
    } else if (Array.isArray(found)) {
      const size = Math.min(Number(searchParams.get('per_page') ?? 30), github.pageSize);
      const page = Number(searchParams.get('page') ?? 1);
      const next = `<https://canary.example?page=9>; rel="next", <x>; rel="last"`;
      if (found.length > page * size) response.setHeader('link', next);
      response.end(JSON.stringify(found.slice((page - 1) * size, page * size)));
    } else {
      response.end(JSON.stringify(found));
    }
  };
}

/** What stands at a path, or the status of an error. */
function foundAt(github: Github, path: string, query: URLSearchParams): unknown {
  const [, number, list] = /^\/repos\/acme\/support\/issues(?:\/(\d+)(\/timeline)?)?$/.exec(path) ?? [null];
  if (number === undefined) return path.endsWith('/repos/acme/support/issues') ? listed(github, query) : 404;
  const issue = github.issues.find((known) => known.number === Number(number));
  if (issue === undefined) return github.left.get(Number(number)) ?? 404;
  return list === undefined ? shownIssue(issue) : issue.entries.map(shownEntry);
}

function listed({ issues }: Github, query: URLSearchParams): unknown[] {
  const since = query.get('since');
  const from = since === null ? 0 : Date.parse(since);
  const state = query.get('state') ?? 'open';
  const isByUpdate = query.get('sort') === 'updated';
  const order = query.get('direction') === 'asc' ? 1 : -1;
  const key = (issue: Issue) => (isByUpdate ? updatedAt(issue) : issue.openedAt);
  return issues
    .filter((issue) => updatedAt(issue) >= from && (state === 'all' || isOpen(issue) === (state === 'open')))
    .toSorted((one, other) => order * (key(one) - key(other)))
    .map(shownIssue);
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
      return [{ event: 'closed', at, actor: agent, state_reason: 'completed' }];
    case 'reopened':
      return [{ event: 'reopened', at, actor: customer }];
    default:
      return [];
  }
}
