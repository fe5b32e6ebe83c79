import { afterAll, describe, expect, it } from 'vitest';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { github } from '@upheld/collector/connectors/github';
import { Secret } from '@upheld/collector/secrets';
import { connectorContext, connectorContract, pagesOf } from '../../contracts/connector.ts';
import { httpServer, oneSecret, type Running } from '../egress/servers.ts';
import { faultsOf, overheard } from './github-description.ts';
import { agent, answering, comment, customer, githubWith, issuesWith, july, label } from './github-desk.ts';
import { robot, type Entry, type Github, type Issue, type Person } from './github-desk.ts';

const second = 1_000;
const after = (seconds: number) => july + seconds * second;

/** What a GitHub can tell: no merges, and no instants finer than a second. */
const events: TicketEvent[] = [
  { ticket: '1', at: july, type: 'opened', severity: 1 },
  { ticket: '1', at: after(1), type: 'public-reply', actor: 'bot', autoSubmitted: true },
  { ticket: '1', at: after(2), type: 'public-reply', actor: 'supplier', autoSubmitted: false },
  { ticket: '1', at: after(3), type: 'severity-changed', severity: 3 },
  { ticket: '2', at: after(4), type: 'opened', severity: 2 },
  { ticket: '2', at: after(5), type: 'waiting-on-reporter' },
  { ticket: '2', at: after(6), type: 'public-reply', actor: 'reporter', autoSubmitted: false },
  { ticket: '2', at: after(7), type: 'waiting-ended' },
  { ticket: '3', at: after(8), type: 'opened', severity: 4 },
  { ticket: '3', at: after(9), type: 'resolved' },
  { ticket: '3', at: after(10), type: 'reopened' },
];

const specFor = (url: string) => ({
  ...{ url, timeout: '500ms', repository: 'acme/support', token: { env: 'TOKEN' } },
  ...{ severity: { prefix: 'severity/', otherwise: 3 }, waitingLabel: 'waiting-for-customer' },
});

connectorContract({
  ...{ kind: github, specFor, events },
  deskOf: (known) =>
    overheard(answering(githubWith(issuesWith(known))), (exchange) => faults.push(...faultsOf(exchange))),
});

/** All that a GitHub was asked in the contract suite, and what it answered, is as its own description says. */
const faults: string[] = [];
afterAll(() => expect(faults).toEqual([]));

async function poll(server: Running, terms: object = {}, cursor: string | null = null) {
  const spec = { ...specFor(server.url), timeout: '5s', ...terms };
  const context = connectorContext([server.port], oneSecret(new Secret('canary-token')));
  return await pagesOf(github, spec, cursor, context);
}

/** A running GitHub, and one synchronisation of it after the other. */
async function desk(github: Github, terms: object = {}) {
  const server = await httpServer(answering(github));
  let cursor: string | null = null;
  return async () => {
    const pages = await poll(server, terms, cursor);
    cursor = pages.at(-1)?.cursor ?? null;
    return pages.flatMap((page) => page.events);
  };
}

const opened = (number: number, openedAt: number, entries: Entry[] = []): Issue => {
  return { number, openedAt, by: customer, entries };
};

describe('the list of issues', () => {
  it('is asked for by the last change, of any state, since the agreement began and then from shortly before the last change that was read', async () => {
    const repository = githubWith([opened(1, july, [comment(after(65), agent, 'MEMBER')])]);
    const sync = await desk(repository);
    await sync();
    await sync();
    const list = '/repos/acme/support/issues?state=all&sort=updated&direction=asc';
    expect(repository.asked).toEqual([
      `${list}&since=2026-07-01T09%3A00%3A00Z&per_page=100&page=1`,
      '/repos/acme/support/issues/1/timeline?per_page=100&page=1',
      `${list}&since=2026-07-01T09%3A01%3A00Z&per_page=100&page=1`,
    ]);
    expect(repository.headers[0]).toMatchObject({
      accept: 'application/vnd.github+json',
      authorization: 'Bearer canary-token',
      'x-github-api-version': '2022-11-28',
    });
  });

  it('is asked of an installation under a path of its own', async () => {
    const asked: (string | undefined)[] = [];
    const server = await httpServer((request, response) => {
      asked.push(request.url?.replace(/\?.*/, ''));
      response.end('[]');
    });
    await poll(server, { url: `${server.url}/api/v3/` });
    expect(asked).toEqual(['/api/v3/repos/acme/support/issues']);
  });

  it('holds pull requests, which are no tickets', async () => {
    const pull = { ...opened(2, after(1), [comment(after(7), agent, 'OWNER')]), isPull: true };
    const repository = githubWith([opened(1, july), pull]);
    const sync = await desk(repository);
    expect(await sync()).toEqual([{ ticket: '1', at: july, type: 'opened', severity: 3 }]);
    await sync();
    expect(repository.asked.filter((path) => path.includes('timeline'))).toHaveLength(1);
    expect(repository.asked.at(-1)).toContain('since=2026-07-01T09%3A00%3A02Z');
  });

  it('gives of an issue that changed again only what is new', async () => {
    const issue = opened(1, july, [comment(after(5), agent, 'MEMBER')]);
    const sync = await desk(githubWith([issue, opened(2, after(11))]));
    expect(await sync()).toHaveLength(3);
    // The author left the organization: what was told of the comment before stays as it was told.
    issue.entries = [
      comment(after(5), agent, 'NONE'),
      comment(after(19), customer, 'NONE'),
      { event: 'closed', at: after(19) },
    ];
    expect(await sync()).toEqual([
      { ticket: '1', at: after(19), type: 'public-reply', actor: 'reporter', autoSubmitted: false },
      { ticket: '1', at: after(19), type: 'resolved' },
    ]);
    expect(await sync()).toEqual([]);
  });

  it('loses nothing where an issue changes twice in the second in which it is read', async () => {
    const issue = opened(1, july, [comment(after(60), agent, 'MEMBER')]);
    const repository = githubWith([issue], { now: after(60) });
    const sync = await desk(repository);
    expect(await sync()).toHaveLength(2);
    issue.entries.push({ event: 'closed', at: after(60) });
    repository.now = after(180);
    expect(await sync()).toContainEqual({ ticket: '1', at: after(60), type: 'resolved' });
    expect(await sync()).toEqual([]);
  });

  it('loses nothing where issues change between two pages, and so move to the end', async () => {
    const issues = [1, 2, 3, 4, 5].map((number) => opened(number, after(number)));
    const repository = githubWith(issues);
    repository.before = () => {
      const lists = repository.asked.filter((path) => !path.includes('timeline')).length;
      if (lists === 2) issues[0]?.entries.push({ event: 'closed', at: after(30) });
    };
    const given = await (await desk(repository))();
    const tickets = given.flatMap(({ type, ticket }) => (type === 'opened' ? [ticket] : []));
    expect(new Set(tickets)).toEqual(new Set(['1', '2', '3', '4', '5']));
    expect(given).toContainEqual({ ticket: '1', at: after(30), type: 'resolved' });
  });

  it('may hold more issues of one instant than a page', async () => {
    const issues = [1, 2, 3, 4, 5].map((number) => ({ ...opened(number, july), touchedAt: after(9) }));
    const sync = await desk(githubWith(issues));
    expect((await sync()).map(({ ticket }) => ticket)).toEqual(['1', '2', '3', '4', '5']);
    expect(await sync()).toEqual([]);
  });

  it('gives a transferred issue as a whole, though it is older than the last synchronisation', async () => {
    const repository = githubWith([opened(1, after(100))]);
    const sync = await desk(repository);
    await sync();
    repository.issues.push({
      ...opened(2, july, [comment(after(5), agent, 'MEMBER')]),
      touchedAt: after(200),
    });
    expect((await sync()).map(({ type, at }) => [type, at])).toEqual([
      ['opened', july],
      ['public-reply', after(5)],
    ]);
  });

  it('is read from its beginning with a cursor of another kind', async () => {
    const server = await httpServer(answering(githubWith([opened(1, july)])));
    for (const cursor of ['1042', 'page-2', '{"at":1}']) {
      expect((await poll(server, {}, cursor)).flatMap((page) => page.events)).toHaveLength(1);
    }
  });

  it('is not trusted where it ignores from when on, or in which order', async () => {
    const repository = githubWith([opened(1, july), opened(2, after(9))]);
    const sync = await desk(repository);
    await sync();
    const ignoring = await httpServer((request, response) => {
      request.url = request.url?.replace('since=', 'sinze=');
      answering(repository)(request, response);
    });
    const { cursor = null } = (await poll(await httpServer(answering(repository)))).at(-1) ?? {};
    await expect(poll(ignoring, {}, cursor)).rejects.toThrow('does not list tickets from the instant asked');
    const unordered = await httpServer((request, response) => {
      request.url = request.url?.replace('sort=', 'zort=').replace('direction=', 'direktion=');
      answering(repository)(request, response);
    });
    await expect(poll(unordered)).rejects.toThrow('does not list tickets from the instant asked');
  });
});

describe('pages', () => {
  it('are read on where a gateway drops their Link, as long as they are full', async () => {
    const entries = Array.from({ length: 150 }, (_, index) => comment(after(index), agent, 'MEMBER'));
    const repository = githubWith([opened(1, july, entries)], { pageSize: 100 });
    const server = await httpServer((request, response) => {
      response.setHeader = () => response;
      answering(repository)(request, response);
    });
    // One event for the opening, and 150 comments on two pages.
    expect((await poll(server)).flatMap((page) => page.events)).toHaveLength(151);
  });

  it('without a Date are not trusted, because nobody knows what may still change in their second', async () => {
    const server = await httpServer((_request, response) => {
      response.sendDate = false;
      response.end('[]');
    });
    await expect(poll(server)).rejects.toThrow('the desk does not say what time it is');
  });
});

describe('who comments', () => {
  const newcomer = { login: 'canary-new', type: 'User' };
  const defaults = {};
  const named = { logins: ['CANARY-agent'], associations: [] };
  it.each<[string, Person, string, object, object, string]>([
    ['a member of the organization', agent, 'MEMBER', defaults, {}, 'supplier'],
    ['the owner', agent, 'OWNER', defaults, {}, 'supplier'],
    ['a collaborator', agent, 'COLLABORATOR', defaults, {}, 'supplier'],
    ['somebody who contributed code', newcomer, 'CONTRIBUTOR', defaults, {}, 'reporter'],
    ['anybody', newcomer, 'NONE', defaults, {}, 'reporter'],
    ['an app', robot, 'MEMBER', defaults, {}, 'bot'],
    ['an app in the name of a member', agent, 'MEMBER', defaults, { id: 5 }, 'bot'],
    ['whoever opened it, a collaborator too', customer, 'COLLABORATOR', defaults, {}, 'reporter'],
    ['a named login', agent, 'NONE', named, {}, 'supplier'],
    ['a member who is not named where names count', newcomer, 'MEMBER', named, {}, 'reporter'],
    ['a named login that opened it', customer, 'NONE', { logins: [customer.login] }, {}, 'supplier'],
    ['a named app', robot, 'NONE', { logins: [robot.login] }, {}, 'bot'],
    ['an account that is gone', null, 'MEMBER', defaults, {}, 'reporter'],
  ])('%s', async (_title, user, association, supplier, app, actor) => {
    const by = Object.keys(app).length === 0 ? {} : { performed_via_github_app: app };
    const sync = await desk(githubWith([opened(1, july, [comment(after(1), user, association, by)])]), {
      supplier,
    });
    expect((await sync())[1]).toEqual({
      ...{ ticket: '1', at: after(1), type: 'public-reply', actor, autoSubmitted: actor === 'bot' },
    });
  });
});

describe('a GitHub that refuses', () => {
  const date = 'Wed, 01 Jul 2026 09:00:00 GMT';
  const reset = String(july / second + 90);
  it.each([
    ['until its limit begins anew', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }, 90_000],
    ['until an instant that is past', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, 0],
    ['for a time that goes before its limit', { 'retry-after': '30', 'x-ratelimit-reset': reset }, 30_000],
    ['for no limit', { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': reset }, null],
    ['until something else', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon' }, null],
  ])('is left alone %s', async (_title, headers, retryAfterMs) => {
    for (const status of [403, 429]) {
      const server = await httpServer((_request, response) =>
        response.writeHead(status, { date, ...headers }).end('{"message":"canary"}'),
      );
      await expect(poll(server)).rejects.toMatchObject({ retryAfterMs });
    }
  });

  it('is told apart from a repository that is not there', async () => {
    const server = await httpServer(answering(githubWith([])));
    await expect(poll(server, { repository: 'acme/other' })).rejects.toThrow(
      'status 404: there is no such repository, or the token may not read it',
    );
  });

  it('keeps what was read before it refused', async () => {
    const repository = githubWith([opened(1, july), opened(2, after(9))]);
    const isClosed = { now: false };
    const server = await httpServer((request, response) => {
      if (isClosed.now && request.url?.includes('/2/timeline') === true) response.writeHead(403).end();
      else answering(repository)(request, response);
    });
    isClosed.now = true;
    const spec = github.spec.parse(specFor(server.url));
    const context = connectorContext([server.port], oneSecret(new Secret('token')));
    const cursors: (string | null)[] = [];
    const reading = (async () => {
      for await (const page of github.poll(spec, null, context)) cursors.push(page.cursor);
    })();
    await expect(reading).rejects.toThrow('status 403');
    isClosed.now = false;
    const rest = (await poll(server, {}, cursors.at(-1) ?? null)).flatMap((page) => page.events);
    expect(rest).toEqual([{ ticket: '2', at: after(9), type: 'opened', severity: 3 }]);
  });
});

describe('what people wrote', () => {
  it('is in no event and no cursor', async () => {
    const server = await httpServer(answering(githubWith(issuesWith(events))));
    expect(JSON.stringify(await poll(server))).not.toContain('canary');
  });

  it.each([
    ['an instant', (item: object) => ({ ...item, created_at: 'canary' })],
    ['a number', (item: object) => ({ ...item, number: 'canary' })],
    ['nothing', () => 'canary'],
  ])('is in no error where a record has it for %s', async (_title, spoil) => {
    const item = { number: 1, created_at: '2026-07-01T09:00:00Z', updated_at: '2026-07-01T09:00:00Z' };
    const server = await httpServer((_request, response) => response.end(JSON.stringify([spoil(item)])));
    await expect(poll(server)).rejects.toThrow('is not as GitHub documents it: 0');
    await expect(poll(server)).rejects.not.toThrow('canary');
  });

  it('is in no error where a timeline is not as documented', async () => {
    const entry = { ...label('labeled', after(1), 'canary'), label: 'canary' };
    const sync = await desk(githubWith([opened(1, july, [entry])]));
    await expect(sync()).rejects.toThrow('is not as GitHub documents it: 0.label');
    await expect(sync()).rejects.not.toThrow('canary');
  });
});

describe('the spec of a github source', () => {
  it.each([
    ['no repository path', { repository: '../admin' }, 'a repository is an owner and a name'],
    ['a repository of dots', { repository: 'acme/..' }, 'a repository is an owner and a name'],
    ['a token written out', { token: 'canary' }, 'a secret is a reference'],
    ['no labels', { severity: { otherwise: 3 } }, 'severity has labels or a prefix, and otherwise'],
    [
      'a severity of ten',
      { severity: { labels: { low: 10 }, otherwise: 3 } },
      'a severity is a whole number',
    ],
    ['an unknown association', { supplier: { associations: ['FRIEND'] } }, 'OWNER'],
  ])('refuses %s', (_title, terms, rule) => {
    const { error } = github.spec.safeParse({ ...specFor('https://api.github.com'), ...terms });
    expect(error?.issues.map(({ message }) => message).join()).toContain(rule);
  });
});
