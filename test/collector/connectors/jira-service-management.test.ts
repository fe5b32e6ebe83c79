import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { jiraServiceManagement as jira } from '@upheld/collector/connectors/jira-service-management';
import { Secret } from '@upheld/collector/secrets';
import { connectorContext, connectorContract, pagesOf } from '../../contracts/connector.ts';
import { httpServer, oneSecret } from '../egress/servers.ts';
import { canary, jiraDesk, people, type Deed, type JiraDesk, type Status } from './jira-desk.ts';

const spec = {
  auth: { type: 'basic', username: 'ina@acme.example', password: { env: 'JIRA_TOKEN' } },
  project: 'ACME',
  severity: { map: { Highest: 1, High: 2, Medium: 3, Low: 4 } },
  supplier: { accounts: [people.supplier] },
  bots: [people.bot],
  waiting: ['Waiting for customer'],
  resolved: ['Resolved', 'Closed'],
};

const t0 = Date.UTC(2026, 6, 1, 9);
const at = (seconds: number) => t0 + seconds * 1_000;
const reply = (ticket: string, seconds: number, actor: 'supplier' | 'reporter' | 'bot'): TicketEvent => ({
  ...{ ticket, at: at(seconds), type: 'public-reply', actor, autoSubmitted: actor === 'bot' },
});

const toldByAnyJira: TicketEvent[] = [
  { ticket: 'ACME-1', at: at(0), type: 'opened', severity: 1 },
  reply('ACME-1', 0.001, 'bot'),
  reply('ACME-1', 2, 'supplier'),
  { ticket: 'ACME-1', at: at(3), type: 'severity-changed', severity: 3 },
  { ticket: 'ACME-1', at: at(4), type: 'waiting-on-reporter' },
  { ticket: 'ACME-2', at: at(4), type: 'opened', severity: 2 },
  { ticket: 'ACME-2', at: at(5), type: 'note' },
  { ticket: 'ACME-3', at: at(5), type: 'opened', severity: 4 },
  reply('ACME-3', 6, 'reporter'),
  { ticket: 'ACME-4', at: at(60), type: 'opened', severity: 4 },
  { ticket: 'ACME-4', at: at(61), type: 'resolved' },
];

const priorities = ['Highest', 'High', 'Medium', 'Low'] as const;

/** What somebody did for the desk to tell that event. */
function enact(desk: JiraDesk, event: TicketEvent): void {
  const number = Number(event.ticket.replace('ACME-', ''));
  const by = 'actor' in event ? people[event.actor] : people.supplier;
  const priority = 'severity' in event ? priorities[event.severity - 1] : undefined;
  const severity = priority === undefined ? {} : { priority };
  if (event.type === 'opened') desk.open(number, event.at, severity);
  else if (event.type === 'severity-changed') desk.act(number, event.at, severity);
  else if (event.type === 'public-reply') desk.act(number, event.at, { by, comment: 'public' });
  else if (event.type === 'note') desk.act(number, event.at, { by, comment: 'internal' });
  else {
    desk.act(number, event.at, { status: event.type === 'resolved' ? 'Resolved' : 'Waiting for customer' });
  }
}

connectorContract({
  kind: jira,
  specFor: (url) => ({ ...spec, url, timeout: '500ms' }),
  deskOf: (events) => {
    const desk = jiraDesk({ perPage: 2 });
    for (const event of events) enact(desk, event);
    return desk.listener;
  },
  events: toldByAnyJira,
});

async function reach(desk: Pick<JiraDesk, 'listener'>, terms: object = {}, path = '') {
  const { url, port } = await httpServer(desk.listener);
  const context = connectorContext([port], oneSecret(new Secret('key-of-the-tests')));
  return { spec: jira.spec.parse({ ...spec, url: url + path, ...terms }), context };
}

async function poll(
  desk: Pick<JiraDesk, 'listener'>,
  terms: object = {},
  cursor: string | null = null,
  path = '',
) {
  const reached = await reach(desk, terms, path);
  return await pagesOf(jira, reached.spec, cursor, reached.context);
}

async function eventsOf(desk: Pick<JiraDesk, 'listener'>, terms: object = {}, cursor: string | null = null) {
  return (await poll(desk, terms, cursor)).flatMap(({ events }) => events);
}

async function read(desk: JiraDesk, ticket: string, terms: object = {}) {
  const reached = await reach(desk, terms);
  return await jira.lookup.read(reached.spec, ticket, reached.context);
}

function oneIssue(...deeds: Deed[]): JiraDesk {
  const desk = jiraDesk();
  desk.open(1, at(0));
  for (const [index, deed] of deeds.entries()) desk.act(1, at(index + 1), deed);
  return desk;
}

/** `type` and whatever else is not ticket and instant, of the events behind `opened`. */
async function saidBy(desk: JiraDesk, terms: object = {}): Promise<object[]> {
  return (await eventsOf(desk, terms)).slice(1).map(({ ticket, at: when, ...said }) => {
    expect([ticket, when]).toEqual(['ACME-1', expect.any(Number)]);
    return said;
  });
}

const repliedBy = (actor: string) => [{ type: 'public-reply', actor, autoSubmitted: actor === 'bot' }];

describe('a public comment of a Jira', () => {
  const byRole = { supplier: { roles: [10_102] } };
  const byGroup = { supplier: { groups: ['group-1'] } };

  it.each<[string, Deed, string, object?]>([
    ['an account that is named is the supplier’s', { by: people.supplier }, 'supplier'],
    ['an account that is named nowhere is the reporter’s', { by: 'acc-other' }, 'reporter'],
    ['the reporter is the reporter’s', { by: people.reporter }, 'reporter'],
    ['somebody who is gone is the reporter’s', { by: null }, 'reporter'],
    ['an app is a bot’s', { by: people.app }, 'bot'],
    ['a bot that is named is a bot’s', { by: people.bot }, 'bot'],
    ['somebody who acts in the role is the supplier’s', { by: people.supplier }, 'supplier', byRole],
    ['somebody of a group in the role is the supplier’s', { by: people.grouped }, 'supplier', byRole],
    ['somebody of the group is the supplier’s', { by: people.grouped }, 'supplier', byGroup],
    ['somebody who was deactivated is still of the group', { by: 'acc-left' }, 'supplier', byGroup],
    ['somebody of another group is the reporter’s', { by: people.supplier }, 'reporter', byGroup],
    ['a plain Jira is public, too', { comment: 'plain' }, 'supplier'],
  ])('of %s', async (_title, deed, actor, terms = {}) => {
    expect(await saidBy(oneIssue({ comment: 'public', ...deed }), terms)).toEqual(repliedBy(actor));
  });

  it('of a member who asked for help is the reporter’s, while it is they who ask', async () => {
    const desk = jiraDesk();
    desk.open(1, at(0), { reporter: people.grouped });
    desk.act(1, at(1), { by: people.grouped, comment: 'public' });
    desk.act(1, at(2), { reporter: people.reporter });
    desk.act(1, at(3), { by: people.grouped, comment: 'public' });
    expect(await saidBy(desk, byGroup)).toEqual([...repliedBy('reporter'), ...repliedBy('supplier')]);
  });

  it('of an account that is named is the supplier’s, even if it asked', async () => {
    const desk = jiraDesk();
    desk.open(1, at(0), { reporter: people.supplier });
    desk.act(1, at(1), { by: people.supplier, comment: 'public' });
    expect(await saidBy(desk)).toEqual(repliedBy('supplier'));
  });

  it('stands before what its transition changes', async () => {
    const said = await saidBy(oneIssue({ comment: 'public', priority: 'Highest', status: 'Resolved' }));
    const became = [{ type: 'resolved' }, { type: 'severity-changed', severity: 1 }];
    expect(said).toEqual([...repliedBy('supplier'), ...became]);
  });
});

describe('a comment that is', () => {
  it.each(['internal', 'restricted'] as const)('%s is a note, by whomever', async (comment) => {
    expect(await saidBy(oneIssue({ comment }))).toEqual([{ type: 'note' }]);
  });
});

describe('the status of an issue', () => {
  it.each<[string, Status[], string[]]>([
    ['waits and goes on', ['Waiting for customer', 'In progress'], ['waiting-on-reporter', 'waiting-ended']],
    ['is resolved while it waits', ['Waiting for customer', 'Resolved'], ['waiting-on-reporter', 'resolved']],
    ['is resolved, then closed: once resolved', ['Resolved', 'Closed'], ['resolved']],
    ['is reopened', ['Closed', 'Open'], ['resolved', 'reopened']],
    ['changes among open ones', ['In progress', 'Open'], []],
  ])('%s', async (_title, statuses, types) => {
    const said = await saidBy(oneIssue(...statuses.map((status) => ({ status }))));
    expect(said).toEqual(types.map((type) => ({ type })));
  });

  it('is told from the beginning where an issue was opened resolved', async () => {
    const desk = jiraDesk();
    desk.open(1, at(0), { status: 'Closed' });
    expect((await eventsOf(desk)).map(({ type, at: when }) => [type, when])).toEqual([
      ['opened', at(0)],
      ['resolved', at(0)],
    ]);
  });

  it.each([
    ['was called something else then', '5', 'Erledigt'],
    ['is in the project no more', '904', 'Resolved'],
  ])('may be one that %s', async (_title, to, name) => {
    const item = { field: 'status', fieldId: 'status', from: '1', fromString: 'Open', to, toString: name };
    expect(await saidBy(oneIssue({ items: [item] }))).toEqual([{ type: 'resolved' }]);
  });

  it('has to be one of the project, whatever its case', async () => {
    await expect(poll(oneIssue(), { resolved: ['Done'] })).rejects.toThrow(
      'the project has no status "Done", which resolved names',
    );
    const said = await saidBy(oneIssue({ status: 'Resolved' }), { resolved: ['resolved'] });
    expect(said).toEqual([{ type: 'resolved' }]);
  });
});

describe('the severity of an issue', () => {
  const byField = { field: 'customfield_10050', map: { S1: 1, S2: 2 } };

  it('is the one that it was opened with, not the one it has', async () => {
    const events = await eventsOf(oneIssue({ priority: 'High' }, { summary: 'x' }, { priority: 'Highest' }));
    expect(events.map((event) => ('severity' in event ? event.severity : null))).toEqual([3, 2, 1]);
  });

  it('may stand in a custom field', async () => {
    const desk = oneIssue({ field: 'S2', priority: 'Low' }, { field: null }, { field: 's1' });
    const events = await eventsOf(desk, { severity: { ...byField, otherwise: 3 } });
    expect(events.map((event) => ('severity' in event ? event.severity : null))).toEqual([3, 2, 3, 1]);
  });

  it('fails the sync where nothing says what it means, and quotes no text of the desk', async () => {
    await expect(poll(oneIssue(), { severity: byField })).rejects.toThrow(
      'ticket ACME-1 has or had no value that',
    );
    const desk = jiraDesk();
    desk.open(1, at(0), { field: canary });
    await expect(poll(desk, { severity: byField })).rejects.toThrow('ticket ACME-1 has or had a value that');
    await expect(poll(desk, { severity: byField })).rejects.not.toThrow(canary);
  });
});

describe('the search of a Jira', () => {
  const minutes = (count: number) => at(count * 60);
  const searches = (desk: JiraDesk) => desk.asked.filter(({ pathname }) => pathname.endsWith('/search/jql'));

  it('begins with the agreement, asks for what it needs, and for nothing that people wrote', async () => {
    const desk = oneIssue();
    await poll(desk, { only: { field: 'customfield_10002', values: ['Acme'] } });
    const [first] = searches(desk);
    expect(first?.searchParams.get('jql')).toContain(`updated >= ${t0} ORDER`);
    expect(first?.searchParams.get('fields')).toBe(
      'created,updated,status,reporter,project,priority,customfield_10002',
    );
  });

  it('learns of changes late, up to ten minutes and in another order, and nothing is lost', async () => {
    let now = minutes(19);
    const desk = jiraDesk({ now: () => now, lagMs: (number) => (number === 2 ? 540_000 : 0) });
    desk.open(1, minutes(1));
    desk.open(2, minutes(11));
    desk.open(3, minutes(12));
    const pages = await poll(desk);
    expect(pages.flatMap(({ events }) => events).map(({ ticket }) => ticket)).toEqual(['ACME-1', 'ACME-3']);
    now = minutes(21);
    const later = await eventsOf(desk, {}, pages.at(-1)?.cursor ?? null);
    expect(later.map(({ ticket }) => ticket)).toEqual(['ACME-2']);
  });

  it('is given up where it is refused at once', async () => {
    let searched = 0;
    const desk = oneIssue();
    const refusing = poll({
      listener(request, response) {
        if (request.url?.includes('/search/') !== true) return void desk.listener(request, response);
        searched += 1;
        response.writeHead(400).end();
      },
    });
    await expect(refusing).rejects.toThrow('status 400');
    expect(searched).toBe(1);
  });

  it('is not told an issue twice that it lists again', async () => {
    const desk = jiraDesk({ now: () => minutes(5) });
    desk.open(1, minutes(1));
    desk.open(2, minutes(2));
    const pages = await poll(desk);
    expect(await poll(desk, {}, pages.at(-1)?.cursor ?? null)).toEqual([
      { events: [], cursor: pages.at(-1)?.cursor },
    ]);
  });

  it('shows an issue newer than it knows it, which hides nothing behind it', async () => {
    let now = minutes(20);
    const desk = jiraDesk({ now: () => now, lagMs: () => 60_000 });
    desk.open(1, minutes(1));
    desk.open(2, minutes(2));
    desk.act(1, minutes(20), { comment: 'public' });
    const pages = await poll(desk);
    expect(pages.flatMap(({ events }) => events).map(({ ticket }) => ticket)).toEqual([
      'ACME-1',
      'ACME-1',
      'ACME-2',
    ]);
    now = minutes(22);
    expect(await eventsOf(desk, {}, pages[0]?.cursor ?? null)).toMatchObject([{ ticket: 'ACME-2' }]);
  });

  it('tells an issue whole again that was changed', async () => {
    const desk = oneIssue();
    const cursor = (await poll(desk)).at(-1)?.cursor ?? null;
    desk.act(1, at(9), { comment: 'public' });
    expect((await eventsOf(desk, {}, cursor)).map(({ type }) => type)).toEqual(['opened', 'public-reply']);
  });

  it('goes on from where it stood once a token of a page has expired', async () => {
    let refusals = 0;
    const desk = jiraDesk({ perPage: 2, forgets: () => (refusals += 1) === 1 });
    for (const number of [1, 2, 3, 4, 5]) desk.open(number, minutes(number));
    expect((await eventsOf(desk)).map(({ ticket }) => ticket)).toEqual(
      [1, 2, 3, 4, 5].map((one) => `ACME-${one}`),
    );
    expect(searches(desk)[2]?.searchParams.get('jql')).toContain(`updated >= ${minutes(2)} `);
  });

  it.each([
    ['ignores the filter', { isDeaf: true }],
    ['ignores the order', { isUnsorted: true }],
  ])('is not believed where it %s', async (_title, options) => {
    const desk = jiraDesk(options);
    desk.open(1, at(-900));
    desk.open(2, at(1));
    desk.open(3, at(2));
    await expect(poll(desk)).rejects.toThrow('does not list issues from the instant asked for');
  });

  it('finds other customers’ issues, too, whose histories are not asked for', async () => {
    const desk = jiraDesk();
    desk.open(1, at(0), { organizations: ['Other', 'Acme'] });
    desk.open(2, at(1), { organizations: ['Other'] });
    desk.open(3, at(2));
    const only = { field: 'customfield_10002', values: ['Acme'] };
    expect((await eventsOf(desk, { only })).map(({ ticket }) => ticket)).toEqual(['ACME-1']);
    const read = desk.asked.map(({ pathname }) => pathname).filter((path) => path.endsWith('/changelog'));
    expect(read).toEqual(['/rest/api/3/issue/ACME-1/changelog']);
  });

  it('does not stop at an issue that was deleted while it was read', async () => {
    const desk = jiraDesk();
    desk.open(1, at(0));
    desk.open(2, at(1));
    const events = await eventsOf({
      listener(request, response) {
        if (request.url?.includes('/issue/ACME-1') === true) desk.remove(1);
        desk.listener(request, response);
      },
    });
    expect(events.map(({ ticket }) => ticket)).toEqual(['ACME-2']);
  });

  it('begins anew with a cursor of another kind', async () => {
    expect((await eventsOf(oneIssue(), {}, '{"at":"x"}')).map(({ type }) => type)).toEqual(['opened']);
  });

  it('asks first who it is: a stranger is answered, too, and sees less', async () => {
    const desk = jiraDesk({ key: 'another' });
    desk.open(1, at(0));
    await expect(poll(desk)).rejects.toThrow('status 401');
    expect(desk.asked).toHaveLength(1);
    await expect(read(desk, 'ACME-1')).rejects.toThrow('status 401');
  });

  it('asks the project for its words once in ten minutes', async () => {
    let now = minutes(60);
    const desk = jiraDesk({ now: () => now });
    desk.open(1, at(0));
    const reached = await reach(desk);
    const words = () => desk.asked.filter(({ pathname }) => pathname.endsWith('/statuses')).length;
    await Array.fromAsync(jira.poll(reached.spec, null, reached.context));
    await jira.lookup.read(reached.spec, 'ACME-1', reached.context);
    expect(words()).toBe(1);
    now = minutes(71);
    await jira.lookup.read(reached.spec, 'ACME-1', reached.context);
    expect(words()).toBe(2);
  });
});

describe('a single issue of a Jira', () => {
  it('is told whole, over as many pages as its changes and comments take', async () => {
    const desk = jiraDesk({ perPage: 2 });
    desk.open(1, at(0));
    const statuses = ['Resolved', 'Open', 'Closed', 'Open', 'Resolved'] as const;
    for (const [index, status] of statuses.entries()) {
      desk.act(1, at(index + 1), { status, comment: 'public' });
    }
    const told = await read(desk, 'ACME-1');
    expect(told === 'gone' ? told : told.events.map(({ type }) => type)).toEqual([
      ...['opened', 'public-reply', 'resolved', 'public-reply', 'reopened', 'public-reply', 'resolved'],
      ...['public-reply', 'reopened', 'public-reply', 'resolved'],
    ]);
  });

  it('is gone where it was moved, is another customer’s, or has a key that is none', async () => {
    const desk = oneIssue();
    desk.open(2, at(0));
    desk.move(2);
    expect(await read(desk, 'ACME-2')).toBe('gone');
    expect(await read(desk, 'ACME-1', { only: { field: 'customfield_10002', values: ['Acme'] } })).toBe(
      'gone',
    );
    expect(await read(desk, 'ACME-1/../ACME-1')).toBe('gone');
  });

  it('is called as before where the project was given another key', async () => {
    const desk = jiraDesk({ projectKey: 'NEW' });
    desk.open(1, at(0));
    expect((await eventsOf(desk)).map(({ ticket }) => ticket)).toEqual(['ACME-1']);
    expect(await read(desk, 'ACME-1')).toMatchObject({ events: [{ ticket: 'ACME-1' }] });
  });

  it('is open unless it is resolved, as the agreement has it', async () => {
    const desk = jiraDesk({ perPage: 2 });
    desk.open(1, at(0), { organizations: ['Acme'] });
    desk.open(2, at(1), { organizations: ['Acme'], status: 'Closed' });
    desk.open(3, at(2), { organizations: ['Other'] });
    desk.open(4, at(3), { organizations: ['Acme'], status: 'Waiting for customer' });
    const reached = await reach(desk, { only: { field: 'customfield_10002', values: ['Acme'] } });
    const open = await Array.fromAsync(jira.lookup.open(reached.spec, reached.context));
    expect(open.flat()).toEqual(['ACME-1', 'ACME-4']);
  });
});

describe('what Jira says of its own clocks', () => {
  const readAt = Math.floor(Date.UTC(2026, 6, 2) / 1_000) * 1_000;
  const moment = (seconds: number) => ({ epochMillis: at(seconds), friendly: canary });
  const cycle = (start: number, breached: boolean, breach = start + 60) => ({
    ...{ startTime: moment(start), stopTime: moment(start + 9), breachTime: moment(breach), breached },
  });
  const ongoing = (start: number, breached: boolean, paused: boolean) => ({
    ...cycle(start, breached),
    paused,
  });
  const clock = { ticket: 'ACME-1', readAt };

  const opinionsOf = async (slas: unknown, terms: object = {}) => {
    const desk = jiraDesk({ now: () => readAt });
    desk.open(1, at(0));
    desk.agree(1, slas);
    const told = await read(desk, 'ACME-1', terms);
    return told === 'gone' ? told : told.opinions;
  };
  const named = (name: string, completedCycles: object[], ongoingCycle?: object) => ({
    values: [{ id: '1', name, completedCycles, ...(ongoingCycle === undefined ? {} : { ongoingCycle }) }],
  });

  it.each<[string, object[], object | undefined, object]>([
    ['runs', [], ongoing(0, false, false), { state: 'running', dueAt: at(60) }],
    ['stands still', [], ongoing(0, false, true), { state: 'paused', dueAt: null }],
    ['is missed and runs on', [], ongoing(0, true, true), { state: 'missed', dueAt: at(60) }],
    ['was met', [cycle(0, false)], undefined, { state: 'met', dueAt: at(60) }],
    ['was missed', [cycle(0, true)], undefined, { state: 'missed', dueAt: at(60) }],
    [
      'was missed the first time',
      [cycle(90, false), cycle(0, true)],
      undefined,
      { state: 'missed', dueAt: at(60) },
    ],
    ['was met, and began anew', [cycle(0, false)], ongoing(90, true, false), { state: 'met', dueAt: at(60) }],
  ])('is kept as it is: a resolution that %s', async (_title, completed, under, said) => {
    const opinions = await opinionsOf(named('Time to resolution', completed, under));
    expect(opinions).toEqual([{ ...clock, kind: 'resolution', ...said }]);
  });

  it.each<[string, object | undefined, object]>([
    ['that is under way', ongoing(200, false, false), { state: 'running', dueAt: at(260) }],
    ['that was the last', undefined, { state: 'met', dueAt: at(150) }],
  ])('is of updates the one %s', async (_title, under, said) => {
    const slas = named('Update', [cycle(90, false), cycle(0, true)], under);
    const opinions = await opinionsOf(slas, { slas: { Update: 'update' } });
    expect(opinions).toEqual([{ ...clock, kind: 'update', ...said }]);
  });

  it('goes by the names that the project gives', async () => {
    const slas = { values: [...named('Antwort', [cycle(0, false)]).values, ...named('Close', []).values] };
    expect(await opinionsOf(slas, { slas: { Antwort: 'update' } })).toEqual([
      { ...clock, kind: 'update', state: 'met', dueAt: at(60) },
    ]);
    expect(await opinionsOf(slas)).toEqual([]);
  });

  it.each([[undefined], [null], [{}], [{ values: [7, { name: 'Time to resolution', completedCycles: 7 }] }]])(
    'is nothing where it is not as documented, or there is no service desk, and facts stand: %j',
    async (slas) => {
      expect(await opinionsOf(slas)).toEqual([]);
    },
  );

  it.each<[number, object]>([
    [403, { events: [{ type: 'opened' }], opinions: [] }],
    [500, { events: [{ type: 'opened' }], opinions: [] }],
    [429, { retryAfterMs: 7_000 }],
    [401, { reason: 'refused' }],
  ])('stands in the way of facts only where Jira as a whole is meant: %d', async (status, outcome) => {
    const desk = oneIssue();
    const reached = await reach({
      listener(request, response) {
        if (request.url?.includes('servicedeskapi') !== true) return void desk.listener(request, response);
        response.writeHead(status, { 'retry-after': '7' }).end();
      },
    });
    const told: unknown = await jira.lookup
      .read(reached.spec, 'ACME-1', reached.context)
      .catch((error: unknown) => error);
    expect(told).toMatchObject(outcome);
  });

  it('is not asked for where the agreement names no SLA', async () => {
    const desk = oneIssue();
    await read(desk, 'ACME-1', { slas: {} });
    expect(desk.asked.filter(({ pathname }) => pathname.includes('servicedeskapi'))).toEqual([]);
  });
});

describe('a Jira that asks to be left alone', () => {
  const date = 'Wed, 01 Jul 2026 09:00:00 GMT';
  it.each<[string, Record<string, string>, number | null]>([
    ['for some seconds', { 'retry-after': '9', 'x-ratelimit-reset': '2026-07-01T10:00:00Z' }, 9_000],
    ['until an instant', { 'x-ratelimit-reset': '2026-07-01T09:01:00Z', date }, 60_000],
    ['until an instant that is over', { 'x-ratelimit-reset': '2026-07-01T08:59:00Z', date }, 0],
    ['and does not say how long', { 'x-ratelimit-reset': 'soon', date }, null],
  ])('%s', async (_title, headers, retryAfterMs) => {
    const slow = poll({
      listener: (_asked, answer) => void answer.writeHead(429, headers).end(),
    });
    await expect(slow).rejects.toMatchObject({ retryAfterMs, reason: 'slowed-down' });
  });
});

describe('a spec of jira-service-management', () => {
  it.each([
    [{ project: 'acme' }, 'project'],
    [{ project: 'A" OR project = "B' }, 'project'],
    [{ severity: { field: 'cf[10050]', map: { S1: 1 } } }, 'severity.field'],
    [{ severity: { map: {} } }, 'severity.map'],
    [{ supplier: {} }, 'supplier'],
    [{ supplier: { roles: ['Team'] } }, 'supplier.roles.0'],
    [{ waiting: ['Resolved'] }, 'waiting'],
    [{ resolved: [] }, 'resolved'],
    [{ only: { field: 'customfield_10002', values: [] } }, 'only.values'],
    [{ slas: { 'Time to resolution': 'solve' } }, 'slas.Time to resolution'],
  ])('is refused: %j', (terms, path) => {
    const read = jira.spec.safeParse({ ...spec, url: 'https://acme.atlassian.net', ...terms });
    expect(read.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
    expect(read.error?.issues[0]?.message).toMatch(/, such as /);
  });

  it('reads a Jira behind a path', async () => {
    const told = (await poll(oneIssue(), {}, null, '/desk/')).flatMap(({ events }) => events);
    expect(told).toHaveLength(1);
  });

  it('finds nothing in the future, and tells where a search finds something there', async () => {
    const found = async (options: object) => {
      const desk = jiraDesk(options);
      desk.open(1, at(0));
      const reached = await reach(desk);
      return (await jira.control(reached.spec, reached.context)).found;
    };
    expect([await found({}), await found({ isDeaf: true })]).toEqual([0, 1]);
    await expect(found({ key: 'another' })).rejects.toThrow('status 401');
  });

  it('lets nothing through that people wrote, or are called', async () => {
    const desk = oneIssue(
      { comment: 'public' },
      { comment: 'internal' },
      { summary: 'x', status: 'Resolved' },
    );
    expect(JSON.stringify(await poll(desk))).not.toContain(canary);
  });
});
