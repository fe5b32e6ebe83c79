// A Freshdesk that behaves as its documentation says: without `updated_since` it lists what was created within 30
// days, never what is deleted, a page more than 300 or of more than 100 is an error, and stats come when they
// are asked for. It keeps no history: a change overwrites what was. Every text in it is a canary.
import type { RequestListener } from 'node:http';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';

type Conversation = { at: number } & Record<string, unknown>;
export type Ticket = {
  id: number;
  openedAt: number;
  updatedAt: number;
  priority: number;
  status: number;
  stats: Record<string, number | null>;
  conversations: Conversation[];
} & Record<string, unknown>;
export type Freshdesk = { tickets: Ticket[]; now: number; asked: string[]; keys: unknown[] };

export const july = Date.UTC(2026, 6, 1, 9);

export function emptyFreshdesk(): Freshdesk {
  return { tickets: [], now: Date.UTC(2026, 9, 1), asked: [], keys: [] };
}

/** An open ticket of company 7 and group 2, of priority 2. */
export function open(desk: Freshdesk, id: number, openedAt: number, parts: Partial<Ticket> = {}): Ticket {
  const stats = { first_responded_at: null, resolved_at: null, closed_at: null, reopened_at: null };
  const ticket = {
    ...{ id, openedAt, updatedAt: openedAt, priority: 2, status: 2, company_id: 7, group_id: 2 },
    ...{ stats: { ...stats, pending_since: null, status_updated_at: openedAt }, conversations: [], ...parts },
  };
  desk.tickets.push(ticket);
  return ticket;
}

/** A reply of an agent, unless `parts` say otherwise. */
export function write(ticket: Ticket, at: number, parts: object = {}): void {
  const usual = { user_id: 5, incoming: false, private: false, source: 0 };
  ticket.conversations.push({ at, ...usual, auto_response: false, automation_id: null, ...parts });
  ticket.updatedAt = at;
}

export function prioritize(ticket: Ticket, at: number, priority: number): void {
  Object.assign(ticket, { priority, updatedAt: at });
}

/** The instant of the last resolution outlives a reopening. */
export function turn(ticket: Ticket, at: number, status: number): void {
  const stats: Ticket['stats'] = { ...ticket.stats, status_updated_at: at };
  if (status === 3) stats['pending_since'] = at;
  if (status === 4) stats['resolved_at'] = at;
  if (status === 5) stats['closed_at'] = at;
  if (status < 4 && ticket.status > 3) stats['reopened_at'] = at;
  Object.assign(ticket, { status, stats, updatedAt: at });
}

export function answering(desk: Freshdesk): RequestListener {
  return (request, response) => {
    const path = request.url ?? '/';
    desk.asked.push(path);
    desk.keys.push(request.headers['authorization']);
    response.setHeader('date', new Date(desk.now).toUTCString());
    const { pathname, searchParams } = new URL(path, 'http://desk');
    const rows = answerTo(desk, pathname, searchParams);
    const [page, size] = [Number(searchParams.get('page') ?? 1), Number(searchParams.get('per_page') ?? 30)];
    if (rows === null) response.writeHead(404).end();
    else if (!Array.isArray(rows)) response.end(JSON.stringify(rows));
    else if (page > 300 || size > 100) response.writeHead(400).end('{"description":"canary"}');
    else {
      if (rows.length > page * size) response.setHeader('link', '<https://canary.example>; rel="next"');
      response.end(JSON.stringify(rows.slice((page - 1) * size, page * size)));
    }
  };
}

function answerTo(desk: Freshdesk, path: string, query: URLSearchParams): unknown {
  const [, id, list] = /^\/api\/v2\/tickets(?:\/(\d+)(\/conversations)?)?$/.exec(path) ?? [];
  if (id === undefined) return listed(desk, query).map((ticket) => shown(ticket, query));
  const ticket = desk.tickets.find((known) => known.id === Number(id));
  if (ticket === undefined) return null;
  if (list === undefined) return shown(ticket, query);
  return ticket.conversations.map(({ at, ...rest }) => ({ ...rest, ...texts, created_at: iso(at) }));
}

const month = 30 * 24 * 60 * 60_000;
const texts = {
  body: 'canary',
  body_text: 'canary',
  from_email: 'canary@example.com',
  to_emails: ['canary'],
};

function listed({ tickets, now }: Freshdesk, query: URLSearchParams): Ticket[] {
  const since = query.get('updated_since');
  const company = query.get('company_id');
  const key = query.get('order_by') === 'updated_at' ? 'updatedAt' : 'openedAt';
  const order = query.get('order_type') === 'asc' ? 1 : -1;
  return tickets
    .filter(({ deleted }) => deleted !== true)
    .filter((one) => (since === null ? one.openedAt > now - month : one.updatedAt >= Date.parse(since)))
    .filter((one) => company === null || one['company_id'] === Number(company))
    .toSorted((one, other) => order * (one[key] - other[key]));
}

function shown({ openedAt, updatedAt, stats, conversations, ...rest }: Ticket, query: URLSearchParams) {
  const instants = Object.entries(stats).map(([name, at]) => [name, at === null ? null : iso(at)]);
  return {
    ...{ subject: 'canary', description_text: 'canary', to_emails: ['canary@example.com'] },
    ...{ replies: conversations.length, ...rest, created_at: iso(openedAt), updated_at: iso(updatedAt) },
    ...(query.get('include') === 'stats' ? { stats: Object.fromEntries(instants) } : {}),
  };
}

const iso = (at: number) => new Date(at).toISOString().replace('.000', '');

/** The desk on which these events happened; severity 1 is priority 4, and so on. */
export function freshdeskWith(events: TicketEvent[]): Freshdesk {
  const desk = emptyFreshdesk();
  for (const event of events) {
    if (event.type === 'opened') open(desk, Number(event.ticket), event.at, { priority: 5 - event.severity });
    const ticket = desk.tickets.find(({ id }) => id === Number(event.ticket));
    if (ticket !== undefined) happen(ticket, event);
  }
  return desk;
}

const writers = { supplier: {}, reporter: { incoming: true, user_id: 90 }, bot: { user_id: 9 } };

function happen(ticket: Ticket, event: TicketEvent): void {
  const { at } = event;
  if (event.type === 'public-reply') write(ticket, at, writers[event.actor]);
  if (event.type === 'note') write(ticket, at, { private: true, source: 2 });
  if (event.type === 'waiting-on-reporter') turn(ticket, at, 3);
  if (event.type === 'resolved') turn(ticket, at, 4);
  if (event.type === 'reopened') turn(ticket, at, 2);
}
