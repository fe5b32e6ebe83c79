// A Jira on loopback that remembers, as far as it is documented: a search gives ids only unless it is asked for
// fields, learns of changes late, pages by tokens that expire, and refuses what it does not know; a changelog holds ids
// and texts. Whoever is not known is a stranger, to whom the project is public. Every text is a canary.
import type { IncomingMessage, RequestListener } from 'node:http';

export const canary = 'canary-of-a-person';

export const people = {
  supplier: 'acc-ina',
  grouped: 'acc-tom',
  reporter: 'acc-eva',
  bot: 'acc-script',
  app: 'acc-automation',
};
export const statusIds = {
  Open: '1',
  'In progress': '3',
  'Waiting for customer': '10100',
  Resolved: '5',
  Closed: '6',
};
const priorityIds = { Highest: '1', High: '2', Medium: '3', Low: '4' };

export type Status = keyof typeof statusIds;
export type Priority = keyof typeof priorityIds;

/** What somebody does at once. `field` is the value of the select field customfield_10050. */
export type Deed = {
  by?: string | null;
  comment?: 'public' | 'internal' | 'restricted' | 'plain';
  status?: Status;
  priority?: Priority;
  field?: string | null;
  reporter?: string;
  summary?: string;
  /** As they stand in the changelog. */
  items?: Item[];
};

type Item = {
  field: string;
  fieldId?: string;
  from: string | null;
  fromString: string | null;
  to: string | null;
  toString: string | null;
};
type Said = { at: number; by: string | null; kind: NonNullable<Deed['comment']> };
type Issue = {
  number: number;
  openedAt: number;
  changedAt: number[];
  project: string;
  status: Status;
  priority: Priority;
  field: string | null;
  reporter: string;
  organizations: string[];
  updates: { id: number; at: number; by: string | null; items: Item[] }[];
  comments: Said[];
  slas: unknown;
};

type Options = {
  perPage?: number;
  /** The desk's own clock, this machine's unless given. */
  now?: () => number;
  /** How long the search takes to learn of a change of an issue. */
  lagMs?: (number: number) => number;
  isDeaf?: boolean;
  isUnsorted?: boolean;
  /** Tokens of pages are refused. */
  forgets?: () => boolean;
  key?: string;
  /** What a project is called by now. */
  projectKey?: string;
};

export type JiraDesk = ReturnType<typeof jiraDesk>;

export function jiraDesk(options: Options = {}) {
  const { perPage = 100, now = Date.now, lagMs = () => 0, isDeaf = false, isUnsorted = false } = options;
  const { forgets = () => false, key = 'key-of-the-tests', projectKey = 'ACME' } = options;
  const issues = new Map<number, Issue>();
  const asked: URL[] = [];
  let ids = 0;

  function open(number: number, at: number, deed: Deed & { organizations?: string[] } = {}): void {
    const { status = 'Open', priority = 'Medium', field = null, reporter = people.reporter } = deed;
    const shown = { status, priority, field, reporter, organizations: deed.organizations ?? [] };
    const past = {
      openedAt: at,
      changedAt: [at],
      project: '10000',
      updates: [],
      comments: [],
      slas: undefined,
    };
    issues.set(number, { number, ...shown, ...past });
  }

  function act(number: number, at: number, deed: Deed): void {
    const issue = found(number);
    const { by = people.supplier, comment } = deed;
    const items = itemsOf(issue, deed);
    if (items.length > 0) issue.updates.unshift({ id: (ids += 1), at, by, items });
    if (comment !== undefined) issue.comments.push({ at, by, kind: comment });
    const { status, priority, field, reporter } = { ...issue, ...deed };
    Object.assign(issue, { status, priority, field, reporter });
    issue.changedAt.push(at);
  }

  const remove = (number: number) => void issues.delete(number);
  const move = (number: number) => void Object.assign(found(number), { project: '20000' });
  const agree = (number: number, slas: unknown) => void Object.assign(found(number), { slas });

  function found(number: number): Issue {
    const issue = issues.get(number);
    if (issue === undefined) throw new Error(`there is no issue ${number}`);
    return issue;
  }

  const listener: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '/', 'http://desk');
    asked.push(url);
    response.setHeader('date', new Date(now()).toUTCString());
    const [status, answer] = answerTo(
      url.pathname.replace(/^(\/desk)?\/rest\//, ''),
      url.searchParams,
      request,
    );
    response.writeHead(status).end(JSON.stringify(answer));
  };

  type Answer = [number, unknown];
  const none: Answer = [404, { errorMessages: ['none'] }];

  function answerTo(path: string, query: URLSearchParams, request: IncomingMessage): Answer {
    const isStranger = !isKnown(request, key);
    if (path === 'api/3/myself') return isStranger ? [401, {}] : [200, { ...person(people.supplier) }];
    if (path === 'api/3/search/jql') return searched(query);
    if (path === 'api/3/project/ACME') return [200, { id: '10000', key: projectKey, name: canary }];
    if (path === 'api/3/project/ACME/statuses') return [200, statusesByType];
    if (path === 'api/3/project/ACME/role/10102') return [200, role];
    if (path === 'api/3/group/member') return isStranger ? [403, {}] : members(query);
    const [, sla] = /^servicedeskapi\/request\/[A-Z]+-(\d+)\/sla$/.exec(path) ?? [];
    if (sla !== undefined) {
      const slas = issues.get(Number(sla))?.slas;
      return slas === undefined ? none : [200, slas];
    }
    const [, number, rest] = /^api\/3\/issue\/[A-Z]+-(\d+)(\/changelog|\/comment)?$/.exec(path) ?? [];
    const issue = issues.get(Number(number));
    if (issue === undefined) return none;
    if (rest === '/changelog') return counted(query, 'values', issue.updates.toReversed().map(shownUpdate));
    if (rest === '/comment') {
      const seen = issue.comments.filter(({ kind }) => !isStranger || kind !== 'internal');
      return counted(query, 'comments', seen.map(shownComment), 'orderBy');
    }
    return refusal(query, 'fields') ?? [200, shown(issue, query)];
  }

  function members(query: URLSearchParams): Answer {
    if (query.get('groupId') !== 'group-1') return none;
    const ids = [people.grouped, ...(query.get('includeInactiveUsers') === 'true' ? ['acc-left'] : [])];
    return counted(query, 'values', ids.map(person), 'groupId', 'includeInactiveUsers');
  }

  function searched(query: URLSearchParams): Answer {
    const refused = refusal(query, 'jql', 'fields', 'maxResults', 'nextPageToken');
    const token = query.get('nextPageToken');
    const select = selection(query.get('jql') ?? '');
    if (refused !== undefined || select === undefined) return refused ?? [400, { errorMessages: ['jql'] }];
    if (token !== null && forgets()) return [400, { errorMessages: ['token'] }];
    const hits = select([...issues.values()].filter(({ project }) => project === '10000'));
    const from = token === null ? 0 : Number(Buffer.from(token, 'base64').toString());
    const to = from + Math.min(Number(query.get('maxResults') ?? 50), perPage);
    const isLast = to >= hits.length;
    const next = isLast ? {} : { nextPageToken: Buffer.from(String(to)).toString('base64') };
    return [200, { issues: hits.slice(from, to).map((issue) => shown(issue, query)), isLast, ...next }];
  }

  /** As far as the search knows: a change that it has not learnt of did not happen. */
  function indexed({ number, changedAt }: Issue): number {
    return Math.max(...changedAt.filter((at) => at + lagMs(number) <= now()));
  }

  function selection(jql: string): ((all: Issue[]) => Issue[]) | undefined {
    const [, since] =
      /^project = "ACME" AND updated >= (\d{12,13}) ORDER BY updated ASC, key ASC$/.exec(jql) ?? [];
    const [, closed] = /^project = "ACME" AND status NOT IN \(([\d, ]+)\) ORDER BY key ASC$/.exec(jql) ?? [];
    if (since !== undefined) {
      return (all) => {
        const order = isUnsorted ? -1 : 1;
        const known = all.filter((issue) => isDeaf || indexed(issue) >= Number(since));
        return known.sort((a, b) => order * (indexed(a) - indexed(b) || a.number - b.number));
      };
    }
    if (closed === undefined) return undefined;
    return (all) => all.filter(({ status }) => !closed.split(', ').includes(statusIds[status]));
  }

  function counted(query: URLSearchParams, name: string, all: unknown[], ...others: string[]): Answer {
    const refused = refusal(query, 'startAt', 'maxResults', ...others);
    if (refused !== undefined) return refused;
    const startAt = Number(query.get('startAt') ?? 0);
    const page = all.slice(startAt, startAt + Math.min(Number(query.get('maxResults') ?? 50), perPage));
    const isLast = startAt + page.length >= all.length;
    return [200, { startAt, maxResults: perPage, total: all.length, isLast, [name]: page }];
  }

  /** Without fields there are none, as documented. */
  function shown(issue: Issue, query: URLSearchParams) {
    const names = (query.get('fields') ?? '').split(',');
    const { status, priority, reporter, field } = issue;
    const fields = {
      ...{ summary: canary, description: canary },
      ...{ created: written(issue.openedAt), updated: written(Math.max(...issue.changedAt)) },
      status: { id: statusIds[status], name: status, statusCategory: { key: 'new' } },
      priority: { id: priorityIds[priority], name: priority },
      reporter: person(reporter),
      project: { id: issue.project, key: projectKey, name: canary },
      customfield_10050: field === null ? null : { id: '1', value: field },
      customfield_10002: issue.organizations.map((name, index) => ({ id: String(index + 1), name })),
    };
    const key = `${issue.project === '10000' ? projectKey : 'OTHER'}-${issue.number}`;
    const own = Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
    return { id: String(issue.number + 20_000), key, ...(names.includes('') ? {} : { fields: own }) };
  }

  return { open, act, remove, move, agree, listener, asked };
}

function refusal(query: URLSearchParams, ...names: string[]): [number, unknown] | undefined {
  const unknown = [...query.keys()].find((name) => !names.includes(name));
  return unknown === undefined ? undefined : [400, { errorMessages: [`nobody documents ${unknown}`] }];
}

function isKnown({ headers }: IncomingMessage, key: string): boolean {
  return headers.authorization === `Basic ${Buffer.from(`ina@acme.example:${key}`).toString('base64')}`;
}

/** In the zone of whoever asks, whose offset has no colon. */
const written = (at: number) => new Date(at + 7_200_000).toISOString().replace('Z', '+0200');

const statusesByType = [
  { id: '1', name: 'Incident', statuses: Object.entries(statusIds).map(([name, id]) => ({ id, name })) },
  { id: '2', name: 'Problem', statuses: [{ id: '905', name: 'Resolved' }] },
];

const role = {
  ...{ id: 10_102, name: canary },
  actors: [
    { type: 'atlassian-user-role-actor', displayName: canary, actorUser: { accountId: people.supplier } },
    {
      type: 'atlassian-group-role-actor',
      displayName: canary,
      actorGroup: { groupId: 'group-1', name: canary },
    },
  ],
};

function person(accountId: string) {
  const accountType =
    accountId === people.app ? 'app' : accountId === people.reporter ? 'customer' : 'atlassian';
  return { accountId, accountType, displayName: canary, emailAddress: canary, active: true };
}

function shownUpdate({ id, at, by, items }: Issue['updates'][number]) {
  return { id: String(id), ...(by === null ? {} : { author: person(by) }), created: written(at), items };
}

function shownComment({ at, by, kind }: Said) {
  const visibility = kind === 'restricted' ? { visibility: { type: 'role', value: canary } } : {};
  const jsd = kind === 'plain' ? {} : { jsdPublic: kind !== 'internal' };
  const author = by === null ? {} : { author: person(by), updateAuthor: person(by) };
  return {
    id: '1',
    ...author,
    body: { type: 'doc', content: [canary] },
    created: written(at),
    ...jsd,
    ...visibility,
  };
}

function itemsOf(
  issue: Issue,
  { status, priority, field, reporter, summary, items: others = [] }: Deed,
): Item[] {
  const items = [...others];
  const add = (fieldId: string, from: [string | null, string | null], to: [string | null, string | null]) =>
    items.push({ field: fieldId, fieldId, from: from[0], fromString: from[1], to: to[0], toString: to[1] });
  if (summary !== undefined) add('summary', [null, canary], [null, canary]);
  if (status !== undefined) {
    add('status', [statusIds[issue.status], issue.status], [statusIds[status], status]);
  }
  if (priority !== undefined) {
    add('priority', [priorityIds[issue.priority], issue.priority], [priorityIds[priority], priority]);
  }
  if (field !== undefined) add('customfield_10050', [issue.field && '1', issue.field], [field && '2', field]);
  if (reporter !== undefined) add('reporter', [issue.reporter, canary], [reporter, canary]);
  return items;
}
