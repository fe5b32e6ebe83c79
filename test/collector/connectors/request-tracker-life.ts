// What happened at a Request Tracker, written short: rows of ticket 1, and how a test reads them.
import { requestTracker } from '@upheld/collector/connectors/request-tracker';
import { Secret } from '@upheld/collector/secrets';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { connectorContext, pagesOf } from '../../contracts/connector.ts';
import { httpServer, oneSecret, type Running } from '../egress/servers.ts';
import { severityField, trackerOf, type Row, type Tracker } from './request-tracker-desk.ts';

export const agent = 'per@lumen.example';
export const customer = 'ana@northwind.example';
export const link = (ticket: string) => `fsck.com-rt://rt.example/ticket/${ticket}`;

export const terms = {
  token: { env: 'RT_TOKEN' },
  queue: 'Lumen',
  severity: { field: 'CF.Severity', map: { Critical: 1, High: 2, Medium: 3, Low: 4 } },
  supplierAddresses: ['@lumen.example'],
  botAddresses: ['robot@lumen.example'],
  timeout: '2s',
};

export const nine = Date.UTC(2026, 6, 1, 9);
export const minute = 60_000;

export function contextFor({ port }: Running) {
  return { ...connectorContext([port]), credentials: oneSecret(new Secret('1-14-abc')) };
}

export async function poll(tracker: Tracker, spec: object = {}, cursor: string | null = null) {
  const queries: URL[] = [];
  const server = await httpServer(trackerOf(tracker, queries));
  const asked = { ...terms, url: server.url, ...spec };
  const pages = await pagesOf(requestTracker, asked, cursor, contextFor(server));
  return { pages, queries, events: pages.flatMap((page) => page.events) };
}

let ids = 0;

/** A row of ticket 1, so many minutes past nine. */
export function row(minutes: number, Type: string, more: Partial<Row> = {}): Row {
  const Created = new Date(nine + minutes * minute).toISOString().replace('.000', '');
  return { id: ++ids, ObjectId: '1', Type, Created, Creator: customer, ...more };
}

export const create = (minutes = 0, more: Partial<Row> = {}) => row(minutes, 'Create', more);
export const reply = (minutes: number, Creator = agent, Headers = '') =>
  row(minutes, 'Correspond', { Creator, Headers });
export const status = (minutes: number, OldValue: string, NewValue: string) =>
  row(minutes, 'Status', { Field: 'Status', OldValue, NewValue });
export const severity = (minutes: number, OldValue: string, NewValue: string, Field = severityField) =>
  row(minutes, 'CustomField', { Field, OldValue, NewValue });

export const one = (rows: Row[], held = 'High'): Tracker => ({ rows, tickets: { 1: { severity: held } } });
export const typesOf = (events: TicketEvent[]) => events.map(({ type }) => type);
