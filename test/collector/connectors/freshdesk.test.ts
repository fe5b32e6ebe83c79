import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { freshdesk } from '@upheld/collector/connectors/freshdesk';
import { Secret } from '@upheld/collector/secrets';
import { connectorContext, connectorContract, pagesOf } from '../../contracts/connector.ts';
import { httpServer, oneSecret, type Running } from '../egress/servers.ts';
import { answering, emptyFreshdesk, freshdeskWith, july, open, prioritize } from './freshdesk-desk.ts';
import { turn, write, type Freshdesk } from './freshdesk-desk.ts';

const minute = 60_000;
const after = (minutes: number) => july + minutes * minute;

/** What one reading of a Freshdesk can tell: no changes of severity, and no ends of waits. */
const events: TicketEvent[] = [
  { ticket: '1', at: july, type: 'opened', severity: 1 },
  { ticket: '1', at: after(1), type: 'public-reply', actor: 'bot', autoSubmitted: true },
  { ticket: '1', at: after(2), type: 'public-reply', actor: 'supplier', autoSubmitted: false },
  { ticket: '1', at: after(3), type: 'note' },
  { ticket: '2', at: after(4), type: 'opened', severity: 2 },
  { ticket: '2', at: after(5), type: 'public-reply', actor: 'reporter', autoSubmitted: false },
  { ticket: '2', at: after(6), type: 'waiting-on-reporter' },
  { ticket: '3', at: after(7), type: 'opened', severity: 4 },
  { ticket: '3', at: after(8), type: 'resolved' },
  { ticket: '3', at: after(9), type: 'reopened' },
  { ticket: '4', at: after(10), type: 'opened', severity: 3 },
  { ticket: '4', at: after(11), type: 'resolved' },
];

const specFor = (url: string) => ({
  ...{ url, timeout: '500ms', key: { env: 'KEY' }, company: 7, bots: [9] },
  severity: { map: { 4: 1, 3: 2, 2: 3, 1: 4 } },
});

connectorContract({
  ...{ kind: freshdesk, specFor, events },
  deskOf: (known) => answering(freshdeskWith(known)),
});

function reach(server: Running, terms: object = {}) {
  const spec = freshdesk.spec.parse({ ...specFor(server.url), timeout: '5s', ...terms });
  return { spec, context: connectorContext([server.port], oneSecret(new Secret('canary-key'))) };
}

/** A desk that is polled again and again: each poll goes on behind the one before. */
async function watched(desk: Freshdesk, terms: object = {}) {
  const { spec, context } = reach(await httpServer(answering(desk)), terms);
  let cursor: string | null = null;
  return {
    async poll() {
      const [before, pages] = [cursor, await pagesOf(freshdesk, spec, cursor, context)];
      // What the same cursor gives again is the same.
      expect(await pagesOf(freshdesk, spec, before, context)).toEqual(pages);
      cursor = pages.at(-1)?.cursor ?? null;
      return pages.flatMap((page) => page.events);
    },
    pages: async () => await pagesOf(freshdesk, spec, cursor, context),
    read: async (ticket: string) => await freshdesk.lookup.read(spec, ticket, context),
    control: async () => await freshdesk.control(spec, context),
    open: async () => (await Array.fromAsync(freshdesk.lookup.open(spec, context))).flat(),
  };
}

describe('a Freshdesk', () => {
  it('is asked from when on, by the last change, with stats, and for what was written in each ticket', async () => {
    const desk = emptyFreshdesk();
    open(desk, 1, july);
    const { pages } = await watched(desk);
    await pages();
    expect(desk.asked).toEqual([
      '/api/v2/tickets?updated_since=2026-07-01T09%3A00%3A00Z&order_by=updated_at&order_type=asc' +
        '&company_id=7&include=stats&per_page=100&page=1',
      '/api/v2/tickets/1/conversations?per_page=100&page=1',
    ]);
    expect(new Set(desk.keys)).toEqual(new Set([`Basic ${btoa('canary-key:X')}`]));
  });

  it('slides over more pages than it gives of one question, and over changes in the same second', async () => {
    const desk = emptyFreshdesk();
    for (let id = 1; id <= 450; id += 1) open(desk, id, id <= 150 ? july : after(id));
    const { pages } = await watched(desk);
    const opened = (await pages()).flatMap((page) => page.events).map(({ ticket }) => Number(ticket));
    expect(opened).toEqual(Array.from({ length: 450 }, (_, index) => index + 1));
    const numbers = desk.asked.flatMap((path) => /include=stats.*&page=(\d+)$/.exec(path)?.[1] ?? []);
    expect(numbers).toEqual(['1', '2', '1', '1', '1']);
  }, 20_000);

  it('with more changes in one second than it gives pages of is not read past them', async () => {
    const desk = emptyFreshdesk();
    for (let id = 1; id <= 100; id += 1) open(desk, id, july, { group_id: 3 });
    let asked = 0;
    const endless = await httpServer((request, response) => {
      asked += 1;
      request.url = request.url?.replace(/&page=\d+$/, '&page=1');
      answering(desk)(request, response);
    });
    const { spec, context } = reach(endless, { group: 2, timeout: '20s' });
    await expect(pagesOf(freshdesk, spec, null, context)).rejects.toThrow('no more than 300 pages of one');
    expect(asked).toBe(300);
  }, 30_000);

  it('that lists what belongs to others, or was thrown away, has it left out', async () => {
    const desk = emptyFreshdesk();
    open(desk, 1, july, { company_id: 8 });
    open(desk, 2, july, { group_id: 3 });
    open(desk, 3, july, { spam: true });
    const deaf = await httpServer((request, response) => {
      request.url = request.url?.replace('company_id=7&', '');
      answering(desk)(request, response);
    });
    const { spec, context } = reach(deaf, { group: 2 });
    expect(await pagesOf(freshdesk, spec, null, context)).toMatchObject([{ events: [] }]);
    for (const ticket of ['1', '2', '3', 'x']) {
      expect(await freshdesk.lookup.read(spec, ticket, context)).toBe('gone');
    }
  });

  it('that ignores from when on is not trusted, and does not stand the negative control', async () => {
    const desk = emptyFreshdesk();
    open(desk, 1, july - 1_000, { openedAt: Date.UTC(2026, 8, 20) });
    const deaf = await httpServer((request, response) => {
      request.url = request.url?.replace('updated_since', 'updatedSince');
      answering(desk)(request, response);
    });
    const { spec, context } = reach(deaf);
    await expect(pagesOf(freshdesk, spec, null, context)).rejects.toThrow('does not list tickets from the');
    expect(await freshdesk.control(spec, context)).toMatchObject({ found: 1 });
  });

  it('has lost a ticket that was deleted, though it can still be read', async () => {
    const desk = emptyFreshdesk();
    const ticket = open(desk, 1, july);
    const { read, open: left } = await watched(desk);
    expect(await left()).toEqual(['1']);
    ticket['deleted'] = true;
    expect(await read('1')).toBe('gone');
    expect(await left()).toEqual([]);
  });

  it('is quoted in no event, no cursor and no error', async () => {
    const desk = freshdeskWith(events);
    const { pages } = await watched(desk);
    expect(JSON.stringify(await pages())).not.toContain('canary');
    for (const ticket of desk.tickets) write(ticket, after(20), { private: 'canary' });
    await expect(pages()).rejects.toThrow('is not as Freshdesk documents it: ');
    await expect(pages()).rejects.not.toThrow('canary');
  });
});

describe('what changes in a Freshdesk between two polls', () => {
  it('is a severity seen at the last change, after what was known before', async () => {
    const desk = emptyFreshdesk();
    const ticket = open(desk, 1, july);
    const { poll } = await watched(desk);
    expect(await poll()).toEqual([{ ticket: '1', at: july, type: 'opened', severity: 3 }]);
    prioritize(ticket, after(30), 4);
    write(ticket, after(40));
    expect(await poll()).toEqual([
      { ticket: '1', at: after(40), type: 'public-reply', actor: 'supplier', autoSubmitted: false },
      { ticket: '1', at: after(40), observedAfter: july, type: 'severity-changed', severity: 1 },
    ]);
    write(ticket, after(50), { private: true });
    // The reply stands within the overlap; the severity is known.
    expect((await poll()).map(({ at, type }) => [at, type])).toEqual([
      [after(40), 'public-reply'],
      [after(50), 'note'],
    ]);
  });

  it('happened after everything that the poll before has read, less its overlap', async () => {
    const desk = emptyFreshdesk();
    const ticket = open(desk, 1, july);
    open(desk, 2, after(10));
    const { poll } = await watched(desk);
    await poll();
    prioritize(ticket, after(30), 4);
    expect(await poll()).toEqual([
      { ticket: '1', at: after(30), observedAfter: after(10) - 5_000, type: 'severity-changed', severity: 1 },
    ]);
  });

  it('is the exact end of a wait, as Freshdesk keeps since when a ticket has its status', async () => {
    const desk = emptyFreshdesk();
    const ticket = open(desk, 1, july);
    const { poll } = await watched(desk);
    turn(ticket, after(10), 3);
    expect((await poll())[1]).toEqual({ ticket: '1', at: after(10), type: 'waiting-on-reporter' });
    turn(ticket, after(20), 2);
    write(ticket, after(25), { private: true });
    expect(await poll()).toEqual([
      { ticket: '1', at: after(20), type: 'waiting-ended' },
      { ticket: '1', at: after(25), type: 'note' },
    ]);
  });

  it('is an exact wait too where Freshdesk keeps only since when a ticket is pending', async () => {
    const desk = emptyFreshdesk();
    const stats = { pending_since: after(10) };
    open(desk, 1, july, { stats, status: 3, updatedAt: after(20) });
    const { poll } = await watched(desk);
    expect((await poll())[1]).toEqual({ ticket: '1', at: after(10), type: 'waiting-on-reporter' });
  });

  it('is an observed wait where Freshdesk keeps no such instant', async () => {
    const desk = emptyFreshdesk();
    const ticket = open(desk, 1, july, { stats: {} });
    const { poll } = await watched(desk);
    await poll();
    Object.assign(ticket, { status: 6, updatedAt: after(10) });
    expect(await poll()).toEqual([
      { ticket: '1', at: after(10), observedAfter: july, type: 'waiting-on-reporter' },
    ]);
  });

  it('may be a wait that was interrupted unseen', async () => {
    const desk = emptyFreshdesk();
    const ticket = open(desk, 1, july);
    const { poll } = await watched(desk);
    turn(ticket, after(10), 3);
    await poll();
    turn(ticket, after(20), 2);
    turn(ticket, after(30), 3);
    expect(await poll()).toEqual([
      { ticket: '1', at: after(30), observedAfter: after(10), type: 'waiting-ended' },
      { ticket: '1', at: after(30), type: 'waiting-on-reporter' },
    ]);
  });

  it('is a ticket reopened, whose severity is told again because it was forgotten', async () => {
    const desk = emptyFreshdesk();
    const ticket = open(desk, 1, july);
    turn(ticket, after(10), 4);
    const { poll } = await watched(desk);
    await poll();
    turn(ticket, after(20), 2);
    prioritize(ticket, after(21), 3);
    expect(await poll()).toEqual([
      { ticket: '1', at: july, type: 'opened', severity: 2 },
      { ticket: '1', at: after(10), type: 'resolved' },
      { ticket: '1', at: after(20), type: 'reopened' },
      { ticket: '1', at: after(20), type: 'waiting-ended' },
      { ticket: '1', at: after(21), observedAfter: after(10) - 5_000, type: 'severity-changed', severity: 2 },
    ]);
  });

  it('is a new ticket that a hint may have told when it was another', async () => {
    const desk = emptyFreshdesk();
    open(desk, 1, july);
    const { poll, read } = await watched(desk);
    await poll();
    const ticket = open(desk, 2, after(10));
    expect(await read('2')).toMatchObject({ events: [{ type: 'opened', severity: 3 }] });
    prioritize(ticket, after(11), 4);
    expect(await poll()).toEqual([
      { ticket: '2', at: after(10), type: 'opened', severity: 1 },
      { ticket: '2', at: after(11), observedAfter: after(10), type: 'severity-changed', severity: 1 },
    ]);
  });

  it('within the last minute is read again, also what belonged to others', async () => {
    const desk = { ...emptyFreshdesk(), now: after(1) };
    const ticket = open(desk, 1, july + 30_000, { group_id: 3 });
    const { poll } = await watched(desk, { group: 2 });
    expect(await poll()).toEqual([]);
    ticket['group_id'] = 2;
    expect(await poll()).toMatchObject([{ ticket: '1', type: 'opened' }]);
  });

  it('within the last minute is read again', async () => {
    const desk = { ...emptyFreshdesk(), now: after(1) };
    const ticket = open(desk, 1, july + 30_000);
    const { poll } = await watched(desk);
    await poll();
    prioritize(ticket, july + 30_000, 4);
    const changed = { ticket: '1', type: 'severity-changed' };
    expect(await poll()).toEqual([{ ...changed, at: july + 30_000, severity: 1 }]);
    desk.now = after(5);
    prioritize(ticket, after(2), 4);
    expect(await poll()).toEqual([]);
    prioritize(ticket, after(3), 1);
    expect(await poll()).toEqual([{ ...changed, at: after(3), observedAfter: after(2), severity: 4 }]);
  });
});

describe('what a Freshdesk tells of a ticket', () => {
  const reaction = async (parts: object, terms: object = {}) => {
    const desk = emptyFreshdesk();
    write(open(desk, 1, july), after(1), parts);
    return (await (await watched(desk, terms)).poll())[1];
  };

  it.each([
    ['an agent', {}, 'supplier', false],
    ['an agent by a public note', { source: 2 }, 'supplier', false],
    ['an agent who is not named', { user_id: 6 }, 'reporter', false],
    ['an agent who is away', { auto_response: true }, 'supplier', true],
    ['an automation', { automation_id: 44 }, 'supplier', true],
    ['nobody', { user_id: null }, 'bot', true],
    ['a named bot', { user_id: 9 }, 'bot', true],
    ['whoever writes in', { incoming: true }, 'reporter', false],
    [
      'an account that tells nothing of automation',
      { auto_response: undefined, automation_id: undefined },
      'supplier',
      false,
    ],
  ])('has a reply by %s', async (_title, parts, actor, autoSubmitted) => {
    const told = await reaction(parts, { supplier: { agents: [5] } });
    expect(told).toEqual({ ticket: '1', at: after(1), type: 'public-reply', actor, autoSubmitted });
  });

  it('has a reply by every agent, where none is named', async () => {
    expect(await reaction({ user_id: 6 })).toMatchObject({ actor: 'supplier' });
  });

  it.each([
    ['is private', { private: true }],
    ['is a rating', { source: 6, incoming: true }],
    ['was forwarded elsewhere', { source: 8 }],
  ])('is a note where it %s', async (_title, parts) => {
    expect(await reaction(parts)).toMatchObject({ type: 'note' });
  });

  it.each([
    ['is closed without being resolved', [5], ['resolved', after(10)]],
    ['is closed after it was resolved', [4, 5], ['resolved', after(10)]],
  ])('ends where it %s', async (_title, statuses, [type, at]) => {
    const desk = emptyFreshdesk();
    const ticket = open(desk, 1, july);
    for (const [index, status] of statuses.entries()) turn(ticket, after(10 + index), status);
    expect((await (await watched(desk)).poll()).slice(1)).toEqual([{ ticket: '1', at, type }]);
  });

  it('ends when it is closed, where only that is resolved', async () => {
    const desk = emptyFreshdesk();
    const ticket = open(desk, 1, july);
    turn(ticket, after(10), 4);
    const { poll } = await watched(desk, { statuses: { resolved: [5] } });
    expect((await poll()).slice(1)).toEqual([]);
    turn(ticket, after(20), 5);
    expect(await poll()).toEqual([{ ticket: '1', at: after(20), type: 'resolved' }]);
  });

  it('is open again though Freshdesk keeps when it was resolved, and not when it was reopened', async () => {
    const desk = emptyFreshdesk();
    const stats = { resolved_at: after(10), status_updated_at: after(20) };
    open(desk, 1, july, { stats, updatedAt: after(20) });
    expect((await (await watched(desk)).poll()).slice(1)).toEqual([
      { ticket: '1', at: after(10), type: 'resolved' },
      { ticket: '1', at: after(20), type: 'reopened' },
    ]);
  });

  it('goes by a field of the account, which may be empty', async () => {
    const desk = emptyFreshdesk();
    const ticket = open(desk, 1, july, { custom_fields: { cf_sla: null, cf_text: 'canary' } });
    const { poll } = await watched(desk, { severity: { field: 'cf_sla', map: { S1: 1, S3: 3 } } });
    expect(await poll()).toMatchObject([{ severity: 3 }]);
    Object.assign(ticket, { custom_fields: { cf_sla: 'S1' }, updatedAt: after(5) });
    expect(await poll()).toMatchObject([{ type: 'severity-changed', severity: 1 }]);
    Object.assign(ticket, { custom_fields: { cf_sla: 'canary' }, updatedAt: after(6) });
    await expect(poll()).rejects.toThrow('ticket 1 has a value in cf_sla that severity.map does not name');
  });
});

describe('what a Freshdesk says of its own clocks', () => {
  const now = after(60);
  const iso = (at: number) => new Date(at).toISOString();

  it.each([
    ['runs', { fr_due_by: iso(now) }, {}, ['first-response', 'running', now]],
    ['is over', { fr_due_by: iso(now - 1_000) }, {}, ['first-response', 'missed', now - 1_000]],
    [
      'was met',
      { fr_due_by: iso(after(9)) },
      { first_responded_at: after(9) },
      ['first-response', 'met', after(9)],
    ],
    [
      'was met late',
      { fr_due_by: iso(after(9)) },
      { first_responded_at: after(10) },
      ['first-response', 'missed', after(9)],
    ],
    [
      'was escalated',
      { due_by: iso(after(99)), is_escalated: true },
      {},
      ['resolution', 'missed', after(99)],
    ],
    ['was kept', { due_by: iso(after(9)) }, { resolved_at: after(8) }, ['resolution', 'met', after(9)]],
  ] as const)('is kept where one %s', async (_title, parts, stats, [kind, state, dueAt]) => {
    const desk = { ...emptyFreshdesk(), now };
    open(desk, 1, july, { ...parts, stats });
    const { pages, read } = await watched(desk);
    const opinions = [{ ticket: '1', kind, state, dueAt, readAt: now }];
    expect((await pages())[0]?.opinions).toEqual(opinions);
    expect(await read('1')).toMatchObject({ opinions });
  });
});

describe('the spec of a freshdesk source', () => {
  it.each([
    [
      'a field that is none',
      { severity: { field: 'severity', map: { x: 1 } } },
      'the field is priority, or as the desk',
    ],
    ['nobody who answers', { supplier: { agents: [] } }, 'agents are ids'],
    ['a status that is both', { statuses: { waiting: [4] } }, 'a status waits or is resolved, not both'],
    ['a status in two writings', { statuses: { waiting: ['5'] } }, 'a status waits or is resolved, not both'],
  ])('refuses %s', (_title, terms, rule) => {
    const { error } = freshdesk.spec.safeParse({ ...specFor('https://acme.freshdesk.com'), ...terms });
    expect(error?.issues.map(({ message }) => message).join()).toContain(rule);
  });
});
