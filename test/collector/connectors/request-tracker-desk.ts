// A Request Tracker for tests, as version 5.0.3 behaves: it searches its transactions, tickets and
// attachments by the conditions it is asked with, and answers with the fields that it is asked for.
import type { RequestListener } from 'node:http';

export type Row = {
  id: number;
  ObjectId: string;
  Type: string;
  Created: string;
  Creator: string;
  Field?: string;
  OldValue?: string | null;
  NewValue?: string | null;
  /** Of the mail that brought it. */
  Headers?: string;
};

export type Tracker = {
  rows: Row[];
  /** By id, as it is now; in the queue 3 and open unless it says otherwise. */
  tickets: Record<string, Ticket>;
  pageSize?: number;
  /** As 5.0.3 was first: newer ones tell a total and a next page to those only who may see everything. */
  tellsTotal?: boolean;
  /** The ids of transactions that the token may not see. */
  hidden?: number[];
  date?: string;
};

type Ticket = {
  queue?: number;
  severity?: string;
  priority?: number;
  status?: string;
  isDeleted?: boolean;
  /** The token may not see it. */
  isHidden?: boolean;
};

export const canary = 'canary';
export const severityField = '7';

const userOf = (address: string) => ({
  ...{ type: 'user', id: address, _url: `https://rt.example/REST/2.0/user/${canary}` },
  ...(address === 'RT_System' ? { EmailAddress: '' } : { EmailAddress: address }),
});

/** `queries` gets each address that it was asked with. */
export function trackerOf(tracker: Tracker, queries: URL[] = []): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://rt');
    queries.push(url);
    if (request.headers.authorization === undefined) {
      response.writeHead(401).end('Authorization required');
      return;
    }
    if (tracker.date !== undefined) response.setHeader('date', tracker.date);
    const answer = answerTo(url, tracker);
    response.writeHead(answer === null ? 404 : 200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(answer ?? { message: `Not Found ${canary}` }));
  };
}

function answerTo({ pathname, searchParams }: URL, tracker: Tracker): unknown {
  const [, id = ''] = /\/ticket\/(\d+)$/.exec(pathname) ?? [];
  if (id !== '') return wholeTicket(id, tracker);
  switch (pathname) {
    case '/REST/2.0/queue/Lumen':
      return {
        ...{ id: 3, Name: 'Lumen', Description: canary, CorrespondAddress: `${canary}@rt.example` },
        TicketCustomFields: [
          { id: '6', type: 'customfield', ref: 'customfield', name: 'Region', _url: canary },
          { id: severityField, type: 'customfield', ref: 'customfield', name: 'Severity', _url: canary },
        ],
      };
    case '/REST/2.0/transactions':
      return paged(transactionsFor(searchParams.get('query') ?? '', tracker), searchParams, tracker);
    case '/REST/2.0/tickets':
      return paged(ticketsFor(searchParams, tracker), searchParams, { ...tracker, pageSize: 100 });
    case '/REST/2.0/attachments':
      return paged(attachmentsFor(searchParams, tracker), searchParams, { ...tracker, pageSize: 100 });
    default:
      return null;
  }
}

/** A total counts what the token may not see, which leaves holes in pages. */
function paged(
  found: { id: string; isHidden?: boolean }[],
  asked: URLSearchParams,
  { pageSize = 100, tellsTotal }: Tracker,
) {
  const size = Math.min(pageSize, Number(asked.get('per_page') ?? 20));
  const page = Number(asked.get('page') ?? 1);
  const all = found.slice((page - 1) * size, page * size);
  const items = all.filter(({ isHidden }) => isHidden !== true);
  const pages = Math.ceil(found.length / size);
  const next = page < pages ? { next_page: `https://elsewhere.example/${canary}` } : {};
  const common = { count: items.length, per_page: size, page, items };
  if (tellsTotal !== true) return { ...common, total: null, pages: null };
  return { ...common, total: found.length, pages, ...next };
}

/** Reads the conditions of TransactionSQL that stand in the query; one that it does not know is a defect. */
function transactionsFor(query: string, tracker: Tracker) {
  const holds = conditionOf(query);
  return tracker.rows
    .filter((row) => holds({ ...row, TicketQueue: String(tracker.tickets[row.ObjectId]?.queue ?? 3) }))
    .sort((a, b) => a.id - b.id)
    .map((row) => ({
      ...{ type: 'transaction', id: String(row.id), _url: canary, ObjectId: row.ObjectId, Type: row.Type },
      ...{ Created: row.Created, Creator: userOf(row.Creator), Field: row.Field ?? '' },
      ...{ OldValue: row.OldValue ?? '', NewValue: row.NewValue ?? '' },
      isHidden: tracker.hidden?.includes(row.id) === true,
    }));
}

/** Tickets that were deleted are never found, merged ones only where the query names EffectiveId. */
function ticketsFor(asked: URLSearchParams, { tickets, rows }: Tracker) {
  const query = asked.get('query') ?? '';
  const holds = conditionOf(query);
  const isFound = (id: string) => query.includes('EffectiveId') || survivorOf(id, rows) === id;
  return Object.entries(tickets)
    .filter(([id, { isDeleted }]) => isDeleted !== true && isFound(id))
    .filter(([id, { queue = 3, status = 'open' }]) =>
      holds({ id, Queue: String(queue), Status: status, EffectiveId: id }),
    )
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([id, ticket]) => ({
      ...{ type: 'ticket', id, _url: canary, ...fieldsOf(ticket, asked.get('fields')) },
      isHidden: ticket.isHidden === true,
    }));
}

/** Asked for a merged ticket, Request Tracker answers with the one that is left. */
function wholeTicket(asked: string, { tickets, rows }: Tracker) {
  const id = survivorOf(asked, rows);
  const ticket = tickets[id];
  if (ticket === undefined || ticket.isHidden === true) return null;
  const { priority = 0, isDeleted } = ticket;
  const plain = { id: Number(id), Subject: canary, Status: isDeleted === true ? 'deleted' : 'open' };
  return { ...plain, Priority: String(priority), ...fieldsOf(ticket, 'CustomFields') };
}

function survivorOf(id: string, rows: Row[]): string {
  const link = rows.find((row) => row.Field === 'MergedInto' && row.ObjectId === id)?.NewValue ?? '';
  const into = link.slice(link.lastIndexOf('/') + 1);
  return into === '' || into === id ? id : survivorOf(into, rows);
}

function fieldsOf(ticket: Ticket, fields: string | null) {
  if (fields === 'Priority') return { Priority: String(ticket.priority ?? 0) };
  if (fields === 'Queue') return { Queue: { type: 'queue', id: String(ticket.queue ?? 3), _url: canary } };
  const values = ticket.severity === undefined ? [] : [ticket.severity];
  return {
    CustomFields: [
      { id: '6', type: 'customfield', name: 'Region', values: [canary] },
      { id: severityField, type: 'customfield', name: 'Severity', values },
    ],
  };
}

type Limit = { field: string; value: number };

function attachmentsFor(asked: URLSearchParams, { rows }: Tracker) {
  const limits: Limit[] = JSON.parse(asked.get('query') ?? '[]');
  const ids = limits.filter(({ field }) => field === 'TransactionId').map(({ value }) => value);
  const subject = `Subject: ${canary}\nFrom: ${canary}@lumen.example\n`;
  return rows
    .filter(({ id, Type }) => ids.includes(id) && Type !== 'Create')
    .map(({ id, Headers = '' }) => ({
      ...{ type: 'attachment', id: String(id + 500), _url: canary },
      ...{ TransactionId: String(id), Headers: subject + Headers },
    }));
}

type Fields = Readonly<Record<string, unknown>>;

const searchable = /^(id|Type|Field|OldValue|ObjectId|TicketQueue|Queue|Status|EffectiveId)$/;

/** `A = 'x' AND (B = 'y' OR C > 2)` as a function of a row. */
function conditionOf(query: string): (row: Fields) => boolean {
  const words = query.match(/\(|\)|'[^']*'|[^\s()']+/g) ?? [];
  const value = (row: Fields, name: string) => {
    if (name === 'ObjectType') return 'RT::Ticket';
    if (!searchable.test(name)) throw new Error(`no such field: ${name}`);
    return String(row[name] ?? '');
  };
  let at = 0;
  const next = () => words[at++] ?? '';
  function term(): (row: Fields) => boolean {
    const first = next();
    if (first === '(') {
      const inside = any();
      next();
      return inside;
    }
    const [operator, operand] = [next(), next().replaceAll("'", '')];
    if (operator === '=') return (row) => value(row, first) === operand;
    if (operator === '!=') return (row) => value(row, first) !== operand;
    if (operator === '>') return (row) => Number(value(row, first)) > Number(operand);
    return (row) => Number(value(row, first)) < Number(operand);
  }
  function all(): (row: Fields) => boolean {
    const terms = [term()];
    while (words[at] === 'AND' && next()) terms.push(term());
    return (row) => terms.every((holds) => holds(row));
  }
  function any(): (row: Fields) => boolean {
    const terms = [all()];
    while (words[at] === 'OR' && next()) terms.push(all());
    return (row) => terms.some((holds) => holds(row));
  }
  return any();
}
