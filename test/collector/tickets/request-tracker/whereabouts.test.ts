import { describe, expect, it } from 'vitest';
import { requestTracker } from '@upheld/collector/connectors/request-tracker';
import { trackerOf, type Row, type Tracker } from '../../connectors/request-tracker-desk.ts';
import { contextFor, create, link, minute, nine, one } from '../../connectors/request-tracker-life.ts';
import { poll, reply, row, severity, status, terms, typesOf } from '../../connectors/request-tracker-life.ts';
import { httpServer } from '../../egress/servers.ts';

const move = (minutes: number, OldValue: string, NewValue: string) =>
  row(minutes, 'Set', { Field: 'Queue', OldValue, NewValue });

async function reached(tracker: Tracker, spec: object = {}) {
  const queries: URL[] = [];
  const server = await httpServer(trackerOf(tracker, queries));
  const parsed = requestTracker.spec.parse({ ...terms, url: server.url, ...spec });
  return { spec: parsed, context: contextFor(server), queries };
}

async function read(tracker: Tracker, ticket = '1') {
  const { spec, context } = await reached(tracker);
  return await requestTracker.lookup.read(spec, ticket, context);
}

async function open(tracker: Tracker, spec: object = {}): Promise<string[][]> {
  const { spec: parsed, context } = await reached(tracker, spec);
  return await Array.fromAsync(requestTracker.lookup.open(parsed, context));
}

/** What polling and reading tell of ticket 1, which is the same. */
async function told(tracker: Tracker) {
  const { events } = await poll(tracker);
  expect(await read(tracker)).toEqual({ events });
  return events;
}

const leaving = (minutes: number) => ({ ticket: '1', at: nine + minutes * minute, type: 'deleted' });

describe('a ticket of Request Tracker that leaves its queue', () => {
  it('was opened and answered all the same, where it was deleted', async () => {
    const rows = [create(), severity(1, 'Low', 'High'), reply(2), status(3, 'open', 'deleted')];
    const tickets = { 1: { severity: 'High', isDeleted: true } };
    const events = await told({ rows, tickets });
    expect(typesOf(events)).toEqual(['opened', 'severity-changed', 'public-reply', 'deleted']);
    expect([events[0], events[3]]).toEqual([
      { ticket: '1', at: nine, type: 'opened', severity: 4 },
      leaving(3),
    ]);
  });

  it('brings along what happened before it was moved out, and nothing of later', async () => {
    const rows = [create(), reply(1), move(2, '3', '4'), reply(3)];
    const events = await told({ rows, tickets: { 1: { severity: 'High', queue: 4 } } });
    expect(typesOf(events)).toEqual(['opened', 'public-reply', 'deleted']);
    expect(events[2]).toEqual(leaving(2));
  });

  it('tells its life once, however often it was moved through the queue', async () => {
    const [opened, answered] = [create(), reply(1)];
    const moves = [move(2, '4', '3'), move(3, '3', '4'), move(4, '4', '3'), move(5, '3', '4')];
    const rows = [opened, answered, ...moves];
    const events = await told({ rows, tickets: { 1: { severity: 'High', queue: 4 } } });
    expect(typesOf(events)).toEqual(['opened', 'public-reply', 'deleted', 'deleted']);
  });

  it('was never gone, where it was restored or moved back', async () => {
    const rows = [create(), status(1, 'open', 'deleted'), status(2, 'deleted', 'open'), reply(3)];
    expect(typesOf(await told(one(rows)))).toEqual(['opened', 'public-reply']);
    const moved = [create(), move(1, '3', '4'), move(2, '4', '3'), reply(3)];
    expect(typesOf(await told(one(moved)))).toEqual(['opened', 'public-reply']);
  });

  it('is gone, where the token may see neither it nor what happened to it', async () => {
    const rows = [create(), move(1, '3', '4')];
    const hidden = rows.map(({ id }) => id);
    expect(await read({ rows, hidden, tickets: { 1: { queue: 4, isHidden: true } } })).toBe('gone');
  });

  it('left where it was merged into a ticket of another queue, and not where that was deleted', async () => {
    const rows = [create(), row(1, 'AddLink', { Field: 'MergedInto', NewValue: link('2') })];
    const into = async (second: Tracker['tickets'][string]) =>
      typesOf(await told({ rows, tickets: { 1: { severity: 'High' }, 2: { severity: 'Low', ...second } } }));
    expect(await into({ queue: 4 })).toEqual(['opened', 'deleted']);
    expect(await into({ queue: 3 })).toEqual(['opened', 'merged-into']);
    expect(await into({ isDeleted: true })).toEqual(['opened', 'merged-into']);
    // Whatever the other one was merged into itself, which hides it from searches.
    rows.push(row(2, 'AddLink', { ObjectId: '2', Field: 'MergedInto', NewValue: link('3') }));
    expect(await into({ queue: 4 })).toEqual(['opened', 'deleted']);
  });

  it('takes over no severity from the ticket that is answered with in its place', async () => {
    const rows = [create(), row(1, 'AddLink', { Field: 'MergedInto', NewValue: link('2') })];
    const tickets = { 1: { severity: 'High', isDeleted: true }, 2: { severity: 'Low' } };
    expect(typesOf(await told({ rows, tickets }))).toEqual(['merged-into']);
  });
});

describe('a single ticket of Request Tracker', () => {
  it('is read whole, over as many pages as it takes', async () => {
    const rows = [create(), reply(1), reply(2), reply(3), status(4, 'open', 'stalled')];
    const tracker = { ...one([...rows, create(5, { ObjectId: '2' })]), pageSize: 2 };
    const { events } = await poll({ ...tracker, pageSize: 100 });
    expect(await read(tracker)).toEqual({ events: events.slice(0, 5) });
  });

  it.each(['0', '-1', 'T-1', "1' OR id > '0", ''])('is asked for by a number, not by %j', async (ticket) => {
    const { spec, context, queries } = await reached(one([create()]));
    expect(await requestTracker.lookup.read(spec, ticket, context)).toBe('gone');
    expect(queries.map(({ pathname }) => pathname)).toEqual(['/REST/2.0/queue/Lumen']);
  });
});

describe('the open tickets of Request Tracker', () => {
  const many = (count: number, ticket: Tracker['tickets'][string] = {}): Tracker['tickets'] =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [index + 1, ticket]));
  const rows: Row[] = [];

  it('are named a page at a time', async () => {
    const pages = await open({ rows, tickets: many(250), tellsTotal: true });
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect(new Set(pages.flat()).size).toBe(250);
  });

  it('are those whose status the agreement does not call resolved, in this queue', async () => {
    const tickets = {
      ...{ 1: { status: 'new' }, 2: { status: 'resolved' }, 3: { status: 'rejected' } },
      ...{ 4: { status: 'stalled' }, 5: { queue: 4 }, 6: { isDeleted: true }, 7: { status: "isn't" } },
    };
    expect((await open({ rows, tickets })).flat()).toEqual(['1', '4', '7']);
    const others = { waiting: [], resolved: ['stalled', 'new'] };
    expect((await open({ rows, tickets }, { statuses: others })).flat()).toEqual(['2', '3', '7']);
  });

  it('are asked for by the names of statuses, whatever is in a name', async () => {
    const { spec, context, queries } = await reached(one([]), {
      statuses: { resolved: ["it's", 'back\\slash'] },
    });
    await Array.fromAsync(requestTracker.lookup.open(spec, context)).catch(() => []);
    const asked = queries.at(-1)?.searchParams.get('query');
    expect(asked).toContain("AND Status != 'it\\'s' AND Status != 'back\\\\slash' AND");
  });

  it('are found behind a page that the token may not see', async () => {
    const tickets = { ...many(100, { isHidden: true }), 101: {} };
    expect(await open({ rows, tickets, tellsTotal: true })).toEqual([['101']]);
  });

  it('are a fault where the desk gives the same ones for ever', async () => {
    const { spec, context } = await reached(one([]));
    const same = JSON.stringify({ items: [{ id: '1', Queue: { id: '3' } }] });
    const listener = trackerOf(one([]));
    const deaf = await httpServer((request, response) => {
      if (request.url?.includes('/tickets') !== true) listener(request, response);
      else response.end(same);
    });
    const asked = requestTracker.lookup.open({ ...spec, url: deaf.url }, { ...context, ...contextFor(deaf) });
    await expect(Array.fromAsync(asked)).rejects.toThrow('tickets that it was not asked for');
  });
});

describe('the negative control of Request Tracker', () => {
  it('counts what a desk gives that does not heed the condition', async () => {
    const listener = trackerOf({ ...one([create(), reply(1)]), pageSize: 100 });
    const deaf = await httpServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://rt');
      if (url.pathname.endsWith('/transactions')) url.searchParams.set('query', 'id > 0');
      request.url = url.href.slice('http://rt'.length);
      listener(request, response);
    });
    const spec = requestTracker.spec.parse({ ...terms, url: deaf.url });
    expect((await requestTracker.control(spec, contextFor(deaf))).found).toBe(2);
  });
});
