import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { redmine } from '@upheld/collector/connectors/redmine';
import { Secret } from '@upheld/collector/secrets';
import { connectorContext, connectorContract, pagesOf } from '../../contracts/connector.ts';
import { httpServer, oneSecret } from '../egress/servers.ts';
import { canary, people, redmineDesk, type RedmineDesk } from './redmine-desk.ts';

const spec = {
  key: { env: 'REDMINE_KEY' },
  project: 'acme-support',
  severity: { by: 'priority', map: { Urgent: 1, High: 2, Normal: 3, Low: 4 } },
  supplier: { users: [people.supplier] },
  bots: [people.bot],
  waiting: ['Feedback'],
  resolved: ['Resolved', 'Closed'],
};

const t0 = Date.UTC(2026, 6, 1, 9);
const at = (seconds: number) => t0 + seconds * 1_000;
const reply = (ticket: string, seconds: number, actor: 'supplier' | 'reporter' | 'bot'): TicketEvent => ({
  ...{ ticket, at: at(seconds), type: 'public-reply', actor, autoSubmitted: false },
});

const toldByAnyRedmine: TicketEvent[] = [
  { ticket: '1', at: at(0), type: 'opened', severity: 1 },
  reply('1', 1, 'bot'),
  reply('1', 2, 'supplier'),
  { ticket: '1', at: at(3), type: 'severity-changed', severity: 3 },
  { ticket: '1', at: at(4), type: 'waiting-on-reporter' },
  { ticket: '2', at: at(4), type: 'opened', severity: 2 },
  { ticket: '2', at: at(5), type: 'note' },
  { ticket: '3', at: at(5), type: 'opened', severity: 4 },
  { ticket: '4', at: at(60), type: 'opened', severity: 4 },
  { ticket: '4', at: at(61), type: 'resolved' },
];

const priorities = ['Urgent', 'High', 'Normal', 'Low'] as const;

/** What somebody did for the desk to tell that event. */
function enact(desk: RedmineDesk, event: TicketEvent): void {
  const [id, by] = [Number(event.ticket), 'actor' in event ? people[event.actor] : people.supplier];
  const priority = 'severity' in event ? priorities[event.severity - 1] : undefined;
  const severity = priority === undefined ? {} : { priority };
  if (event.type === 'opened') desk.open(id, event.at, severity);
  else if (event.type === 'severity-changed') desk.act(id, event.at, severity);
  else if (event.type === 'public-reply') desk.act(id, event.at, { by, notes: canary });
  else if (event.type === 'note') desk.act(id, event.at, { by, notes: canary, isPrivate: true });
  else desk.act(id, event.at, { status: event.type === 'resolved' ? 'Resolved' : 'Feedback' });
}

connectorContract({
  kind: redmine,
  specFor: (url) => ({ ...spec, url, timeout: '500ms' }),
  deskOf: (events) => {
    const desk = redmineDesk({ perPage: 2 });
    for (const event of events) enact(desk, event);
    return desk.listener;
  },
  events: toldByAnyRedmine,
});

async function poll(desk: RedmineDesk, terms: object = {}, cursor: string | null = null, path = '') {
  const { url, port } = await httpServer(desk.listener);
  const context = connectorContext([port], oneSecret(new Secret('key-of-the-tests')));
  return await pagesOf(redmine, { ...spec, url: url + path, ...terms }, cursor, context);
}

async function eventsOf(desk: RedmineDesk, terms: object = {}): Promise<TicketEvent[]> {
  return (await poll(desk, terms)).flatMap(({ events }) => events);
}

const cursorOf = async (desk: RedmineDesk) => (await poll(desk)).at(-1)?.cursor ?? null;

/** `type` and whatever else is not ticket and instant, of the events behind `opened`. */
async function saidBy(desk: RedmineDesk, terms: object = {}): Promise<object[]> {
  return (await eventsOf(desk, terms)).slice(1).map(({ ticket, at: when, ...said }) => {
    expect([ticket, when]).toEqual(['1', expect.any(Number)]);
    return said;
  });
}

function oneIssue(...deeds: Parameters<RedmineDesk['act']>[2][]): RedmineDesk {
  const desk = redmineDesk();
  desk.open(1, at(0));
  for (const [index, deed] of deeds.entries()) desk.act(1, at(index + 1), deed);
  return desk;
}

describe('a journal of Redmine', () => {
  it.each([
    ['the supplier', people.supplier, 'supplier'],
    ['a bot', people.bot, 'bot'],
    ['the reporter', people.reporter, 'reporter'],
    ['a user who is named nowhere', 77, 'reporter'],
    ['a user who is gone', null, 'reporter'],
  ])('with a public note by %s is their reply', async (_title, by, actor) => {
    const said = await saidBy(oneIssue({ by, notes: canary }));
    expect(said).toEqual([{ type: 'public-reply', actor, autoSubmitted: false }]);
  });

  it('with a private note by the supplier is no reply', async () => {
    expect(await saidBy(oneIssue({ notes: canary, isPrivate: true }))).toEqual([{ type: 'note' }]);
  });

  it('with an empty note, or a change of something else, tells nothing', async () => {
    expect(await saidBy(oneIssue({ notes: ' \n' }, { subject: canary }))).toEqual([]);
  });

  it('with note, priority and status tells the note first, then what it changed', async () => {
    const said = await saidBy(oneIssue({ notes: canary, priority: 'Urgent', status: 'Resolved' }));
    expect(said).toEqual([
      { type: 'public-reply', actor: 'supplier', autoSubmitted: false },
      { type: 'severity-changed', severity: 1 },
      { type: 'resolved' },
    ]);
  });
});

describe('the status of an issue', () => {
  it.each([
    ['begins to wait and ends it', ['Feedback', 'In Progress'], ['waiting-on-reporter', 'waiting-ended']],
    ['is resolved while it waits', ['Feedback', 'Resolved'], ['waiting-on-reporter', 'resolved']],
    ['is closed after it was resolved: once resolved', ['Resolved', 'Closed'], ['resolved']],
    ['is reopened, whatever closed_on keeps', ['Closed', 'In Progress'], ['resolved', 'reopened']],
    ['waits once reopened', ['Closed', 'Feedback'], ['resolved', 'reopened', 'waiting-on-reporter']],
    ['changes among open ones', ['In Progress', 'New'], []],
  ] as const)('%s', async (_title, statuses, types) => {
    const said = await saidBy(oneIssue(...statuses.map((status) => ({ status }))));
    expect(said).toEqual(types.map((type) => ({ type })));
  });

  it('is told from the beginning where an issue was opened resolved', async () => {
    const desk = redmineDesk();
    desk.open(1, at(0), { status: 'Closed' });
    desk.act(1, at(9), { status: 'New' });
    expect((await eventsOf(desk)).map(({ type, at: when }) => [type, when])).toEqual([
      ['opened', at(0)],
      ['resolved', at(0)],
      ['reopened', at(9)],
    ]);
  });
});

describe('the severity of an issue', () => {
  const byField = { by: 'custom-field', field: 7, map: { S1: 1, S2: 2 } };

  it('is the one that it was opened with, not the one it has', async () => {
    const events = await eventsOf(oneIssue({ priority: 'High' }, { priority: 'Urgent' }));
    expect(events.map((event) => ('severity' in event ? event.severity : null))).toEqual([3, 2, 1]);
  });

  it('does not change between priorities that mean the same', async () => {
    const map = { ...spec.severity.map, High: 3 };
    expect(await saidBy(oneIssue({ priority: 'High' }), { severity: { by: 'priority', map } })).toEqual([]);
  });

  it('may stand in a custom field, whose empty value is another one', async () => {
    const desk = oneIssue({ priority: 'Urgent' }, { field: 'S2' }, { field: 'S1' });
    const events = await eventsOf(desk, { severity: { ...byField, otherwise: 4 } });
    expect(events.map((event) => ('severity' in event ? event.severity : null))).toEqual([4, 2, 1]);
  });

  it('fails the sync where nothing says what it means, and quotes no text of the desk', async () => {
    const byPriority = { by: 'priority', map: { Urgent: 1 } };
    await expect(poll(oneIssue(), { severity: byPriority })).rejects.toThrow(
      'issue 1 has or had the priority 2 that severity.map does not name; name it there, or give severity.otherwise',
    );
    const desk = oneIssue({ field: canary });
    await expect(poll(desk, { severity: byField })).rejects.toThrow('issue 1 has or had a value that');
    await expect(poll(desk, { severity: byField })).rejects.not.toThrow(canary);
  });
});

describe('a name of the agreement that the desk does not have', () => {
  it.each([
    [{ waiting: ['Feedbak'] }, 'the desk has no status "Feedbak", which waiting names'],
    [{ resolved: ['Done'] }, 'the desk has no status "Done", which resolved names'],
    [
      { severity: { by: 'priority', map: { Urgnt: 1 } } },
      'the desk has no priority "Urgnt", which severity.map names',
    ],
  ])('fails the sync: %j', async (terms, words) => {
    await expect(poll(oneIssue(), terms)).rejects.toThrow(words);
  });
});

describe('the walk through a Redmine', () => {
  it('tries out first that the future is empty, once for the terms that are loaded', async () => {
    const desk = oneIssue();
    const { url, port } = await httpServer(desk.listener);
    const context = connectorContext([port], oneSecret(new Secret('key-of-the-tests')));
    const terms = redmine.spec.parse({ ...spec, url });
    const controls = () =>
      desk.asked.filter(({ searchParams }) => searchParams.get('updated_on') === '>=2100-01-01T00:00:00Z');
    await Array.fromAsync(redmine.poll(terms, null, context));
    expect(desk.asked[1]).toBe(controls()[0]);
    await Array.fromAsync(redmine.poll(terms, null, context));
    expect(controls()).toHaveLength(1);
  });

  it('believes nothing of a desk that ignores its filter', async () => {
    const desk = redmineDesk({ isDeaf: true });
    desk.open(1, at(0));
    await expect(poll(desk)).rejects.toThrow('the filter by updated_on leaves out');
  });

  it('believes nothing of a desk that lists issues in another order', async () => {
    const desk = redmineDesk({ isUnsorted: true });
    desk.open(1, at(0));
    desk.open(2, at(1));
    await expect(poll(desk)).rejects.toThrow('the filter by updated_on leaves out');
  });

  it('asks for closed issues too, and for those of the project alone', async () => {
    const desk = oneIssue({ status: 'Closed' });
    expect(await eventsOf(desk)).toHaveLength(2);
    const query = desk.asked.at(-2)?.searchParams;
    expect([query?.get('status_id'), query?.get('subproject_id')]).toEqual(['*', '!*']);
  });

  it('finds every issue of one second, over many pages', async () => {
    const desk = redmineDesk({ perPage: 3 });
    for (let id = 1; id <= 20; id += 1) desk.open(id, at(id === 20 ? 1 : 0));
    const events = await eventsOf(desk);
    expect(events.map(({ ticket }) => Number(ticket))).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('misses none where issues of a page that was read are updated before the next page', async () => {
    const desk = redmineDesk({ perPage: 2 });
    for (let id = 1; id <= 6; id += 1) desk.open(id, at(id));
    const { url, port } = await httpServer(desk.listener);
    const context = connectorContext([port], oneSecret(new Secret('key-of-the-tests')));
    const tickets: string[] = [];
    for await (const page of redmine.poll(redmine.spec.parse({ ...spec, url }), null, context)) {
      tickets.push(...page.events.map(({ ticket }) => ticket));
      if (tickets.length !== 2) continue;
      // Both move to the end of the list, and those behind them move up by two.
      desk.act(1, at(7), { notes: canary });
      desk.act(2, at(8), { notes: canary });
    }
    expect(tickets).toEqual(['1', '2', '3', '4', '5', '6', '1', '2']);
  });

  it('tells what came within the second that was read last', async () => {
    const desk = redmineDesk({ now: at(2) });
    desk.open(1, at(0));
    desk.act(1, at(2), { notes: canary });
    const cursor = await cursorOf(desk);
    desk.act(1, at(2), { status: 'Resolved' });
    const pages = await poll(desk, {}, cursor);
    expect(pages.flatMap(({ events }) => events)).toEqual([{ ticket: '1', at: at(2), type: 'resolved' }]);
  });

  it('tells what was committed late, up to 5 s before the newest that it knew', async () => {
    const desk = redmineDesk();
    desk.open(1, at(10));
    const cursor = await cursorOf(desk);
    desk.open(2, at(5));
    desk.open(3, at(4));
    const pages = await poll(desk, {}, cursor);
    expect(pages.flatMap(({ events }) => events)).toEqual([
      { ticket: '2', at: at(5), type: 'opened', severity: 3 },
    ]);
  });

  it('reads no issue of a desk that rests', async () => {
    const desk = oneIssue({ notes: canary });
    const cursor = await cursorOf(desk);
    const before = desk.asked.length;
    await poll(desk, {}, cursor);
    expect(desk.asked.slice(before).map(({ pathname }) => pathname)).toEqual([
      '/users/current.json',
      '/projects/acme-support/issues.json',
      '/issue_statuses.json',
      '/enumerations/issue_priorities.json',
      '/projects/acme-support.json',
      '/projects/acme-support/issues.json',
    ]);
  });

  it('begins anew with a cursor that is not its own', async () => {
    const pages = await poll(oneIssue(), {}, 'another-kind-of-cursor');
    expect(pages.flatMap(({ events }) => events)).toHaveLength(1);
  });

  it('finds a Redmine that stands under a path', async () => {
    expect((await poll(oneIssue(), {}, null, '/desk/')).flatMap(({ events }) => events)).toHaveLength(1);
  });
});

const issueOne = {
  id: 1,
  project: { id: 1 },
  status: { id: 1 },
  priority: { id: 2 },
  created_on: '2026-07-01T09:00:00Z',
};

describe('what a Redmine refuses or hides', () => {
  it('is named: a key that it does not know, and a project', async () => {
    const { url, port } = await httpServer(redmineDesk().listener);
    const wrong = connectorContext([port], oneSecret(new Secret('canary')));
    const refused = pagesOf(redmine, { ...spec, url }, null, wrong);
    await expect(refused).rejects.toThrow('the desk answered with status 401: it does not know the key');
    await expect(poll(redmineDesk(), { project: 'other' })).rejects.toThrow(
      'the desk answered with status 404: there is no such project',
    );
  });

  it.each([
    [
      '/issue_statuses.json',
      { issue_statuses: [{ id: canary, name: canary }] },
      'issue_statuses.0.id: an id is',
    ],
    [
      '/issues/1.json?include=journals',
      {
        issue: {
          ...issueOne,
          journals: [{ id: 1, created_on: '2026-07-01T09:00:00Z', notes: canary, details: [] }],
        },
      },
      'issue.journals.0.private_notes: it says whether the note is private',
    ],
  ])(
    'fails the sync where the answer to %s is not as documented, and quotes nothing of it',
    async (path, answer, fault) => {
      const desk = oneIssue();
      const server = await httpServer((request, response) => {
        if (request.url !== path) return desk.listener(request, response);
        return response.end(JSON.stringify(answer));
      });
      const context = connectorContext([server.port], oneSecret(new Secret('key-of-the-tests')));
      const failing = pagesOf(redmine, { ...spec, url: server.url }, null, context);
      await expect(failing).rejects.toThrow(`cannot be read: ${fault}`);
      await expect(failing).rejects.not.toThrow(canary);
    },
  );
});

describe('privacy', () => {
  it('lets no text of the desk into events or cursors', async () => {
    const deed = { notes: canary, subject: canary, field: canary, by: people.reporter };
    const pages = await poll(
      oneIssue(deed, { ...deed, isPrivate: true, status: 'Closed', priority: 'High' }),
    );
    expect(pages.flatMap(({ events }) => events)).toHaveLength(5);
    expect(JSON.stringify(pages)).not.toContain(canary);
  });
});

describe('the spec', () => {
  const faultsOf = (terms: object) =>
    redmine.spec.safeParse({ ...spec, url: 'https://redmine.example.com', ...terms }).error?.issues;

  it.each([
    [{ severity: { by: 'custom-field', map: { S1: 1 } } }, 'severity.field'],
    [{ severity: { by: 'priority', field: 7, map: { S1: 1 } } }, 'severity.field'],
    [{ severity: { by: 'priority', map: {} } }, 'severity.map'],
    [{ key: 'abc' }, 'key'],
    [{ project: '../users' }, 'project'],
    [{ supplier: { users: [] } }, 'supplier.users'],
    [{ resolved: [] }, 'resolved'],
    [{ waiting: ['Closed'] }, 'waiting'],
  ])('refuses %j', (terms, path) => {
    const faults = faultsOf(terms)?.map((fault) => [fault.path.join('.'), / such as /.test(fault.message)]);
    expect(faults).toEqual([[path, true]]);
  });

  it('takes a severity by custom field, and needs neither bots nor waiting', () => {
    const { key, project, supplier, resolved } = spec;
    const severity = { by: 'custom-field', field: 7, map: { S1: 1 } };
    const terms = { url: 'https://redmine.example.com', key, project, supplier, resolved, severity };
    expect(redmine.spec.safeParse(terms).success).toBe(true);
  });
});
