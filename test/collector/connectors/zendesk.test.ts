import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { zendesk } from '@upheld/collector/connectors/zendesk';
import { Secret } from '@upheld/collector/secrets';
import { connectorContext, connectorContract, pagesOf } from '../../contracts/connector.ts';
import { httpServer, oneSecret } from '../egress/servers.ts';
import { canary, people, zendeskDesk, type Deed, type ZendeskDesk } from './zendesk-desk.ts';

const spec = {
  auth: { type: 'basic', username: 'ina@acme.example/token', password: { env: 'ZENDESK_TOKEN' } },
  severity: { by: 'priority', map: { urgent: 1, high: 2, normal: 3, low: 4 }, otherwise: 4 },
  bots: [people.bot],
};

const t0 = Date.UTC(2026, 6, 1, 9);
const at = (seconds: number) => t0 + seconds * 1_000;
const reply = (ticket: string, seconds: number, actor: 'supplier' | 'reporter' | 'bot'): TicketEvent => ({
  ...{ ticket, at: at(seconds), type: 'public-reply', actor, autoSubmitted: actor === 'bot' },
});

const toldByAnyZendesk: TicketEvent[] = [
  { ticket: '1', at: at(0), type: 'opened', severity: 1 },
  reply('1', 1, 'bot'),
  reply('1', 2, 'supplier'),
  { ticket: '1', at: at(3), type: 'severity-changed', severity: 3 },
  { ticket: '1', at: at(4), type: 'waiting-on-reporter' },
  { ticket: '2', at: at(4), type: 'opened', severity: 2 },
  { ticket: '2', at: at(5), type: 'note' },
  { ticket: '3', at: at(5), type: 'opened', severity: 4 },
  reply('3', 6, 'reporter'),
  { ticket: '4', at: at(60), type: 'opened', severity: 4 },
  { ticket: '4', at: at(61), type: 'resolved' },
  { ticket: '5', at: at(62), type: 'opened', severity: 3 },
  { ticket: '5', at: at(63), type: 'merged-into', into: '1' },
];

const priorities = ['urgent', 'high', 'normal', 'low'] as const;
const merge = (into: number): Deed => ({
  status: 'closed',
  via: { channel: 'merge', source: { rel: null, from: {}, to: { ticket_id: into } } },
});

/** What somebody did for the desk to tell that event. */
function enact(desk: ZendeskDesk, event: TicketEvent): void {
  const [id, by] = [Number(event.ticket), 'actor' in event ? people[event.actor] : people.supplier];
  const priority = 'severity' in event ? priorities[event.severity - 1] : undefined;
  const severity = priority === undefined ? {} : { priority };
  if (event.type === 'opened') desk.open(id, event.at, severity);
  else if (event.type === 'severity-changed') desk.act(id, event.at, severity);
  else if (event.type === 'public-reply') desk.act(id, event.at, { by, comment: 'public' });
  else if (event.type === 'note') desk.act(id, event.at, { by, comment: 'private' });
  else if (event.type === 'merged-into') desk.act(id, event.at, merge(Number(event.into)));
  else desk.act(id, event.at, { status: event.type === 'resolved' ? 'solved' : 'pending' });
}

connectorContract({
  kind: zendesk,
  specFor: (url) => ({ ...spec, url, timeout: '500ms' }),
  deskOf: (events) => {
    const desk = zendeskDesk({ perPage: 2 });
    for (const event of events) enact(desk, event);
    return desk.listener;
  },
  events: toldByAnyZendesk,
});

async function reach(desk: ZendeskDesk, terms: object = {}, path = '') {
  const { url, port } = await httpServer(desk.listener);
  const context = connectorContext([port], oneSecret(new Secret('key-of-the-tests')));
  return { spec: zendesk.spec.parse({ ...spec, url: url + path, ...terms }), context };
}

async function poll(desk: ZendeskDesk, terms: object = {}, cursor: string | null = null, path = '') {
  const reached = await reach(desk, terms, path);
  return await pagesOf(zendesk, reached.spec, cursor, reached.context);
}

async function eventsOf(desk: ZendeskDesk, terms: object = {}): Promise<TicketEvent[]> {
  return (await poll(desk, terms)).flatMap(({ events }) => events);
}

async function read(desk: ZendeskDesk, ticket: string, terms: object = {}) {
  const reached = await reach(desk, terms);
  return await zendesk.lookup.read(reached.spec, ticket, reached.context);
}

const cursorAfter = async (desk: ZendeskDesk) => (await poll(desk)).at(-1)?.cursor ?? null;

function oneTicket(...deeds: Deed[]): ZendeskDesk {
  const desk = zendeskDesk();
  desk.open(1, at(0));
  for (const [index, deed] of deeds.entries()) desk.act(1, at(index + 1), deed);
  return desk;
}

/** `type` and whatever else is not ticket and instant, of the events behind `opened`. */
async function saidBy(desk: ZendeskDesk, terms: object = {}): Promise<object[]> {
  return (await eventsOf(desk, terms)).slice(1).map(({ ticket, at: when, ...said }) => {
    expect([ticket, when]).toEqual(['1', expect.any(Number)]);
    return said;
  });
}

const repliedBy = (actor: string, autoSubmitted = actor === 'bot') => [
  { type: 'public-reply', actor, autoSubmitted },
];

describe('a public comment of a Zendesk', () => {
  it.each<[string, Deed, string, object?]>([
    ['an agent is the supplier’s', { by: people.supplier }, 'supplier'],
    ['an administrator is the supplier’s', { by: people.colleague }, 'supplier'],
    ['whoever asked for help is the reporter’s', { by: people.reporter }, 'reporter'],
    ['another end user is the reporter’s', { by: people.partner }, 'reporter'],
    ['somebody who is gone is the reporter’s', { by: 999 }, 'reporter'],
    ['a bot that is named is a bot’s', { by: people.bot }, 'bot'],
    ['a trigger is a bot’s', { via: { channel: 'rule', source: { rel: 'trigger' } } }, 'bot'],
    ['a rule that is told by its number is a bot’s', { via: { channel: 8 } }, 'bot'],
    ['the system is a bot’s', { by: -1 }, 'bot'],
    ['an answering bot is a bot’s', { via: { channel: 'answer_bot_api' } }, 'bot'],
    ['its author, not of who sent it', { by: people.supplier, author: people.reporter }, 'reporter'],
    [
      'an agent of another role is the reporter’s where roles are not asked for',
      { by: people.supplier },
      'reporter',
      { supplier: { roles: ['admin'] } },
    ],
    [
      'somebody of the supplier’s organization is the supplier’s',
      { by: people.partner },
      'supplier',
      { supplier: { roles: [], organizations: [20] } },
    ],
    [
      'somebody who is named is the supplier’s',
      { by: people.partner },
      'supplier',
      { supplier: { users: [people.partner] } },
    ],
  ])('of %s', async (_title, deed, actor, terms = {}) => {
    expect(await saidBy(oneTicket({ comment: 'public', ...deed }), terms)).toEqual(repliedBy(actor));
  });

  it('of an agent who asked for help is the reporter’s, until another asks', async () => {
    const desk = zendeskDesk();
    desk.open(1, at(0), { requester: people.supplier });
    desk.act(1, at(1), { by: people.supplier, comment: 'public' });
    desk.act(1, at(2), { requester: people.reporter });
    desk.act(1, at(3), { by: people.supplier, comment: 'public' });
    expect(await saidBy(desk)).toEqual([...repliedBy('reporter'), ...repliedBy('supplier')]);
  });

  it('of who asked is theirs still where an update says nothing of who asks', async () => {
    const desk = zendeskDesk();
    desk.open(1, at(0), { requester: people.supplier });
    desk.act(1, at(1), { strange: { id: 9, type: 'Change', field_name: 'requester_id', value: null } });
    desk.act(1, at(2), { by: people.supplier, comment: 'public' });
    expect(await saidBy(desk)).toEqual(repliedBy('reporter'));
  });

  it('that was generated automatically says so, whoever’s mail program it was', async () => {
    const said = await saidBy(
      oneTicket({ comment: 'public', flags: [2, 4] }, { comment: 'public', flags: [2] }),
    );
    expect(said).toEqual([...repliedBy('supplier', true), ...repliedBy('supplier')]);
  });

  it('that opened the ticket is no reply', async () => {
    expect(await saidBy(oneTicket())).toEqual([]);
  });

  it('was public when it was written, whatever became of it later', async () => {
    const said = await saidBy(oneTicket({ comment: 'private', commentId: 55 }, { madePrivate: 55 }));
    expect(said).toEqual(repliedBy('supplier'));
  });

  it('is written under what its update changes', async () => {
    const said = await saidBy(oneTicket({ comment: 'public', priority: 'urgent', status: 'solved' }));
    expect(said).toEqual([
      ...repliedBy('supplier'),
      { type: 'severity-changed', severity: 1 },
      { type: 'resolved' },
    ]);
  });
});

describe('an update of a Zendesk', () => {
  it('with a private comment is a note, by whomever', async () => {
    expect(await saidBy(oneTicket({ comment: 'private' }))).toEqual([{ type: 'note' }]);
  });

  it('of a kind that is not documented is passed over', async () => {
    expect(await saidBy(oneTicket({ strange: { type: 'SurveyOffered', id: 9, value: 4 } }))).toEqual([]);
  });

  it.each([
    ['waits and goes on', ['pending', 'open'], ['waiting-on-reporter', 'waiting-ended']],
    ['is on hold, which waits for nobody unless the agreement says so', ['hold'], []],
    ['is solved, then closed: once resolved', ['solved', 'closed'], ['resolved']],
    ['is reopened', ['solved', 'open'], ['resolved', 'reopened']],
    ['waits once reopened', ['solved', 'pending'], ['resolved', 'reopened', 'waiting-on-reporter']],
  ])('tells that a ticket %s', async (_title, statuses, types) => {
    const said = await saidBy(oneTicket(...statuses.map((status) => ({ status }))));
    expect(said).toEqual(types.map((type) => ({ type })));
  });

  it('tells custom statuses by their ids, which go before the statuses that they belong to', async () => {
    const desk = oneTicket(
      { customStatus: 31 },
      { customStatus: 32, status: 'pending' },
      { customStatus: 33 },
    );
    const terms = { waiting: [31], resolved: ['solved', 33] };
    expect(await saidBy(desk, terms)).toEqual([
      { type: 'waiting-on-reporter' },
      { type: 'waiting-ended' },
      { type: 'resolved' },
    ]);
  });

  it('of a custom status counts as that, whatever it belongs to', async () => {
    const said = await saidBy(oneTicket({ customStatus: 33, status: 'pending' }), {
      resolved: ['solved', 33],
    });
    expect(said).toEqual([{ type: 'resolved' }]);
  });

  it('at the opening is part of it, a trigger’s too', async () => {
    const desk = zendeskDesk();
    desk.open(1, at(0), {
      priority: null,
      strange: { type: 'Change', field_name: 'priority', value: 'high', id: 8 },
    });
    expect(await eventsOf(desk)).toEqual([{ ticket: '1', at: at(0), type: 'opened', severity: 2 }]);
  });
});

describe('the severity of a ticket', () => {
  const byField = { by: 'custom-field', field: 77, map: { sev_1: 1, sev_2: 2 } };

  it('may stand in a custom field', async () => {
    const desk = oneTicket({ field: 'sev_2', priority: 'low' }, { field: 'sev_1' });
    const events = await eventsOf(desk, { severity: { ...byField, otherwise: 3 } });
    expect(events.map((event) => ('severity' in event ? event.severity : null))).toEqual([3, 2, 1]);
  });

  it('fails the sync where nothing says what it means, and quotes no text of the desk', async () => {
    await expect(poll(oneTicket(), { severity: byField })).rejects.toThrow(
      'ticket 1 has or had no value that',
    );
    const desk = zendeskDesk();
    desk.open(1, at(0), { field: canary });
    await expect(poll(desk, { severity: byField })).rejects.toThrow('ticket 1 has or had a value that');
    await expect(poll(desk, { severity: byField })).rejects.not.toThrow(canary);
  });
});

describe('a merge', () => {
  const into1 = (from: object, to: object): Deed => ({
    status: 'closed',
    comment: 'public',
    via: { channel: 'web', source: { rel: 'merge', from, to } },
  });

  function two(closing: Deed, taking: Deed): ZendeskDesk {
    const desk = zendeskDesk();
    desk.open(1, at(0));
    desk.open(2, at(1));
    desk.act(2, at(2), closing);
    desk.act(1, at(2), taking);
    return desk;
  }

  it('is told by the ticket that is closed: its notice is no reply, its close no resolution', async () => {
    const desk = two(into1({}, { ticket_id: 1 }), {});
    expect((await eventsOf(desk)).filter(({ ticket }) => ticket === '2').slice(1)).toEqual([
      { ticket: '2', at: at(2), type: 'note' },
      { ticket: '2', at: at(2), type: 'merged-into', into: '1' },
    ]);
  });

  it('is told by the ticket that goes on, too, which stays as it was', async () => {
    const taking: Deed = {
      comment: 'public',
      via: { channel: 'merge', source: { rel: null, from: { ticket_ids: [2] }, to: {} } },
    };
    const events = await eventsOf(two(into1({}, {}), taking));
    expect(events.slice(1).filter(({ type }) => type !== 'opened')).toEqual([
      { ticket: '1', at: at(2), type: 'note' },
      { ticket: '2', at: at(2), type: 'merged-into', into: '1' },
      { ticket: '2', at: at(2), type: 'note' },
    ]);
  });

  it.each<[string, Deed]>([
    [
      'by the number of its channel',
      { via: { channel: 19, source: { rel: null, from: {}, to: { ticket_id: 1 } } } },
    ],
    [
      'as coming from the other',
      { via: { channel: 'merge', source: { rel: null, from: { ticket_id: 1 }, to: {} } } },
    ],
    [
      'of the close alone',
      { changedVia: { channel: 'merge', source: { rel: null, from: {}, to: { ticket_id: 1 } } } },
    ],
  ])('may be told %s', async (_title, deed) => {
    const events = await eventsOf(two({ status: 'closed', ...deed }, {}));
    expect(events.filter(({ ticket }) => ticket === '2').slice(1)).toEqual([
      { ticket: '2', at: at(2), type: 'merged-into', into: '1' },
    ]);
  });

  it('into itself is none', async () => {
    const taking: Deed = {
      via: { channel: 'merge', source: { rel: null, from: { ticket_ids: [1] }, to: {} } },
    };
    expect((await eventsOf(two(into1({}, { ticket_id: 2 }), taking))).map(({ type }) => type)).toEqual([
      'opened',
      'opened',
      'note',
    ]);
  });

  it('says nothing of what comes later in the ticket that goes on, even if it names no other', async () => {
    const desk = two(into1({}, { ticket_id: 1 }), { via: { channel: 'merge' } });
    desk.act(1, at(3), { comment: 'public', status: 'solved' });
    const last = (await eventsOf(desk)).filter(({ ticket }) => ticket === '1').slice(1);
    expect(last.map(({ type }) => type)).toEqual(['public-reply', 'resolved']);
  });

  it('ends what its ticket tells: what it is changed to later is not the other’s', async () => {
    const desk = two(into1({}, { ticket_id: 1 }), {});
    desk.act(2, at(3), { field: 'x', priority: 'urgent' });
    expect((await eventsOf(desk)).filter(({ ticket }) => ticket === '2').at(-1)?.type).toBe('merged-into');
  });
});

describe('the export of a Zendesk', () => {
  it('hides the last minute, which the next synchronisation tells', async () => {
    let now = at(30);
    const desk = zendeskDesk({ now: () => now });
    desk.open(1, at(-90));
    desk.open(2, at(0));
    const context = async (cursor: string | null) => {
      const reached = await reach(desk);
      return await pagesOf(zendesk, reached.spec, cursor, { ...reached.context, from: at(-3600) });
    };
    const pages = await context(null);
    expect(pages.flatMap(({ events }) => events).map(({ ticket }) => ticket)).toEqual(['1']);
    now = at(61);
    const later = await context(pages.at(-1)?.cursor ?? null);
    expect(later.flatMap(({ events }) => events).map(({ ticket }) => ticket)).toEqual(['2']);
  });

  it('begins with the agreement', async () => {
    const desk = oneTicket();
    await poll(desk);
    expect(desk.asked[0]?.searchParams.get('start_time')).toBe(String(t0 / 1_000));
  });

  it('tells a ticket whole again that was changed', async () => {
    const desk = oneTicket();
    const cursor = await cursorAfter(desk);
    desk.act(1, at(9), { comment: 'public' });
    const told = (await poll(desk, {}, cursor)).flatMap(({ events }) => events);
    expect(told.map(({ type }) => type)).toEqual(['opened', 'public-reply']);
  });

  it('tells a ticket that it rewrote although it looks older than the cursor', async () => {
    const desk = oneTicket();
    desk.open(2, at(5));
    const cursor = await cursorAfter(desk);
    desk.rewrite(1, at(900));
    const told = (await poll(desk, {}, cursor)).flatMap(({ events }) => events);
    expect(told.map(({ ticket }) => ticket)).toEqual(['1']);
  });

  it('brings back tickets that were closed before the agreement began, which are not read', async () => {
    const desk = zendeskDesk();
    desk.open(1, at(-900), { status: 'closed' });
    desk.open(2, at(-900), { status: 'pending' });
    desk.rewrite(1, at(5));
    desk.rewrite(2, at(5));
    expect((await eventsOf(desk)).map(({ ticket, type }) => [ticket, type])).toEqual([
      ['2', 'opened'],
      ['2', 'waiting-on-reporter'],
    ]);
  });

  it('is read once for each ticket where it repeats rows', async () => {
    const desk = zendeskDesk({ repeats: true });
    desk.open(1, at(0));
    desk.open(2, at(1));
    expect((await eventsOf(desk)).map(({ ticket }) => ticket)).toEqual(['1', '2']);
  });

  it('is gone on with in the midst of a page, where tickets may have changed meanwhile', async () => {
    const desk = zendeskDesk();
    for (const id of [1, 2, 3]) desk.open(id, at(id));
    const [, second] = await poll(desk);
    desk.act(1, at(9), { status: 'open' });
    const told = (await poll(desk, {}, second?.cursor ?? null)).flatMap(({ events }) => events);
    expect(told.map(({ ticket }) => ticket)).toEqual(['3', '1']);
  });

  it('is begun again a little before where it stood, once its cursor is not accepted any more', async () => {
    let forgets = false;
    const desk = zendeskDesk({ forgets: () => forgets });
    desk.open(1, at(0));
    desk.open(2, at(300));
    const cursor = await cursorAfter(desk);
    forgets = true;
    desk.open(3, at(301));
    const pages = await poll(desk, {}, cursor);
    expect(pages.flatMap(({ events }) => events).map(({ ticket }) => ticket)).toEqual(['2', '3']);
    expect(
      desk.asked.some(({ searchParams }) => searchParams.get('start_time') === String(at(180) / 1_000)),
    ).toBe(true);
    forgets = false;
    expect(await poll(desk, {}, pages.at(-1)?.cursor ?? null)).toEqual([
      { events: [], cursor: pages.at(-1)?.cursor },
    ]);
  });

  it('begins anew with a cursor of another kind', async () => {
    const told = (await poll(oneTicket(), {}, 'since-2026')).flatMap(({ events }) => events);
    expect(told.map(({ type }) => type)).toEqual(['opened']);
  });

  it('shows tickets that were deleted, and when at the latest', async () => {
    const desk = oneTicket();
    desk.remove(1, at(500));
    expect(await eventsOf(desk)).toEqual([
      { ticket: '1', at: at(500), observedAfter: at(0) - 1, type: 'deleted' },
    ]);
  });

  it('holds other customers’ tickets, too, whose histories are not asked for', async () => {
    const desk = zendeskDesk();
    desk.open(1, at(0), { organization: 20, tags: ['acme'] });
    desk.open(2, at(1), { organization: 10, tags: ['acme'] });
    desk.open(3, at(2), { organization: 10 });
    desk.open(4, at(3), { organization: 20 });
    desk.remove(4, at(9));
    const only = { organizations: [10, 11], tags: ['acme', 'other'], brands: [3] };
    expect((await eventsOf(desk, { only })).map(({ ticket }) => ticket)).toEqual(['2']);
    expect(await eventsOf(desk, { only: { brands: [4] } })).toEqual([]);
    const read = desk.asked.map(({ pathname }) => pathname).filter((path) => path.endsWith('/audits'));
    expect(read).toEqual(['/api/v2/tickets/2/audits']);
  });

  it('does not stop at a ticket that was deleted while it was read', async () => {
    const desk = zendeskDesk();
    desk.open(1, at(0));
    desk.open(2, at(1));
    const { url, port } = await httpServer((request, response) => {
      if (request.url?.includes('/audits') === true && request.url.includes('/1/')) desk.remove(1, at(99));
      desk.listener(request, response);
    });
    const context = connectorContext([port], oneSecret(new Secret('key-of-the-tests')));
    const pages = await pagesOf(zendesk, { ...spec, url }, null, context);
    const told = pages.flatMap(({ events }) => events).map(({ ticket }) => ticket);
    expect(told).toEqual(['2']);
  });
});

describe('a single ticket of a Zendesk', () => {
  it('is gone where it is another customer’s, or has an id that Zendesk does not give', async () => {
    const desk = oneTicket();
    expect(await read(desk, '1', { only: { organizations: [11] } })).toBe('gone');
    expect(await read(desk, '2')).toBe('gone');
    const asked = desk.asked.length;
    expect(await read(desk, '1/../2')).toBe('gone');
    expect(desk.asked).toHaveLength(asked);
  });

  it('is gone where Zendesk shows it as deleted', async () => {
    const desk = zendeskDesk({ showsGone: true });
    desk.open(1, at(0));
    desk.remove(1, at(9));
    expect(await read(desk, '1')).toBe('gone');
  });

  it('is not gone where Zendesk takes us for a stranger', async () => {
    const { url, port } = await httpServer((request, response) => {
      const isCaller = request.url?.endsWith('/users/me') === true;
      response.writeHead(isCaller ? 200 : 404).end(JSON.stringify({ user: { id: null } }));
    });
    const context = connectorContext([port], oneSecret(new Secret('key-of-the-tests')));
    const told = zendesk.lookup.read(zendesk.spec.parse({ ...spec, url }), '1', context);
    await expect(told).rejects.toThrow('the desk does not know the credentials');
  });

  it('is not gone where the credentials are not accepted any more', async () => {
    await expect(read(zendeskDesk({ key: 'another' }), '1')).rejects.toThrow('status 401');
  });

  it('is open unless it is resolved, as the agreement has it', async () => {
    const desk = zendeskDesk({ perPage: 2 });
    desk.open(1, at(0));
    desk.open(2, at(1), { status: 'solved' });
    desk.open(3, at(2), { customStatus: 33, status: 'open' });
    desk.open(4, at(3), { organization: 20 });
    desk.open(5, at(4), { status: 'hold' });
    const terms = { only: { organizations: [10] }, resolved: ['solved', 'closed', 33] };
    const reached = await reach(desk, terms);
    const open = await Array.fromAsync(zendesk.lookup.open(reached.spec, reached.context));
    expect(open.flat()).toEqual(['1', '5']);
  });

  it('looks nobody up whose side is told without, and each of the others once', async () => {
    const desk = oneTicket(
      { by: people.reporter, comment: 'public' },
      { by: people.bot, comment: 'public' },
      { by: people.supplier, comment: 'public' },
      { by: people.supplier, comment: 'public' },
      { by: people.partner, comment: 'private' },
      { by: 999, comment: 'public' },
    );
    desk.open(2, at(20));
    desk.act(2, at(21), { by: 999, comment: 'public' });
    desk.act(2, at(22), { by: people.colleague, comment: 'public' });
    await poll(desk);
    const looked = desk.asked.filter(({ pathname }) => pathname.endsWith('/show_many'));
    expect(looked.map(({ searchParams }) => searchParams.get('ids'))).toEqual(['501,999', '502']);
  });
});

describe('what Zendesk says of its own clocks', () => {
  const readAt = Math.floor(Date.UTC(2026, 6, 2) / 1_000) * 1_000;
  const metric = (type: string, seconds: number, more: object = {}) => ({
    ...{
      id: 1,
      ticket_id: 1,
      metric: 'any',
      instance_id: 1,
      type,
      time: new Date(at(seconds)).toISOString(),
    },
    ...more,
  });
  const targeted = [metric('activate', 0), metric('apply_sla', 0, { sla: { target: 60 } })];
  const opinionsOf = async (metrics: unknown) => {
    const desk = zendeskDesk({ now: () => readAt });
    desk.open(1, at(0));
    desk.measure(1, metrics);
    const told = await read(desk, '1');
    return told === 'gone' ? told : told.opinions;
  };
  const clock = { ticket: '1', readAt };

  it.each<[string, object[], object]>([
    ['runs', [], { state: 'running', dueAt: null }],
    [
      'runs again, told in another order',
      [metric('activate', 6), metric('pause', 5)],
      { state: 'running', dueAt: null },
    ],
    ['stands still', [metric('pause', 5)], { state: 'paused', dueAt: null }],
    ['runs again', [metric('pause', 5), metric('activate', 6)], { state: 'running', dueAt: null }],
    ['is met', [metric('fulfill', 5), metric('update_status', 5)], { state: 'met', dueAt: null }],
    ['is missed', [metric('breach', 60), metric('fulfill', 65)], { state: 'missed', dueAt: at(60) }],
    [
      'is met where the breach was taken back',
      [metric('breach', 60, { deleted: true }), metric('fulfill', 65)],
      { state: 'met', dueAt: null },
    ],
    [
      'runs until a breach that lies ahead',
      [metric('breach', 86_400)],
      { state: 'running', dueAt: at(86_400) },
    ],
  ])('is kept as it is: a clock that %s', async (_title, events, said) => {
    const opinions = await opinionsOf({ reply_time: [...targeted, ...events] });
    expect(opinions).toEqual([{ ...clock, kind: 'first-response', ...said }]);
  });

  it('is nothing of clocks that have no target, and of replies after the first', async () => {
    const later = targeted.map((event) => ({ ...event, instance_id: 2 }));
    expect(await opinionsOf({ reply_time: [metric('activate', 0), ...later] })).toEqual([]);
  });

  it('is of a resolution the first one, whatever a ticket that is opened again comes to', async () => {
    const again = [metric('fulfill', 9), metric('activate', 20), metric('breach', 90)];
    const second = targeted.map((event) => ({ ...event, instance_id: 2 }));
    expect(await opinionsOf({ resolution_time: [...second, ...targeted, ...again] })).toEqual([
      { ...clock, kind: 'resolution', state: 'met', dueAt: null },
    ]);
  });

  it('is of updates the last one, and of the resolution the first metric that has a target', async () => {
    const second = targeted.map((event) => ({ ...event, instance_id: 2 }));
    const opinions = await opinionsOf({
      pausable_update_time: [...second, ...targeted, metric('fulfill', 9)],
      agent_work_time: [...targeted, metric('pause', 9)],
      requester_wait_time: [...targeted, metric('fulfill', 9)],
      resolution_time: [metric('activate', 0)],
    });
    expect(opinions).toEqual([
      { ...clock, kind: 'update', state: 'running', dueAt: null },
      { ...clock, kind: 'resolution', state: 'met', dueAt: null },
    ]);
  });

  it.each([[undefined], [null], [[]], [{ reply_time: [{ type: 'breach' }] }]])(
    'is nothing where it is not as documented, and facts stand: %j',
    async (metrics) => {
      expect(await opinionsOf(metrics)).toEqual([]);
    },
  );
});

describe('a spec of zendesk', () => {
  it.each([
    [{ severity: { by: 'custom-field', map: { s1: 1 } } }, 'severity.field'],
    [{ severity: { by: 'priority', map: {} } }, 'severity.map'],
    [{ waiting: ['solved'] }, 'waiting'],
    [{ waiting: ['Pending'] }, 'waiting.0'],
    [{ resolved: [] }, 'resolved'],
    [{ only: { organizations: [] } }, 'only.organizations'],
    [{ only: { tags: ['two words'] } }, 'only.tags.0'],
    [{ supplier: { roles: ['end-user'] } }, 'supplier.roles.0'],
  ])('is refused: %j', (terms, path) => {
    const read = zendesk.spec.safeParse({ ...spec, url: 'https://acme.zendesk.com', ...terms });
    expect(read.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
    expect(read.error?.issues[0]?.message).toMatch(/, such as /);
  });

  it('reads a Zendesk behind a path', async () => {
    const told = (await poll(oneTicket(), {}, null, '/desk/')).flatMap(({ events }) => events);
    expect(told).toHaveLength(1);
  });

  it('finds nothing in the future, and tells where a search finds something there', async () => {
    const found = async (isDeaf: boolean) => {
      const desk = zendeskDesk({ isDeaf });
      desk.open(1, at(0));
      const reached = await reach(desk);
      return (await zendesk.control(reached.spec, reached.context)).found;
    };
    expect([await found(false), await found(true)]).toEqual([0, 1]);
  });

  it('lets nothing through that people wrote, or are called', async () => {
    const desk = oneTicket({ comment: 'public' }, { comment: 'private', by: people.partner, flags: [4] });
    expect(JSON.stringify(await poll(desk))).not.toContain(canary);
  });
});
