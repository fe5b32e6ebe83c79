// A ServiceNow whose Table API behaves as its documentation says: what it cannot read of a query is dropped, rows
// that the user may not see are taken out of pages after they were cut, so that pages come short or empty, and
// only the fields asked for are given. What nobody asked for is a canary.
import type { RequestListener } from 'node:http';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';

type Row = Record<string, string>;
export type ServiceNow = {
  tables: Record<string, Row[]>;
  now: number;
  asked: string[];
  /** How far the user's time zone is ahead of UTC, where instants in queries are read in it. */
  aheadMs: number;
  /** Tables that the user may not read. */
  closed: string[];
};

export const july = Date.UTC(2026, 6, 1, 9);
export const company = '0c43f858c611227501522de20c98ddd9';

export function emptyServiceNow(parts: Partial<ServiceNow> = {}): ServiceNow {
  const members = ['ina', 'tom'].map((name, index) => ({
    ...{ sys_id: idOf(900 + index), 'user.user_name': name, 'group.name': 'Acme Support' },
  }));
  const tables = {
    ...{ incident: [], sys_journal_field: [], sys_audit: [], task_sla: [], sys_user_grmember: members },
  };
  return { tables, now: Date.UTC(2026, 9, 1), asked: [], aheadMs: 0, closed: [], ...parts };
}

export const idOf = (number: number): string => number.toString(16).padStart(32, '0');
export const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

const rowsOf = (desk: ServiceNow, table: string): Row[] => (desk.tables[table] ??= []);
const newId = (desk: ServiceNow): string => idOf(1_000 + Object.values(desk.tables).flat().length);

/** A new incident of the company, of priority 3. */
export function open(desk: ServiceNow, id: number, openedAt: number, parts: Row = {}): Row {
  const row: Row = {
    ...{ sys_id: idOf(id), number: `INC${id}`, state: '1', hold_reason: '', priority: '3', company },
    ...{ sys_created_on: stamp(openedAt), sys_updated_on: stamp(openedAt), resolved_at: '', closed_at: '' },
    ...{ short_description: 'canary', caller_id: 'canary', ...parts },
  };
  rowsOf(desk, 'incident').push(row);
  return row;
}

/** A comment of ina, unless `parts` say otherwise. */
export function write(desk: ServiceNow, ticket: Row, at: number, parts: Row = {}): void {
  const id = ticket['sys_id'] ?? '';
  const usual = { element: 'comments', sys_created_by: 'ina', value: 'canary', name: 'incident' };
  const entry = { sys_id: newId(desk), element_id: id, sys_created_on: stamp(at), ...usual, ...parts };
  rowsOf(desk, 'sys_journal_field').push(entry);
  ticket['sys_updated_on'] = stamp(at);
}

/** The audit records each field that changed. */
export function change(desk: ServiceNow, ticket: Row, at: number, fields: Row): void {
  for (const [fieldname, newvalue] of Object.entries(fields)) {
    const key = { sys_id: newId(desk), tablename: 'incident', documentkey: ticket['sys_id'] ?? '' };
    const change = { fieldname, oldvalue: ticket[fieldname] ?? '', newvalue, user: 'canary' };
    rowsOf(desk, 'sys_audit').push({ ...key, ...change, sys_created_on: stamp(at) });
  }
  Object.assign(ticket, fields, { sys_updated_on: stamp(at) });
}

export function resolve(desk: ServiceNow, ticket: Row, at: number, state = '6'): void {
  change(desk, ticket, at, { state });
  ticket[state === '6' ? 'resolved_at' : 'closed_at'] = stamp(at);
}

export function answering(desk: ServiceNow): RequestListener {
  return (request, response) => {
    const path = request.url ?? '/';
    desk.asked.push(path);
    response.setHeader('date', new Date(desk.now).toUTCString());
    const { pathname, searchParams } = new URL(path, 'http://desk');
    const table = /^\/api\/now\/table\/(\w+)$/.exec(pathname)?.[1] ?? '';
    const rows = desk.tables[table];
    if (desk.closed.includes(table)) return response.writeHead(403).end('{"error":{"message":"canary"}}');
    if (rows === undefined) return response.writeHead(404).end('{"error":{"message":"canary"}}');
    const found = selected(desk, rows, searchParams.get('sysparm_query') ?? '');
    const [limit, offset] = ['sysparm_limit', 'sysparm_offset'].map((key) => Number(searchParams.get(key)));
    const page = found.slice(offset, (offset ?? 0) + (limit ?? 0));
    if (found.length > (offset ?? 0) + (limit ?? 0)) {
      response.setHeader('link', '<https://canary.example>;rel="next"');
    }
    const fields = (searchParams.get('sysparm_fields') ?? '').split(',');
    const seen = page.filter((row) => row['hidden'] === undefined);
    return response.end(JSON.stringify({ result: seen.map((row) => cut(row, fields)) }));
  };
}

function cut(row: Row, fields: string[]): Row {
  return Object.fromEntries(fields.flatMap((field) => (field in row ? [[field, row[field] ?? '']] : [])));
}

/** `^` joins conditions; those on fields that no row has, and those of no known form, are dropped. */
function selected(desk: ServiceNow, rows: Row[], query: string): Row[] {
  const parts = query.split('^');
  const orders = parts.flatMap((part) => /^ORDERBY(DESC)?(\w+)$/.exec(part)?.slice(1) ?? []);
  const conditions = parts.flatMap((part) => {
    const [, field = '', operator = '', value = ''] = /^([a-z_.]+)(!=|>=|>|=|IN)(.*)$/.exec(part) ?? [];
    return rows.some((row) => field in row) ? [{ field, operator, value: readIn(desk, value) }] : [];
  });
  const found = rows.filter((row) => conditions.every((one) => holds(row[one.field] ?? '', one)));
  for (let index = orders.length - 2; index >= 0; index -= 2) {
    const [descending, field = ''] = [orders[index] === 'DESC', orders[index + 1]];
    found.sort((a, b) => ((a[field] ?? '') < (b[field] ?? '') ? -1 : 1) * (descending ? -1 : 1));
  }
  return found;
}

function holds(held: string, { operator, value }: { operator: string; value: string }): boolean {
  if (operator === 'IN') return value.split(',').includes(held);
  if (operator === '!=') return held !== value;
  if (operator === '>=') return held >= value;
  return operator === '>' ? held > value : held === value;
}

function readIn({ aheadMs }: ServiceNow, value: string): string {
  return /^\d{4}-\d\d-\d\d /.test(value) ? stamp(Date.parse(`${value.replace(' ', 'T')}Z`) - aheadMs) : value;
}

/** The desk on which these events happened; severities are priorities. */
export function serviceNowWith(events: TicketEvent[]): ServiceNow {
  const desk = emptyServiceNow();
  for (const event of events) {
    const id = Number(event.ticket.slice(3));
    if (event.type === 'opened') open(desk, id, event.at, { priority: String(event.severity) });
    const ticket = rowsOf(desk, 'incident').find(({ number }) => number === event.ticket);
    if (ticket !== undefined) happen(desk, ticket, event);
  }
  return desk;
}

const names = { supplier: 'Ina', reporter: 'bob', bot: 'system' };

function happen(desk: ServiceNow, ticket: Row, event: TicketEvent): void {
  const { at } = event;
  if (event.type === 'severity-changed') change(desk, ticket, at, { priority: String(event.severity) });
  if (event.type === 'public-reply') write(desk, ticket, at, { sys_created_by: names[event.actor] });
  if (event.type === 'note') write(desk, ticket, at, { element: 'work_notes' });
  if (event.type === 'waiting-on-reporter') change(desk, ticket, at, { state: '3', hold_reason: '1' });
  if (event.type === 'waiting-ended') change(desk, ticket, at, { state: '2', hold_reason: '' });
  if (event.type === 'reopened') change(desk, ticket, at, { state: '2' });
  if (event.type === 'resolved') resolve(desk, ticket, at);
}
