import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { gitlab } from '@upheld/collector/connectors/gitlab';
import { Secret } from '@upheld/collector/secrets';
import { connectorContext, connectorContract, pagesOf } from '../../contracts/connector.ts';
import { httpServer, oneSecret, type Running } from '../egress/servers.ts';
import { answering, gitlabWith, issuesWith, july, label, note, opened, type Gitlab } from './gitlab-desk.ts';

const after = (milliseconds: number) => july + milliseconds;

/** What a GitLab can tell: no merges. */
const events: TicketEvent[] = [
  { ticket: '1', at: july, type: 'opened', severity: 1 },
  { ticket: '1', at: after(1), type: 'public-reply', actor: 'bot', autoSubmitted: true },
  { ticket: '1', at: after(2), type: 'public-reply', actor: 'supplier', autoSubmitted: false },
  { ticket: '1', at: after(3), type: 'severity-changed', severity: 3 },
  { ticket: '1', at: after(4), type: 'note' },
  { ticket: '2', at: after(5), type: 'opened', severity: 2 },
  { ticket: '2', at: after(6), type: 'waiting-on-reporter' },
  { ticket: '2', at: after(7), type: 'public-reply', actor: 'reporter', autoSubmitted: false },
  { ticket: '2', at: after(8), type: 'waiting-ended' },
  { ticket: '3', at: after(9), type: 'opened', severity: 4 },
  { ticket: '3', at: after(10), type: 'resolved' },
  { ticket: '3', at: after(11), type: 'reopened' },
];

const specFor = (url: string) => ({
  ...{ url, timeout: '500ms', project: 'acme/support', token: { env: 'TOKEN' }, supplier: ['ina'] },
  ...{ severity: { prefix: 'severity::', otherwise: 3 }, waitingLabel: 'waiting' },
});

connectorContract({
  ...{ kind: gitlab, specFor, events },
  deskOf: (known) => answering(gitlabWith(issuesWith(known))),
});

async function poll(server: Running, terms: object = {}, cursor: string | null = null) {
  const spec = { ...specFor(server.url), timeout: '5s', ...terms };
  const context = connectorContext([server.port], oneSecret(new Secret('canary-token')));
  return await pagesOf(gitlab, spec, cursor, context);
}

async function eventsOf(project: Gitlab, terms: object = {}) {
  const pages = await poll(await httpServer(answering(project)), terms);
  return pages.flatMap((page) => page.events);
}

describe('a GitLab', () => {
  it('is asked for the issues of everybody, by the last change, and for each with what it went through', async () => {
    const project = gitlabWith([opened(1, july, { notes: [note(after(65_000), 'ina')] })]);
    const server = await httpServer(answering(project));
    const cursor = (await poll(server)).at(-1)?.cursor ?? null;
    await poll(server, {}, cursor);
    const issues = '/api/v4/projects/acme%2Fsupport/issues';
    const list = `${issues}?scope=all&state=all&order_by=updated_at&sort=asc`;
    const filter = 'activity_filter=only_comments&order_by=created_at&sort=asc&';
    expect(project.asked).toEqual([
      `${list}&updated_after=2026-07-01T09%3A00%3A00Z&page=1&per_page=100`,
      `${issues}/1/notes?${filter}page=1&per_page=100`,
      `${issues}/1/resource_label_events?page=1&per_page=100`,
      `${issues}/1/resource_state_events?page=1&per_page=100`,
      `${list}&updated_after=2026-07-01T09%3A01%3A00Z&page=1&per_page=100`,
    ]);
    expect(new Set(project.tokens)).toEqual(new Set(['canary-token']));
  });

  it('that ignores from when on is not trusted', async () => {
    const project = gitlabWith([opened(1, july), opened(2, after(9_000))]);
    const { cursor = null } = (await poll(await httpServer(answering(project)))).at(-1) ?? {};
    const ignoring = await httpServer((request, response) => {
      request.url = request.url?.replace('updated_after=', 'updatedAfter=');
      answering(project)(request, response);
    });
    await expect(poll(ignoring, {}, cursor)).rejects.toThrow('does not list tickets from the instant asked');
  });

  it('that ignores what notes it is asked for tells the same', async () => {
    const project = gitlabWith(issuesWith(events));
    const ignoring = await httpServer((request, response) => {
      request.url = request.url?.replace(/activity_filter=.*sort=asc/, 'x=1');
      answering(project)(request, response);
    });
    expect((await poll(ignoring)).flatMap((page) => page.events)).toEqual(events);
  });

  it('may have scoped labels beside each other, of which the highest severity counts', async () => {
    const labels = [label(july, 'add', 'severity::3'), label(after(5), 'add', 'severity::1')];
    expect(await eventsOf(gitlabWith([opened(1, july, { labels })]))).toEqual([
      { ticket: '1', at: july, type: 'opened', severity: 3 },
      { ticket: '1', at: after(5), type: 'severity-changed', severity: 1 },
    ]);
  });

  it('tells of labels that are gone from the project without their names, which says nothing', async () => {
    const labels = [{ ...label(july, 'add', 'x'), label: null }];
    expect(await eventsOf(gitlabWith([opened(1, july, { labels })]))).toHaveLength(1);
  });

  it.each([
    ['a named user', note(after(1), 'INA'), 'supplier'],
    ['anybody', note(after(1), 'bob'), 'reporter'],
    ['the support bot, which hands on mail', note(after(1), 'support-bot'), 'reporter'],
    ['the user of a token', note(after(1), 'group_12_bot_abc1'), 'bot'],
    ['a named bot', note(after(1), 'triage'), 'bot'],
    ['an account that is gone', note(after(1), '', { author: null }), 'reporter'],
  ])('has a reply by %s', async (_title, written, actor) => {
    const project = gitlabWith([opened(1, july, { notes: [written] })]);
    expect((await eventsOf(project, { bots: ['triage'] }))[1]).toMatchObject({ type: 'public-reply', actor });
  });

  it('of an old release calls an internal note confidential', async () => {
    const notes = [note(after(1), 'ina', { internal: undefined, confidential: true })];
    expect((await eventsOf(gitlabWith([opened(1, july, { notes })])))[1]?.type).toBe('note');
  });

  it('is left alone until its limit begins anew', async () => {
    const headers = { 'ratelimit-remaining': '0', 'ratelimit-reset': String(july / 1_000 + 45) };
    const server = await httpServer((_request, response) =>
      response.writeHead(429, { date: new Date(july).toUTCString(), ...headers }).end('canary'),
    );
    await expect(poll(server)).rejects.toMatchObject({ retryAfterMs: 45_000 });
  });

  it('is quoted in no event, no cursor and no error', async () => {
    const server = await httpServer(answering(gitlabWith(issuesWith(events))));
    expect(JSON.stringify(await poll(server))).not.toContain('canary');
    const broken = gitlabWith([opened(1, july, { notes: [note(july, 'ina', { system: 'canary' })] })]);
    await expect(eventsOf(broken)).rejects.toThrow('is not as GitLab documents it: 0.system');
    await expect(eventsOf(broken)).rejects.not.toThrow('canary');
  });
});

describe('a single issue of a GitLab', () => {
  async function reach(project: Gitlab) {
    const server = await httpServer(answering(project));
    const context = connectorContext([server.port], oneSecret(new Secret('canary-token')));
    const spec = gitlab.spec.parse(specFor(server.url));
    return { spec, context, read: async (ticket: string) => await gitlab.lookup.read(spec, ticket, context) };
  }

  it('is gone where the project is read and the issue is not there; no other path is asked for', async () => {
    const project = gitlabWith([opened(1, july)]);
    const { read } = await reach(project);
    expect(await read('7')).toBe('gone');
    const asked = project.asked.length;
    for (const ticket of ['0', '1/notes', '../1', '', '1?x']) expect(await read(ticket)).toBe('gone');
    expect(project.asked).toHaveLength(asked);
  });

  it('is not gone where the token may not read the project any more', async () => {
    const { spec, context } = await reach(gitlabWith([opened(1, july)]));
    const hidden = { ...spec, project: 'acme/other' };
    await expect(gitlab.lookup.read(hidden, '1', context)).rejects.toThrow('there is no such project');
  });

  it('has left where it was moved to another project, whether its states say that it was closed or not', async () => {
    const record = { moved_to_id: 4711, closed_at: '2026-07-01T09:01:00.000Z' };
    const states = [{ at: after(60_000), state: 'closed' }];
    const project = gitlabWith([opened(1, july, { record }), opened(2, july, { record, states })]);
    const { read } = await reach(project);
    for (const ticket of ['1', '2']) {
      expect(await read(ticket)).toEqual({
        events: [
          { ticket, at: july, type: 'opened', severity: 3 },
          { ticket, at: after(60_000), type: 'deleted' },
        ],
      });
    }
  });

  it('that was closed as a duplicate is resolved: no record says when it was made one', async () => {
    const record = {
      _links: { closed_as_duplicate_of: 'https://canary.example/api/v4/projects/1/issues/75' },
    };
    const states = [{ at: after(60_000), state: 'closed' }];
    const { read } = await reach(gitlabWith([opened(1, july, { record, states })]));
    expect(await read('1')).toMatchObject({ events: [{ type: 'opened' }, { type: 'resolved' }] });
  });

  it('that is deleted between the list and its notes is passed over', async () => {
    const project = gitlabWith([opened(1, july), opened(2, after(9))]);
    const server = await httpServer((request, response) => {
      if (request.url?.includes('/1/notes') === true) project.issues.shift();
      answering(project)(request, response);
    });
    const events = (await poll(server)).flatMap((page) => page.events);
    expect(events).toEqual([{ ticket: '2', at: after(9), type: 'opened', severity: 3 }]);
  });

  it('is among the open ones until it is closed, however many pages they fill', async () => {
    const closed = { states: [{ at: after(9), state: 'closed' }] };
    const project = gitlabWith([1, 2, 3, 4].map((iid) => opened(iid, july, iid === 2 ? closed : {})));
    const { spec, context } = await reach(project);
    expect((await Array.fromAsync(gitlab.lookup.open(spec, context))).flat()).toEqual(['1', '3', '4']);
  });

  it('is asked for by a key that bites: a GitLab that knows no such key gives what it should not', async () => {
    const project = gitlabWith([opened(1, july), opened(2, after(9))]);
    const { spec, context } = await reach(project);
    expect((await gitlab.control(spec, context)).found).toBe(0);
    const ignoring = await httpServer((request, response) => {
      request.url = request.url?.replace('updated_after=', 'updatedAfter=');
      answering(project)(request, response);
    });
    const blind = connectorContext([ignoring.port], oneSecret(new Secret('canary-token')));
    expect((await gitlab.control({ ...spec, url: ignoring.url }, blind)).found).toBe(2);
  });
});

describe('the spec of a gitlab source', () => {
  it.each([
    ['a project without its group', { project: 'support' }, 'a project is its path with its groups'],
    ['a way up', { project: 'acme/../x' }, 'a project is its path with its groups'],
    ['nobody who answers', { supplier: [] }, 'usernames are a list'],
  ])('refuses %s', (_title, terms, rule) => {
    const { error } = gitlab.spec.safeParse({ ...specFor('https://gitlab.com'), ...terms });
    expect(error?.issues.map(({ message }) => message).join()).toContain(rule);
  });
});
