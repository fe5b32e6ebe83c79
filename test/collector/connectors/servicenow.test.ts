import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { serviceNow } from '@upheld/collector/connectors/servicenow';
import { Secret } from '@upheld/collector/secrets';
import { connectorContext, connectorContract, pagesOf } from '../../contracts/connector.ts';
import { httpServer, oneSecret, type Running } from '../egress/servers.ts';
import { answering, change, company, emptyServiceNow, idOf, july, open } from './servicenow-desk.ts';
import { resolve, serviceNowWith, stamp, write, type ServiceNow } from './servicenow-desk.ts';

const minute = 60_000;
const after = (minutes: number) => july + minutes * minute;

const specFor = (url: string) => ({
  ...{ url, timeout: '500ms', auth: { type: 'bearer', token: { env: 'TOKEN' } }, only: { company } },
  severity: { map: { 1: 1, 2: 2, 3: 3, 4: 4 } },
  supplier: { groups: ['Acme Support'] },
});

/** What is told alike with the audit and without. */
const writing: TicketEvent[] = [
  { ticket: 'INC1', at: july, type: 'opened', severity: 1 },
  { ticket: 'INC1', at: after(1), type: 'public-reply', actor: 'bot', autoSubmitted: true },
  { ticket: 'INC1', at: after(2), type: 'public-reply', actor: 'supplier', autoSubmitted: false },
  { ticket: 'INC1', at: after(3), type: 'note' },
  { ticket: 'INC2', at: after(4), type: 'opened', severity: 2 },
  { ticket: 'INC2', at: after(5), type: 'public-reply', actor: 'reporter', autoSubmitted: false },
];

connectorContract({
  ...{ kind: serviceNow, specFor: (url) => ({ ...specFor(url), audit: true }) },
  events: [
    ...writing,
    { ticket: 'INC2', at: after(6), type: 'severity-changed', severity: 1 },
    { ticket: 'INC2', at: after(7), type: 'waiting-on-reporter' },
    { ticket: 'INC2', at: after(8), type: 'waiting-ended' },
    { ticket: 'INC3', at: after(9), type: 'opened', severity: 4 },
    { ticket: 'INC3', at: after(10), type: 'resolved' },
    { ticket: 'INC3', at: after(11), type: 'reopened' },
    { ticket: 'INC4', at: after(12), type: 'opened', severity: 4 },
    { ticket: 'INC4', at: after(13), type: 'resolved' },
  ],
  deskOf: (known) => answering(serviceNowWith(known)),
});

connectorContract({
  ...{ kind: serviceNow, specFor },
  events: [
    ...writing,
    { ticket: 'INC2', at: after(6), observedAfter: after(5), type: 'waiting-on-reporter' },
    { ticket: 'INC3', at: after(9), type: 'opened', severity: 4 },
    { ticket: 'INC3', at: after(10), type: 'resolved' },
  ],
  deskOf: (known) => answering(serviceNowWith(known)),
});

function reach(server: Running, terms: object = {}) {
  const spec = serviceNow.spec.parse({ ...specFor(server.url), timeout: '5s', ...terms });
  return { spec, context: connectorContext([server.port], oneSecret(new Secret('canary-token'))) };
}

async function watched(desk: ServiceNow, terms: object = {}) {
  const { spec, context } = reach(await httpServer(answering(desk)), terms);
  let cursor: string | null = null;
  const pagesAfter = async (from: string | null) =>
    await Array.fromAsync(serviceNow.poll(spec, from, context));
  return {
    async poll() {
      const [before, pages] = [cursor, await pagesAfter(cursor)];
      // What the same cursor gives again is the same.
      expect(await pagesAfter(before)).toEqual(pages);
      cursor = pages.at(-1)?.cursor ?? null;
      return pages.flatMap((page) => page.events);
    },
    pages: async () => await pagesAfter(cursor),
    read: async (ticket: string) => await serviceNow.lookup.read(spec, ticket, context),
    open: async () => (await Array.fromAsync(serviceNow.lookup.open(spec, context))).flat(),
  };
}

/** A desk that cannot read a part of what it is asked, and drops it. */
async function deaf(desk: ServiceNow, part: RegExp) {
  return await httpServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://desk');
    const query = url.searchParams.get('sysparm_query') ?? '';
    url.searchParams.set('sysparm_query', query.replace(part, ''));
    request.url = `${url.pathname}${url.search}`;
    answering(desk)(request, response);
  });
}

const queries = ({ asked }: ServiceNow) =>
  asked.map((path) => {
    const { pathname, searchParams } = new URL(path, 'http://desk');
    return [pathname.replace('/api/now/table/', ''), searchParams.get('sysparm_query')];
  });

describe('a ServiceNow', () => {
  it('proves how it reads instants, and is asked for each page what belongs to its tickets', async () => {
    const desk = emptyServiceNow();
    change(desk, open(desk, 1, july), after(1), { priority: '1' });
    const { pages } = await watched(desk, { audit: true });
    await pages();
    const mine = `company=${company}`;
    const id = idOf(1);
    expect(queries(desk)).toEqual([
      ['incident', `${mine}^ORDERBYDESCsys_updated_on`],
      ['incident', `${mine}^sys_id=${id}^sys_updated_on>=2026-07-01 09:01:00`],
      ['sys_audit', 'tablename=incident'],
      ['sys_user_grmember', 'group.name=Acme Support^ORDERBYsys_id'],
      ['incident', `${mine}^sys_updated_on>=2026-07-01 09:00:00^ORDERBYsys_updated_on^ORDERBYsys_id`],
      ['sys_journal_field', `element_idIN${id}^elementINcomments,work_notes^ORDERBYsys_id`],
      ['task_sla', `taskIN${id}^sla.type=SLA^ORDERBYsys_id`],
      [
        'sys_audit',
        `tablename=incident^documentkeyIN${id}^fieldnameINstate,hold_reason,priority^ORDERBYsys_id`,
      ],
    ]);
    const first = new URL(desk.asked[0] ?? '', 'http://desk').searchParams;
    expect(first.get('sysparm_fields')).toBe(
      'sys_id,number,state,hold_reason,sys_created_on,sys_updated_on,resolved_at,closed_at,priority,company',
    );
    expect(first.get('sysparm_display_value')).toBe('false');
  });

  it('asks nothing more of tickets that did not change', async () => {
    const desk = emptyServiceNow();
    open(desk, 1, july);
    const { poll, pages } = await watched(desk);
    await poll();
    desk.asked.length = 0;
    await pages();
    expect(queries(desk).map(([table]) => table)).toEqual(['sys_user_grmember', 'incident']);
  });

  it('gives every ticket once over pages that end within a second, or have nothing that may be seen', async () => {
    const desk = emptyServiceNow();
    for (let id = 1; id <= 450; id += 1) {
      const parts: Record<string, string> = id > 220 && id <= 430 ? { hidden: 'yes' } : {};
      open(desk, id, id <= 150 ? july : after(id), parts);
    }
    const { poll } = await watched(desk);
    const told = (await poll()).map(({ ticket }) => Number(ticket.slice(3)));
    const seen = Array.from({ length: 450 }, (_, index) => index + 1).filter((id) => id <= 220 || id > 430);
    expect(told).toEqual(seen);
  }, 20_000);

  it('gives everything that belongs to a page, however much that is', async () => {
    const desk = emptyServiceNow();
    const ticket = open(desk, 1, july);
    for (let index = 1; index <= 230; index += 1) write(desk, ticket, after(index));
    expect(await (await watched(desk)).poll()).toHaveLength(231);
  });

  it('that drops where a page is to begin is not asked for ever', async () => {
    const desk = emptyServiceNow();
    const ticket = open(desk, 1, july);
    for (let index = 1; index <= 130; index += 1) write(desk, ticket, after(index));
    const { spec, context } = reach(await deaf(desk, /\^sys_id>\w+/));
    await expect(pagesOf(serviceNow, spec, null, context)).rejects.toThrow('ignores a part of the query');
  });

  it.each([
    ['from when on', /sys_updated_on>=2026-07-01 09:00:00\^/, 'ignores a part of the query'],
    ['the order', /\^ORDERBYsys_updated_on/, 'ignores a part of the query'],
    ['the company', /^company=\w+\^/, 'ignores a part of the query'],
    ['the instant of the proof, which it reads in another zone', /x^/, 'another time zone than UTC'],
  ])('is not trusted where it drops %s', async (title, part, words) => {
    const desk = emptyServiceNow({ aheadMs: title.includes('zone') ? -5 * 60 * minute : 0 });
    open(desk, 3, july - minute, { sys_updated_on: stamp(july - minute) });
    open(desk, 2, after(2));
    open(desk, 1, after(3));
    if (title === 'the company') open(desk, 4, after(4), { company: idOf(77) });
    const { spec, context } = reach(await deaf(desk, part));
    await expect(pagesOf(serviceNow, spec, null, context)).rejects.toThrow(words);
  });

  it('that drops from when on does not stand the negative control', async () => {
    const desk = emptyServiceNow();
    open(desk, 1, july);
    const { spec, context } = reach(await deaf(desk, /\^sys_updated_on>=2999.*$/));
    expect(await serviceNow.control(spec, context)).toMatchObject({ found: 1 });
  });

  it('that drops which ticket, or which group, is asked for is not believed', async () => {
    const desk = emptyServiceNow();
    open(desk, 1, july);
    const ticket = reach(await deaf(desk, /\^number=\w+/));
    await expect(serviceNow.lookup.read(ticket.spec, 'INC2', ticket.context)).rejects.toThrow(
      'ignores a part',
    );
    const other = { 'user.user_name': 'bob', 'group.name': 'Other' };
    desk.tables['sys_user_grmember']?.push({ sys_id: idOf(950), ...other });
    const group = reach(await deaf(desk, /^group\.name=[^^]*\^/));
    await expect(pagesOf(serviceNow, group.spec, null, group.context)).rejects.toThrow(
      'tells no members of the',
    );
  });

  it('has lost a ticket that went to another company', async () => {
    const desk = emptyServiceNow();
    const ticket = open(desk, 1, july);
    const { read } = await watched(desk);
    expect(await read('INC1')).not.toBe('gone');
    ticket['company'] = idOf(77);
    expect(await read('INC1')).toBe('gone');
    expect(await read('INC1^ORnumber=INC2')).toBe('gone');
  });

  it('whose group has nobody, or whose audit shows nothing, cannot be read', async () => {
    const desk = emptyServiceNow();
    open(desk, 1, july);
    const nobody = await watched(desk, { supplier: { groups: ['Acme'] } });
    await expect(nobody.pages()).rejects.toThrow(
      'tells no members of the group "Acme", which supplier names',
    );
    const blind = await watched(desk, { audit: true });
    await expect(blind.pages()).rejects.toThrow('sees nothing of incident in sys_audit');
  });

  it('is quoted in no event, no cursor and no error', async () => {
    const desk = emptyServiceNow();
    write(desk, open(desk, 1, july), after(1));
    const { pages } = await watched(desk);
    expect(JSON.stringify(await pages())).not.toContain('canary');
    for (const ticket of desk.tables['incident'] ?? []) ticket['sys_created_on'] = 'canary';
    await expect(pages()).rejects.toThrow(
      'is not as ServiceNow documents it: result.0.sys_created_on: it is an',
    );
    await expect(pages()).rejects.not.toThrow('canary');
  });
});

describe('who writes in a ServiceNow', () => {
  it.each([
    ['a member of the group', 'TOM', 'supplier', false],
    ['a named user', 'kim.lee', 'supplier', false],
    ['anybody else', 'guest', 'reporter', false],
    ['ServiceNow itself', 'system', 'bot', true],
    ['a named bot', 'chatbot', 'bot', true],
  ])('%s', async (_title, sys_created_by, actor, autoSubmitted) => {
    const desk = emptyServiceNow();
    write(desk, open(desk, 1, july), after(1), { sys_created_by });
    const supplier = { groups: ['Acme Support'], users: ['Kim.Lee'] };
    const { poll } = await watched(desk, { supplier, bots: ['chatbot'] });
    expect((await poll())[1]).toEqual({
      ...{ ticket: 'INC1', at: after(1), type: 'public-reply', actor, autoSubmitted },
    });
  });
});

describe('what changes in a ServiceNow', () => {
  it('is exact where the audit may be read, the state and why it is on hold together', async () => {
    const desk = emptyServiceNow();
    const ticket = open(desk, 1, july, { state: '3', hold_reason: '5' });
    change(desk, ticket, after(1), { hold_reason: '1' });
    change(desk, ticket, after(2), { priority: '1', state: '2', hold_reason: '' });
    resolve(desk, ticket, after(3));
    resolve(desk, ticket, after(4), '7');
    const { poll } = await watched(desk, { audit: true });
    expect(await poll()).toEqual([
      { ticket: 'INC1', at: july, type: 'opened', severity: 3 },
      { ticket: 'INC1', at: after(1), type: 'waiting-on-reporter' },
      { ticket: 'INC1', at: after(2), type: 'severity-changed', severity: 1 },
      { ticket: 'INC1', at: after(2), type: 'waiting-ended' },
      { ticket: 'INC1', at: after(3), type: 'resolved' },
    ]);
  });

  it('may end a wait in which it was opened', async () => {
    const desk = emptyServiceNow();
    const ticket = open(desk, 1, july, { state: '3', hold_reason: '1' });
    change(desk, ticket, after(1), { hold_reason: '5' });
    const { poll } = await watched(desk, { audit: true });
    expect((await poll()).slice(1)).toEqual([
      { ticket: 'INC1', at: july, type: 'waiting-on-reporter' },
      { ticket: 'INC1', at: after(1), type: 'waiting-ended' },
    ]);
  });

  it('is observed without the audit', async () => {
    const desk = emptyServiceNow();
    const ticket = open(desk, 1, july);
    const { poll } = await watched(desk);
    await poll();
    change(desk, ticket, after(1), { priority: '1', state: '3', hold_reason: '1' });
    const seen = { ticket: 'INC1', at: after(1), observedAfter: july };
    expect(await poll()).toEqual([
      { ...seen, type: 'severity-changed', severity: 1 },
      { ...seen, type: 'waiting-on-reporter' },
    ]);
    change(desk, ticket, after(2), { hold_reason: '5' });
    resolve(desk, ticket, after(3));
    expect(await poll()).toEqual([{ ticket: 'INC1', at: after(3), type: 'resolved' }]);
  });

  it('is no wait that the reporter has ended by writing, though it stays on hold', async () => {
    const desk = emptyServiceNow();
    const ticket = open(desk, 1, july);
    change(desk, ticket, after(1), { state: '3', hold_reason: '1' });
    write(desk, ticket, after(2), { sys_created_by: 'bob' });
    const { read, poll } = await watched(desk);
    const reply = {
      ticket: 'INC1',
      at: after(2),
      type: 'public-reply',
      actor: 'reporter',
      autoSubmitted: false,
    };
    expect(await read('INC1')).toMatchObject({ events: [{ type: 'opened' }, reply] });
    expect(await poll()).toEqual([{ ticket: 'INC1', at: july, type: 'opened', severity: 3 }, reply]);
  });

  it('leaves out what is over from the tickets that are open, whatever of a state resolves it', async () => {
    const desk = emptyServiceNow();
    open(desk, 1, july);
    open(desk, 2, july, { state: '3', hold_reason: '4' });
    open(desk, 3, july, { state: '3', hold_reason: '1' });
    open(desk, 4, july, { state: '8' });
    const { open: left } = await watched(desk, { statuses: { resolved: ['3/4', '8'] } });
    expect(await left()).toEqual(['INC1', 'INC3']);
  });
});

describe('what a ServiceNow says of its own clocks', () => {
  const dueAt = after(99);
  const row = (target: string, parts: object = {}) => ({
    ...{ sys_id: idOf(500), task: idOf(1), 'sla.type': 'SLA', 'sla.target': target, stage: 'in_progress' },
    ...{ has_breached: 'false', planned_end_time: stamp(dueAt), start_time: stamp(july), ...parts },
  });

  it.each([
    ['runs', [row('response')], ['first-response', 'running', dueAt]],
    ['stands still', [row('resolution', { stage: 'paused' })], ['resolution', 'paused', null]],
    ['was met', [row('resolution', { stage: 'completed' })], ['resolution', 'met', dueAt]],
    [
      'was missed',
      [row('response', { stage: 'completed', has_breached: 'true' })],
      ['first-response', 'missed', dueAt],
    ],
    [
      'took the place of another',
      [row('response', { sys_id: idOf(501), start_time: stamp(after(1)), stage: 'paused' }), row('response')],
      ['first-response', 'paused', null],
    ],
    [
      'is left when another was cancelled',
      [
        row('response'),
        row('response', { sys_id: idOf(501), start_time: stamp(after(1)), stage: 'cancelled' }),
      ],
      ['first-response', 'running', dueAt],
    ],
  ] as const)('is kept where one %s', async (_title, rows, [kind, state, due]) => {
    const desk = emptyServiceNow();
    open(desk, 1, july);
    desk.tables['task_sla'] = [...rows, row('response', { sys_id: idOf(502), 'sla.type': 'OLA' })];
    const { pages, read } = await watched(desk);
    const opinions = [{ ticket: 'INC1', kind, state, dueAt: due, readAt: desk.now }];
    expect((await pages())[0]?.opinions).toEqual(opinions);
    expect(await read('INC1')).toMatchObject({ opinions });
  });

  it('is nothing where the user may not read them', async () => {
    const desk = emptyServiceNow({ closed: ['task_sla'] });
    open(desk, 1, july);
    const [page] = await (await watched(desk)).pages();
    expect(page).toMatchObject({ events: [{ type: 'opened' }] });
    expect(page).not.toHaveProperty('opinions');
  });
});

describe('the spec of a servicenow source', () => {
  it.each([
    ['nobody who answers', { supplier: {} }, 'supplier names users, groups or both'],
    [
      'a name that would change the query',
      { supplier: { groups: ['a^ORb=c'] } },
      'a name is one line without ^',
    ],
    [
      'a value that would change the query',
      { only: { company: 'a^b' } },
      'only has fields with the value of each',
    ],
    ['a table that is none', { table: 'a/b' }, 'a table is named as ServiceNow names it'],
    ['a status that is both', { statuses: { resolved: ['3/1'] } }, 'a status waits or is resolved, not both'],
  ])('refuses %s', (_title, terms, rule) => {
    const { error } = serviceNow.spec.safeParse({ ...specFor('https://acme.service-now.com'), ...terms });
    expect(error?.issues.map(({ message }) => message).join()).toContain(rule);
  });
});
