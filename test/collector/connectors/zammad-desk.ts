// A Zammad that behaves as its documentation and source say: conditions that it cannot read are ignored, so that
// it lists everything; a query without the search index finds nothing that looks like one; articles move with a
// merge, which leaves a public note of an agent behind. Every text in it is a canary.
import type { RequestListener } from 'node:http';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';

type Entry = { at: number; object: string; type: string; o_id: number } & Record<string, unknown>;
type Article = { id: number; at: number; ticket: number } & Record<string, unknown>;
export type Ticket = { id: number; openedAt: number; priority: string; state: string } & Record<
  string,
  unknown
>;

export type Zammad = {
  tickets: Ticket[];
  /** By ticket. */
  history: Map<number, Entry[]>;
  articles: Article[];
  now: number;
  asked: string[];
  tokens: unknown[];
};

export const july = Date.UTC(2026, 6, 1, 9);

export function emptyZammad(): Zammad {
  const now = Date.UTC(2026, 9, 1);
  return { tickets: [], history: new Map(), articles: [], now, asked: [], tokens: [] };
}

/** A ticket with the article that it was opened with, of organization 7 and group 2. */
export function open(zammad: Zammad, id: number, openedAt: number, parts: object = {}): Ticket {
  const first = { priority: 'p3', state: 'new', organization_id: 7, group_id: 2 };
  const ticket = { id, openedAt, ...first, ...parts };
  zammad.tickets.push(ticket);
  zammad.history.set(id, []);
  write(zammad, id, openedAt + 1, { sender: 'Customer', created_by_id: 90 });
  return ticket;
}

/** An article of an agent by mail, unless `parts` say otherwise. */
export function write(zammad: Zammad, ticket: number, at: number, parts: object = {}): number {
  const id = zammad.articles.length + 1;
  const usual = { sender: 'Agent', type: 'email', internal: false, created_by_id: 5, preferences: {} };
  zammad.articles.push({ id, at, ticket, ...usual, ...parts });
  log(zammad, ticket, { at, object: 'Ticket::Article', type: 'created', o_id: id, related_o_id: ticket });
  return id;
}

/** A change of a field, by the names of its values. */
export function change(zammad: Zammad, id: number, at: number, attribute: string, to: string): void {
  const ticket = zammad.tickets.find((known) => known.id === id);
  const changed = { attribute, value_from: ticket?.[attribute] ?? '', value_to: to, id_from: 1, id_to: 2 };
  log(zammad, id, { at, object: 'Ticket', type: 'updated', o_id: id, ...changed });
  if (ticket !== undefined) ticket[attribute] = to;
}

export function merge(zammad: Zammad, id: number, into: number, at: number): void {
  for (const article of zammad.articles) if (article.ticket === id) article.ticket = into;
  const base = { at, object: 'Ticket', id_from: id, id_to: into };
  log(zammad, into, { ...base, type: 'received_merge', o_id: into });
  log(zammad, id, { ...base, type: 'merged_into', o_id: id });
  write(zammad, id, at, { type: 'note', body: 'merged' });
  change(zammad, id, at, 'state', 'merged');
}

function log({ history }: Zammad, ticket: number, entry: Entry): void {
  history.get(ticket)?.push(entry);
}

const states = ['new', 'open', 'pending reminder', 'closed', 'merged'].map((name, index) => {
  return { id: index + 1, name, note: 'canary' };
});

export function answering(zammad: Zammad): RequestListener {
  return (request, response) => {
    const path = request.url ?? '/';
    zammad.asked.push(path);
    zammad.tokens.push(request.headers['authorization']);
    response.setHeader('date', new Date(zammad.now).toUTCString());
    const { pathname, searchParams } = new URL(path, 'http://desk');
    const answer = answerTo(zammad, pathname, searchParams);
    if (answer === null) response.writeHead(404).end('{"error":"canary"}');
    else response.end(JSON.stringify(answer));
  };
}

function answerTo(zammad: Zammad, path: string, query: URLSearchParams): unknown {
  const [, what = '', id = ''] = /^\/api\/v1\/([a-z_]+(?:\/by_ticket)?)(?:\/(\w+))?$/.exec(path) ?? [];
  if (what === 'ticket_states') return states;
  if (id === 'search') return found(zammad, query).map((ticket) => shown(zammad, ticket));
  const ticket = zammad.tickets.find((known) => known.id === Number(id));
  if (what === 'ticket_articles') {
    return zammad.articles.filter((article) => article.id === Number(id)).map(article)[0] ?? null;
  }
  if (ticket === undefined) return null;
  if (what === 'tickets') return shown(zammad, ticket);
  if (what === 'ticket_articles/by_ticket') {
    return zammad.articles.filter((one) => one.ticket === ticket.id).map(article);
  }
  const entries = zammad.history.get(ticket.id) ?? [];
  return { history: entries.map(entry), assets: { User: { 5: { email: 'canary@example.com' } } } };
}

function found(zammad: Zammad, query: URLSearchParams): Ticket[] {
  if (query.has('query')) return [];
  const order = query.get('order_by') === 'asc' ? 1 : -1;
  const size = Math.min(Number(query.get('per_page') ?? 50), 200);
  const page = Number(query.get('page') ?? 1);
  return zammad.tickets
    .filter((ticket) => conditionsOf(query).every((holds) => holds(zammad, ticket)))
    .toSorted(
      (one, other) => order * (updatedAt(zammad, one) - updatedAt(zammad, other)) || one.id - other.id,
    )
    .slice((page - 1) * size, page * size);
}

/** What cannot be read is no condition. */
function conditionsOf(query: URLSearchParams): ((zammad: Zammad, ticket: Ticket) => boolean)[] {
  const fields = [...query.keys()].flatMap(
    (key) => /^condition\[ticket\.(\w+)\]\[operator\]$/.exec(key)?.[1] ?? [],
  );
  return fields.flatMap((field) => {
    const operator = query.get(`condition[ticket.${field}][operator]`);
    const list = query.getAll(`condition[ticket.${field}][value][]`).map(Number);
    if (operator === 'after (absolute)') {
      const instant = Date.parse(query.get(`condition[ticket.${field}][value]`) ?? '');
      if (field !== 'updated_at' || Number.isNaN(instant)) return [];
      return [(zammad: Zammad, ticket: Ticket) => updatedAt(zammad, ticket) >= instant];
    }
    if (list.length === 0) return [];
    return [(_: Zammad, ticket: Ticket) => list.includes(held(ticket, field)) === (operator === 'is')];
  });
}

function held(ticket: Ticket, field: string): number {
  return field === 'state_id'
    ? (states.find(({ name }) => name === ticket.state)?.id ?? 0)
    : Number(ticket[field]);
}

function updatedAt({ history }: Zammad, { id, openedAt }: Ticket): number {
  return Math.max(openedAt, ...(history.get(id) ?? []).map(({ at }) => at));
}

function shown(zammad: Zammad, { openedAt, ...ticket }: Ticket) {
  const dates = { created_at: iso(openedAt), updated_at: iso(updatedAt(zammad, { ...ticket, openedAt })) };
  const people = { customer: 'canary@example.com', owner: 'canary', organization: 'canary' };
  return { number: '31001', title: 'canary', note: 'canary', ...people, ...dates, ...ticket };
}

const entry = ({ at, ...rest }: Entry) => ({ id: 1, created_by_id: 5, ...rest, created_at: iso(at) });
const article = ({ at, ...rest }: Article) => ({
  ...{ from: 'canary <canary@example.com>', to: 'canary', subject: 'canary', body: 'canary' },
  ...{ content_type: 'text/html', origin_by_id: null, ...rest, created_at: iso(at) },
});
const iso = (at: number) => new Date(at).toISOString();

/** The desk on which these events happened; severities are priorities, `p1` and so on. */
export function zammadWith(events: TicketEvent[]): Zammad {
  const zammad = emptyZammad();
  for (const event of events) {
    if (event.type === 'opened') {
      open(zammad, Number(event.ticket), event.at, { priority: `p${event.severity}` });
    }
  }
  for (const event of events.toSorted((one, other) => one.at - other.at)) happen(zammad, event);
  return zammad;
}

const writers = {
  supplier: {},
  reporter: { sender: 'Customer', type: 'web', created_by_id: 90 },
  bot: { sender: 'System', created_by_id: 1 },
};

function happen(zammad: Zammad, event: TicketEvent): void {
  const { at } = event;
  const id = Number(event.ticket);
  const state = (to: string) => change(zammad, id, at, 'state', to);
  if (event.type === 'severity-changed') change(zammad, id, at, 'priority', `p${event.severity}`);
  if (event.type === 'public-reply') write(zammad, id, at, writers[event.actor]);
  if (event.type === 'note') write(zammad, id, at, { type: 'note', internal: true });
  if (event.type === 'waiting-on-reporter') state('pending reminder');
  if (event.type === 'waiting-ended' || event.type === 'reopened') state('open');
  if (event.type === 'resolved') state('closed');
  if (event.type === 'merged-into') merge(zammad, id, Number(event.into), at);
}
