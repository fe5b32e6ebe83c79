import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { zammad } from '@upheld/collector/connectors/zammad';
import { Secret } from '@upheld/collector/secrets';
import { connectorContext, connectorContract, pagesOf } from '../../contracts/connector.ts';
import { httpServer, oneSecret, type Running } from '../egress/servers.ts';
import { answering, change, emptyZammad, july, merge, open, write, zammadWith } from './zammad-desk.ts';
import type { Zammad } from './zammad-desk.ts';

const after = (milliseconds: number) => july + milliseconds;
const minute = 60_000;

const events: TicketEvent[] = [
  { ticket: '1', at: july, type: 'opened', severity: 1 },
  { ticket: '1', at: after(2), type: 'public-reply', actor: 'bot', autoSubmitted: true },
  { ticket: '1', at: after(3), type: 'public-reply', actor: 'supplier', autoSubmitted: false },
  { ticket: '1', at: after(4), type: 'severity-changed', severity: 3 },
  { ticket: '1', at: after(5), type: 'note' },
  { ticket: '1', at: after(30), type: 'merged-into', into: '2' },
  { ticket: '2', at: after(6), type: 'opened', severity: 2 },
  { ticket: '2', at: after(8), type: 'waiting-on-reporter' },
  { ticket: '2', at: after(9), type: 'public-reply', actor: 'reporter', autoSubmitted: false },
  { ticket: '2', at: after(10), type: 'waiting-ended' },
  { ticket: '3', at: after(31), type: 'opened', severity: 4 },
  { ticket: '3', at: after(33), type: 'resolved' },
  { ticket: '3', at: after(34), type: 'reopened' },
  { ticket: '4', at: after(35), type: 'opened', severity: 4 },
  { ticket: '4', at: after(36), type: 'resolved' },
];

const specFor = (url: string) => ({
  ...{ url, timeout: '500ms', token: { env: 'TOKEN' }, organization: 7 },
  severity: { map: { p1: 1, p2: 2, p3: 3, p4: 4 } },
});

connectorContract({
  ...{ kind: zammad, specFor, events },
  deskOf: (known) => answering(zammadWith(known)),
});

function reach(server: Running, terms: object = {}) {
  const spec = zammad.spec.parse({ ...specFor(server.url), timeout: '5s', ...terms });
  return { spec, context: connectorContext([server.port], oneSecret(new Secret('canary-token'))) };
}

async function poll(server: Running, terms: object = {}, cursor: string | null = null) {
  const { spec, context } = reach(server, terms);
  return await pagesOf(zammad, spec, cursor, context);
}

async function eventsOf(desk: Zammad, terms: object = {}) {
  return (await poll(await httpServer(answering(desk)), terms)).flatMap((page) => page.events);
}

async function read(desk: Zammad, ticket: string, terms: object = {}) {
  const { spec, context } = reach(await httpServer(answering(desk)), terms);
  return await zammad.lookup.read(spec, ticket, context);
}

/** The second event of a desk with one ticket, in which something was written a minute after its opening. */
async function reaction(parts: object, terms: object = {}) {
  const desk = emptyZammad();
  open(desk, 1, july);
  write(desk, 1, after(minute), parts);
  return (await eventsOf(desk, terms))[1];
}

/** A desk that makes nothing of conditions, as it does of those that it cannot read. */
async function deaf(desk: Zammad) {
  return await httpServer((request, response) => {
    request.url = request.url?.replaceAll('condition', 'conditoin');
    answering(desk)(request, response);
  });
}

describe('a Zammad', () => {
  it('is asked by conditions for what changed, and for each ticket its history and its articles', async () => {
    const desk = emptyZammad();
    open(desk, 1, july);
    const server = await httpServer(answering(desk));
    await poll(server, { group: 2 });
    expect(desk.asked.map((path) => decodeURIComponent(path).replaceAll('+', ' '))).toEqual([
      '/api/v1/tickets/search?sort_by=updated_at&order_by=asc&expand=true&page=1&per_page=100' +
        '&condition[ticket.updated_at][operator]=after (absolute)' +
        '&condition[ticket.updated_at][value]=2026-07-01T09:00:00Z' +
        '&condition[ticket.organization_id][operator]=is&condition[ticket.organization_id][value][]=7' +
        '&condition[ticket.group_id][operator]=is&condition[ticket.group_id][value][]=2',
      '/api/v1/ticket_history/1',
      '/api/v1/ticket_articles/by_ticket/1',
    ]);
    expect(new Set(desk.tokens)).toEqual(new Set(['Token token=canary-token']));
  });

  it('tells every ticket once where there are more than a page holds', async () => {
    const desk = emptyZammad();
    for (let id = 1; id <= 120; id += 1) open(desk, id, after(id * 1_000));
    const opened = (await eventsOf(desk)).map(({ ticket }) => Number(ticket));
    expect(opened).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
  });

  it('that lists tickets of another organization is not trusted', async () => {
    const desk = emptyZammad();
    open(desk, 1, july, { organization_id: 8 });
    await expect(poll(await deaf(desk))).rejects.toThrow('ignores conditions: it lists tickets of another');
    expect(await eventsOf(desk)).toEqual([]);
  });

  it('that ignores conditions does not stand the negative control', async () => {
    const desk = emptyZammad();
    open(desk, 1, july);
    const { spec, context } = reach(await deaf(desk));
    expect(await zammad.control(spec, context)).toEqual({
      asked: 'tickets that changed in the year 2099 or later',
      found: 1,
    });
  });

  it('has lost a ticket that went to another organization', async () => {
    const desk = emptyZammad();
    const ticket = open(desk, 1, july);
    expect(await read(desk, '1')).not.toBe('gone');
    ticket['organization_id'] = 8;
    expect(await read(desk, '1')).toBe('gone');
    expect(await read(desk, 'INC-1')).toBe('gone');
  });

  it('without a state that the agreement names cannot be asked which tickets are open', async () => {
    const { spec, context } = reach(await httpServer(answering(emptyZammad())), {
      statuses: { resolved: ['gelöst'] },
    });
    await expect(Array.fromAsync(zammad.lookup.open(spec, context))).rejects.toThrow(
      'has no state "gelöst", which statuses.resolved names',
    );
  });
});

describe('who writes in a Zammad', () => {
  it.each([
    ['an agent by mail', {}, 'supplier', false],
    ['an agent on the phone', { type: 'phone' }, 'supplier', false],
    ['an agent who is away', { preferences: { 'is-auto-response': true } }, 'supplier', true],
    ['an agent who is not named', { created_by_id: 6 }, 'reporter', false],
    ['somebody for a named agent', { created_by_id: 6, origin_by_id: 5 }, 'supplier', false],
    ['a customer', { sender: 'Customer', type: 'web', created_by_id: 90 }, 'reporter', false],
    ['a customer by a note', { sender: 'Customer', type: 'note', created_by_id: 90 }, 'reporter', false],
    ['a customer with the id of an agent', { sender: 'Customer' }, 'reporter', false],
    ['a trigger', { sender: 'System', created_by_id: 1 }, 'bot', true],
    ['the scheduler as an agent', { created_by_id: 1 }, 'bot', true],
    ['a named bot', { created_by_id: 9 }, 'bot', true],
  ])('%s', async (_title, parts, actor, autoSubmitted) => {
    const told = await reaction(parts, { supplier: { users: [5] }, bots: [9] });
    expect(told).toEqual({ ticket: '1', at: after(minute), type: 'public-reply', actor, autoSubmitted });
  });

  it('every agent, where none is named', async () => {
    expect(await reaction({ created_by_id: 6 })).toMatchObject({ actor: 'supplier' });
  });

  it.each([
    ['inside', { internal: true }],
    ['a note, though customers may see it', { type: 'note' }],
  ])('answers nobody by what is %s', async (_title, parts) => {
    expect(await reaction(parts)).toMatchObject({ type: 'note' });
  });

  it('the first answer, where a ticket was opened without an article', async () => {
    const desk = emptyZammad();
    open(desk, 1, july);
    desk.articles.length = 0;
    write(desk, 1, after(11_000));
    expect(await eventsOf(desk)).toMatchObject([{ type: 'opened' }, { type: 'public-reply' }]);
  });
});

describe('what happened to a ticket of a Zammad', () => {
  it('before a merge stays where it happened, as does what the notice of the merge says', async () => {
    const desk = emptyZammad();
    open(desk, 1, july);
    open(desk, 2, after(1));
    write(desk, 1, after(minute));
    merge(desk, 1, 2, after(2 * minute));
    write(desk, 2, after(3 * minute));
    const reply = { type: 'public-reply', actor: 'supplier', autoSubmitted: false };
    expect(await read(desk, '1')).toMatchObject({
      events: [
        { ticket: '1', at: july, type: 'opened' },
        { ticket: '1', at: after(minute), ...reply },
        { ticket: '1', at: after(2 * minute), type: 'merged-into', into: '2' },
      ],
    });
    expect(await read(desk, '2')).toMatchObject({
      events: [
        { ticket: '2', at: after(1), type: 'opened' },
        { ticket: '2', at: after(3 * minute), ...reply },
      ],
    });
  });

  it('may have begun with a wait, and end one by resolving it', async () => {
    const desk = emptyZammad();
    open(desk, 1, july, { state: 'pending reminder' });
    change(desk, 1, after(minute), 'state', 'closed');
    change(desk, 1, after(2 * minute), 'state', 'pending reminder');
    expect((await eventsOf(desk)).map(({ at, type }) => [at - july, type])).toEqual([
      [0, 'opened'],
      [0, 'waiting-on-reporter'],
      [minute, 'resolved'],
      [2 * minute, 'reopened'],
      [2 * minute, 'waiting-on-reporter'],
    ]);
  });

  it('is no change where two values stand for one severity, or where an article has a field of that name', async () => {
    const desk = emptyZammad();
    open(desk, 1, july, { type: 'S1' });
    change(desk, 1, after(minute), 'type', 'urgent');
    const article = { object: 'Ticket::Article', type: 'updated', o_id: 1, attribute: 'type' };
    const values = { value_from: 'email', value_to: 'note' };
    desk.history.get(1)?.push({ at: after(2 * minute), ...article, ...values });
    const severity = { field: 'type', map: { S1: 1, urgent: 1 } };
    expect(await eventsOf(desk, { severity })).toEqual([
      { ticket: '1', at: july, type: 'opened', severity: 1 },
    ]);
  });

  it('at the instant of its opening is how it was opened', async () => {
    const desk = emptyZammad();
    open(desk, 1, july);
    change(desk, 1, july, 'priority', 'p1');
    change(desk, 1, july, 'state', 'pending reminder');
    change(desk, 1, after(minute), 'priority', 'p2');
    expect(await eventsOf(desk)).toEqual([
      { ticket: '1', at: july, type: 'opened', severity: 1 },
      { ticket: '1', at: july, type: 'waiting-on-reporter' },
      { ticket: '1', at: after(minute), type: 'severity-changed', severity: 2 },
    ]);
  });

  it('goes by a field of its own, which may be empty at first', async () => {
    const desk = emptyZammad();
    open(desk, 1, july, { sla: '' });
    change(desk, 1, after(minute), 'sla', 'S1');
    change(desk, 1, after(2 * minute), 'priority', 'p1');
    const severity = { field: 'sla', map: { S1: 1, S3: 3 } };
    expect(await eventsOf(desk, { severity })).toEqual([
      { ticket: '1', at: july, type: 'opened', severity: 3 },
      { ticket: '1', at: after(minute), type: 'severity-changed', severity: 1 },
    ]);
  });

  it('cannot be told where its severity is not mapped, and the value is not quoted', async () => {
    const desk = emptyZammad();
    open(desk, 1, july, { priority: 'canary' });
    await expect(eventsOf(desk)).rejects.toThrow(
      'ticket 1 has a value in priority that severity.map does not',
    );
    await expect(eventsOf(desk)).rejects.not.toThrow('canary');
  });

  it('is quoted in no event, no cursor and no error', async () => {
    const desk = zammadWith(events);
    expect(JSON.stringify(await poll(await httpServer(answering(desk))))).not.toContain('canary');
    write(desk, 1, after(40), { internal: 'canary' });
    await expect(eventsOf(desk)).rejects.toThrow('is not as Zammad documents it: ');
    await expect(eventsOf(desk)).rejects.not.toThrow('canary');
  });
});

describe('what a Zammad says of its own clocks', () => {
  const now = july + 60 * minute;
  const iso = (at: number) => new Date(at).toISOString();
  const base = { ticket: '1', readAt: now };

  it.each([
    ['runs', { first_response_escalation_at: iso(now + 1) }, ['first-response', 'running', now + 1]],
    ['falls due now', { update_escalation_at: iso(now) }, ['update', 'running', now]],
    ['has escalated', { close_escalation_at: iso(now - 1) }, ['resolution', 'missed', now - 1]],
    ['was met', { first_response_diff_in_min: 0 }, ['first-response', 'met', null]],
    ['was missed', { close_diff_in_min: -3 }, ['resolution', 'missed', null]],
  ] as const)('is kept where one %s', async (_title, parts, [kind, state, dueAt]) => {
    const desk = { ...emptyZammad(), now };
    open(desk, 1, july, parts);
    const opinions = [{ ...base, kind, state, dueAt }];
    expect((await poll(await httpServer(answering(desk))))[0]?.opinions).toEqual(opinions);
    expect(await read(desk, '1')).toMatchObject({ opinions });
  });

  it('is nothing where it has no SLA', async () => {
    const desk = emptyZammad();
    open(desk, 1, july);
    expect(await poll(await httpServer(answering(desk)))).toSatisfy((pages: object[]) =>
      pages.every((page) => !('opinions' in page)),
    );
  });
});

describe('the spec of a zammad source', () => {
  it.each([
    [
      'a field that is none',
      { severity: { field: 'a b', map: { x: 1 } } },
      'the field is priority, or as the desk',
    ],
    ['an empty map', { severity: { map: {} } }, 'map has the severity of at least one value'],
    ['nobody who answers', { supplier: { users: [] } }, 'users are ids'],
    [
      'a state that is both',
      { statuses: { waiting: ['closed'] } },
      'a status waits or is resolved, not both',
    ],
  ])('refuses %s', (_title, terms, rule) => {
    const { error } = zammad.spec.safeParse({ ...specFor('https://zammad.example.com'), ...terms });
    expect(error?.issues.map(({ message }) => message).join()).toContain(rule);
  });
});
