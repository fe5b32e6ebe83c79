// A Zendesk on loopback that remembers, as far as it is documented: the export hides the last minute, goes by when a
// ticket was last written and refuses what it does not know; audits tell each update; strangers are somebody without
// an id. Every text is a canary.
import type { IncomingMessage, RequestListener } from 'node:http';

export const canary = 'canary-of-a-person';

export const people = { supplier: 501, colleague: 502, reporter: 701, bot: 901, partner: 702 };
const roles: Record<number, string> = { 501: 'agent', 502: 'admin', 901: 'agent' };
const organizations: Record<number, number> = { 701: 10, 702: 20 };

type Via = { channel: string | number; source?: object };

/** What an update does at once. `field` is the value of the custom field 77. */
export type Deed = {
  by?: number;
  author?: number;
  comment?: 'public' | 'private';
  commentId?: number;
  madePrivate?: number;
  status?: string;
  customStatus?: number;
  priority?: string | null;
  field?: string;
  requester?: number;
  via?: Via;
  /** Of what it changed, where that has one of its own. */
  changedVia?: Via;
  flags?: number[];
  organization?: number;
  tags?: string[];
  strange?: object;
};

type Audit = { id: number; at: number; first: boolean; before: Shown; deed: Deed };
type Shown = {
  status: string;
  customStatus: number | null;
  priority: string | null;
  field: string | null;
  requester: number;
  organization: number | null;
  tags: string[];
};
type Ticket = Shown & {
  id: number;
  openedAt: number;
  updatedAt: number;
  generatedAt: number;
  isGone: boolean;
  audits: Audit[];
  metrics: unknown;
};

export type ZendeskDesk = ReturnType<typeof zendeskDesk>;

type Options = {
  perPage?: number;
  /** The desk's own clock, this machine's unless given. */
  now?: () => number;
  isDeaf?: boolean;
  /** Every row of the export comes twice. */
  repeats?: boolean;
  /** Cursors given out before are not accepted any more. */
  forgets?: () => boolean;
  key?: string;
  /** Deleted tickets are shown, and not denied. */
  showsGone?: boolean;
};

export function zendeskDesk(options: Options = {}) {
  const { perPage = 100, now = Date.now, isDeaf = false, repeats = false, forgets = () => false } = options;
  const { key = 'key-of-the-tests', showsGone = false } = options;
  const tickets = new Map<number, Ticket>();
  const asked: URL[] = [];
  let ids = 0;

  function open(id: number, at: number, deed: Deed = {}): void {
    const { requester = people.reporter, priority = null, status = 'new', field = null } = deed;
    const shown = { requester, priority, status, field, customStatus: deed.customStatus ?? null };
    const place = { organization: deed.organization ?? 10, tags: deed.tags ?? [] };
    const times = { openedAt: at, updatedAt: at, generatedAt: at };
    const before = { ...shown, ...place };
    tickets.set(id, { id, ...before, ...times, isGone: false, audits: [], metrics: undefined });
    const first = { comment: 'public' as const, by: requester, ...deed, priority, status };
    found(id).audits.push({ id: (ids += 1), at, first: true, before, deed: first });
  }

  function act(id: number, at: number, deed: Deed): void {
    const ticket = found(id);
    const { status, customStatus, priority, field, requester, organization, tags } = ticket;
    const before = { status, customStatus, priority, field, requester, organization, tags };
    ticket.audits.push({ id: (ids += 1), at, first: false, before, deed });
    const set = Object.fromEntries(Object.keys(before).flatMap((name) => setIn(deed, name)));
    Object.assign(ticket, set, { updatedAt: at, generatedAt: at });
  }

  /** Deleting writes the ticket anew and changes nothing else of it. */
  function remove(id: number, at: number): void {
    Object.assign(found(id), { isGone: true, generatedAt: at });
  }

  /** Zendesk writes tickets of its own accord, too. */
  function rewrite(id: number, at: number): void {
    found(id).generatedAt = at;
  }

  function measure(id: number, metrics: unknown): void {
    found(id).metrics = metrics;
  }

  function found(id: number): Ticket {
    const ticket = tickets.get(id);
    if (ticket === undefined) throw new Error(`there is no ticket ${id}`);
    return ticket;
  }

  const listener: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '/', 'http://desk');
    asked.push(url);
    response.setHeader('date', new Date(now()).toUTCString());
    const [status, answer] = orRefused(() => answerTo(url, request));
    response.writeHead(status).end(JSON.stringify(answer));
  };

  type Answer = [number, unknown];

  function answerTo(url: URL, request: IncomingMessage): Answer {
    const path = url.pathname.replace(/^(\/desk)?\/api\/v2\//, '');
    const query = url.searchParams;
    const knows = isKnown(request, key);
    if (path === 'users/me') return [200, { user: { id: knows ? 1 : null, name: canary, email: canary } }];
    if (!knows) return [401, { error: "Couldn't authenticate you" }];
    if (path === 'incremental/tickets/cursor') return exported(query);
    if (path === 'users/show_many') return [200, { users: usersOf(only(query, 'ids').get('ids') ?? '') }];
    if (path === 'search/export') return searched(query);
    if (path === 'search/count') return [200, { count: isDeaf ? tickets.size : 0 }];
    const [, id = '', rest] = /^tickets\/(\d+)(\/audits)?$/.exec(path) ?? [];
    const ticket = tickets.get(Number(id));
    if (ticket === undefined || (ticket.isGone && !showsGone)) return [404, { error: 'RecordNotFound' }];
    if (rest !== undefined) return audited(ticket, query);
    only(query, 'include');
    return [200, { ticket: { ...shown(ticket), metric_events: ticket.metrics } }];
  }

  function exported(query: URLSearchParams): Answer {
    only(query, 'start_time', 'cursor', 'per_page');
    const [start, cursor] = [query.get('start_time'), query.get('cursor')];
    if (cursor !== null && forgets()) return [400, { error: 'InvalidCursor' }];
    if (cursor === null && !/^\d+$/.test(start ?? '')) return [400, { error: 'Invalid start_time' }];
    if (cursor === null && Number(start) * 1_000 > now() - 60_000) {
      return [422, { error: 'Too recent start_time' }];
    }
    const [time = 0, last = 0] = cursor === null ? [Number(start)] : decoded(cursor);
    const rows = [...tickets.values()]
      .filter(({ generatedAt }) => generatedAt <= now() - 60_000)
      .map((ticket) => ({ ticket, second: Math.floor(ticket.generatedAt / 1_000) }))
      .filter(({ ticket, second }) => second > time || (second === time && ticket.id > last))
      .sort((a, b) => a.second - b.second || a.ticket.id - b.ticket.id);
    const page = rows.slice(0, Math.min(Number(query.get('per_page') ?? 1000), perPage));
    const end = page.at(-1);
    const row = (ticket: Ticket) => ({
      ...shown(ticket),
      generated_timestamp: Math.floor(ticket.generatedAt / 1_000),
    });
    const body = page.map(({ ticket }) => row(ticket));
    return [
      200,
      {
        tickets: repeats ? [...body, ...body] : body,
        after_cursor: end === undefined ? cursor : encoded(end.second, end.ticket.id),
        end_of_stream: page.length === rows.length,
      },
    ];
  }

  function audited(ticket: Ticket, query: URLSearchParams): Answer {
    only(query, 'page[size]', 'page[after]');
    return listed(query, 'audits', ticket.audits.map(auditOf));
  }

  function searched(query: URLSearchParams): Answer {
    only(query, 'query', 'filter[type]', 'page[size]', 'page[after]');
    if (query.get('filter[type]') !== 'ticket') return [400, { error: 'filter[type] is missing' }];
    if (query.get('query') !== 'status<solved') return [422, { error: 'Invalid search' }];
    const open = [...tickets.values()].filter(
      ({ status, isGone }) => !isGone && (isDeaf || !['solved', 'closed'].includes(status)),
    );
    return listed(
      query,
      'results',
      open.map((ticket) => ({ ...shown(ticket), result_type: 'ticket' })),
    );
  }

  function listed(query: URLSearchParams, name: string, all: unknown[]): Answer {
    const from = Number(query.get('page[after]') ?? 0);
    const to = from + Math.min(Number(query.get('page[size]') ?? 100), perPage);
    const has_more = to < all.length;
    const meta = { has_more, after_cursor: has_more ? String(to) : null };
    return [200, { [name]: all.slice(from, to), meta }];
  }

  return { open, act, remove, rewrite, measure, listener, asked };
}

function setIn(deed: Deed, name: string): [string, unknown][] {
  const value = new Map(Object.entries(deed)).get(name);
  return value === undefined ? [] : [[name, value]];
}

/** A parameter that no document names is refused, so that tests see it. */
class Unasked extends Error {}

function orRefused(answer: () => [number, unknown]): [number, unknown] {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Unasked) return [400, { error: error.message }];
    throw error;
  }
}

function only(query: URLSearchParams, ...names: string[]): URLSearchParams {
  for (const name of query.keys()) if (!names.includes(name)) throw new Unasked(`nobody documents ${name}`);
  return query;
}

function isKnown({ headers }: IncomingMessage, key: string): boolean {
  return headers.authorization === `Basic ${Buffer.from(`ina@acme.example/token:${key}`).toString('base64')}`;
}

const encoded = (second: number, id: number) => Buffer.from(`${second}.0||${id}|`).toString('base64');
function decoded(cursor: string): number[] {
  return Buffer.from(cursor, 'base64').toString().split('.0||').map(Number.parseFloat);
}

const written = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');

function usersOf(ids: string) {
  return ids.split(',').flatMap((text) => {
    const id = Number(text);
    if (!Object.values(people).includes(id)) return [];
    const role = roles[id] ?? 'end-user';
    return [{ id, role, organization_id: organizations[id] ?? null, name: canary, email: canary }];
  });
}

function shown(ticket: Ticket) {
  return {
    ...{ id: ticket.id, subject: canary, raw_subject: canary, description: canary, recipient: canary },
    ...{ status: ticket.isGone ? 'deleted' : ticket.status, custom_status_id: ticket.customStatus },
    ...{ priority: ticket.priority, custom_fields: [{ id: 77, value: ticket.field }], tags: ticket.tags },
    ...{ requester_id: ticket.requester, organization_id: ticket.organization, brand_id: 3 },
    ...{ created_at: written(ticket.openedAt), updated_at: written(ticket.updatedAt) },
    via: { channel: 'email', source: { from: { address: canary, name: canary }, to: {}, rel: null } },
  };
}

function auditOf({ id, at, first, before, deed }: Audit) {
  const { by = people.supplier, via = { channel: 'web' }, flags } = deed;
  const meta = { system: { client: canary, ip_address: canary } };
  return {
    ...{ id, created_at: written(at), author_id: by, via },
    metadata: flags === undefined ? meta : { ...meta, flags, flags_options: {} },
    events: [...commentsOf(deed, id, by), ...fieldsOf(deed, before, first), ...otherEvents(deed)],
  };
}

function commentsOf({ comment, commentId, author }: Deed, audit: number, by: number): object[] {
  if (comment === undefined) return [];
  const texts = { body: canary, html_body: canary, plain_body: canary, attachments: [] };
  const id = commentId ?? audit * 1_000;
  return [{ id, type: 'Comment', public: comment === 'public', author_id: author ?? by, ...texts }];
}

const fieldNames = {
  status: 'status',
  customStatus: 'custom_status_id',
  priority: 'priority',
  field: '77',
  requester: 'requester_id',
  organization: 'organization_id',
} as const;

function fieldsOf(deed: Deed, before: Shown, first: boolean): object[] {
  const all = Object.entries(fieldNames).flatMap(([name, field_name]) => {
    const old = new Map<string, unknown>(Object.entries(before)).get(name) ?? null;
    const [set] = first ? [[name, old]] : setIn(deed, name);
    if (set === undefined) return [];
    const value = set[1] === null ? null : String(set[1]);
    const own = deed.changedVia === undefined ? {} : { via: deed.changedVia };
    if (first) return [{ id: 1, type: 'Create', field_name, value }];
    return [
      { id: 1, type: 'Change', field_name, value, ...own, previous_value: old === null ? null : String(old) },
    ];
  });
  const subject = first ? [{ id: 2, type: 'Create', field_name: 'subject', value: canary }] : [];
  return [
    ...subject,
    ...all,
    { id: 3, type: first ? 'Create' : 'Change', field_name: 'tags', value: [canary] },
  ];
}

function otherEvents({ madePrivate, strange }: Deed): object[] {
  const notified = { id: 4, type: 'Notification', subject: canary, body: canary, recipients: [1] };
  const hidden =
    madePrivate === undefined
      ? []
      : [{ id: 5, type: 'CommentPrivacyChange', comment_id: madePrivate, public: false }];
  return [notified, ...hidden, ...(strange === undefined ? [] : [strange])];
}
