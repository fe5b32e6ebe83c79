import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { github } from '@upheld/collector/connectors/github';
import { Secret } from '@upheld/collector/secrets';
import { connectorContext, pagesOf } from '../../contracts/connector.ts';
import { httpServer, oneSecret } from '../egress/servers.ts';
import { agent, answering, comment, customer, githubWith, july, label } from './github-desk.ts';
import type { Entry, Github, Issue } from './github-desk.ts';

const after = (seconds: number) => july + seconds * 1_000;

const issue = (number: number, openedAt: number, entries: Entry[] = []): Issue => {
  return { number, openedAt, by: customer, entries };
};
const closed = (at: number): Entry => ({ event: 'closed', at, actor: agent });

/** The agreement begins in July; `from` is when it begins instead. */
async function reach(repository: Github, from = july) {
  const server = await httpServer((request, response) => answering(repository)(request, response));
  const spec = github.spec.parse({
    ...{ url: server.url, repository: 'acme/support', token: { env: 'TOKEN' } },
    severity: { prefix: 'severity/', otherwise: 3 },
  });
  const context = { ...connectorContext([server.port], oneSecret(new Secret('token'))), from };
  return { spec, context, read: async (ticket: string) => await github.lookup.read(spec, ticket, context) };
}

/** One synchronisation after the other. */
async function following(repository: Github, from = july) {
  const { spec, context } = await reach(repository, from);
  let cursor: string | null = null;
  return async (begins = from): Promise<TicketEvent[]> => {
    const pages = await pagesOf(github, spec, cursor, { ...context, from: begins });
    cursor = pages.at(-1)?.cursor ?? null;
    return pages.flatMap(({ events }) => events);
  };
}

describe('a single issue', () => {
  it.each([
    ['was transferred', 301],
    ['is hidden or never was', 404],
    ['was deleted', 410],
  ] as const)('is gone where it %s', async (_title, status) => {
    const { read } = await reach(githubWith([issue(1, july)], { left: new Map([[7, status]]) }));
    expect(await read('7')).toBe('gone');
    expect(await read('1')).toMatchObject({ events: [{ type: 'opened' }] });
  });

  it.each([
    [301, 'the repository has another name by now'],
    [404, 'there is no such repository'],
    [410, 'the repository has no issues'],
  ])('is not gone where all of the repository answers %i', async (status, words) => {
    const server = await httpServer((_request, response) => response.writeHead(status).end('{}'));
    const { spec } = await reach(githubWith([]));
    const context = connectorContext([server.port], oneSecret(new Secret('token')));
    await expect(github.lookup.read({ ...spec, url: server.url }, '7', context)).rejects.toThrow(words);
  });

  it('is gone where the number is that of a pull request, or none that an issue has', async () => {
    const repository = githubWith([{ ...issue(3, july), isPull: true }]);
    const { read } = await reach(repository);
    expect(await read('3')).toBe('gone');
    const asked = repository.asked.length;
    for (const ticket of ['0', '-1', '1.5', '3/timeline', '../3', '', 'T-3', '3?x=1']) {
      expect(await read(ticket)).toBe('gone');
    }
    expect(repository.asked).toHaveLength(asked);
  });

  it('that is deleted between the list and its timeline is passed over', async () => {
    const repository = githubWith([issue(1, july), issue(2, after(1))]);
    repository.before = (path) => {
      if (path.includes('/1/timeline')) repository.issues.shift();
    };
    const sync = await following(repository);
    expect(await sync()).toEqual([{ ticket: '2', at: after(1), type: 'opened', severity: 3 }]);
  });

  it('that became a discussion has left, and the close that goes with it resolves nothing', async () => {
    const entries = [
      closed(after(60)),
      { event: 'reopened', at: after(120), actor: customer },
      closed(after(180)),
      { event: 'converted_to_discussion', at: after(180), actor: agent },
    ];
    const { read } = await reach(githubWith([issue(1, july, entries)]));
    expect(await read('1')).toEqual({
      events: [
        { ticket: '1', at: july, type: 'opened', severity: 3 },
        { ticket: '1', at: after(60), type: 'resolved' },
        { ticket: '1', at: after(120), type: 'reopened' },
        { ticket: '1', at: after(180), type: 'deleted' },
      ],
    });
  });

  it('tells the same in whichever order its timeline has what happened in one second', async () => {
    const swap = [label('unlabeled', after(60), 'severity/3'), label('labeled', after(60), 'severity/1')];
    const answer = [comment(after(90), agent, 'MEMBER'), closed(after(90))];
    const labelled = label('labeled', july, 'severity/3');
    const told = async (entries: Entry[]) => {
      const { read } = await reach(githubWith([issue(1, july, entries)]));
      const found = await read('1');
      return found === 'gone'
        ? []
        : found.events.toSorted((a, b) => a.at - b.at || (a.type < b.type ? -1 : 1));
    };
    const expected = [
      { ticket: '1', at: july, type: 'opened', severity: 3 },
      { ticket: '1', at: after(60), type: 'severity-changed', severity: 1 },
      { ticket: '1', at: after(90), type: 'public-reply', actor: 'supplier', autoSubmitted: false },
      { ticket: '1', at: after(90), type: 'resolved' },
    ];
    expect(await told([labelled, ...swap, ...answer])).toEqual(expected);
    expect(await told([...answer.toReversed(), ...swap.toReversed(), labelled])).toEqual(expected);
  });
});

describe('the open issues', () => {
  it('are named over pages, without pull requests, those that change meanwhile too', async () => {
    const issues = [1, 2, 3, 4, 5].map((number) => issue(number, after(number * 10)));
    const pull = { ...issue(6, after(60)), isPull: true };
    const repository = githubWith([...issues, pull, issue(7, after(70), [closed(after(71))])]);
    repository.before = () => {
      if (repository.asked.length === 2) issues[0]?.entries.push(comment(after(100), agent, 'MEMBER'));
      if (repository.asked.length === 3) issues[1]?.entries.push(closed(after(110)));
    };
    const { spec, context } = await reach(repository);
    const ids = (await Array.fromAsync(github.lookup.open(spec, context))).flat();
    // 2 was named before it was closed; who reads it sees that.
    expect(ids.toSorted()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('are named whatever the day of their last change', async () => {
    const { spec, context } = await reach(githubWith([issue(1, Date.UTC(2015, 0, 1))]));
    expect((await Array.fromAsync(github.lookup.open(spec, context))).flat()).toEqual(['1']);
  });
});

describe('the negative control', () => {
  it('finds what a desk gives that ignores since when', async () => {
    const repository = githubWith([issue(1, july), issue(2, after(9))]);
    const { spec, context } = await reach(repository);
    expect((await github.control(spec, context)).found).toBe(0);
    const ignoring = await httpServer((request, response) => {
      request.url = request.url?.replace('since=', 'sinze=');
      answering(repository)(request, response);
    });
    const blind = connectorContext([ignoring.port], oneSecret(new Secret('token')));
    expect(await github.control({ ...spec, url: ignoring.url }, blind)).toEqual({
      asked: 'tickets that changed in the year 2099 or later',
      found: 2,
    });
  });
});

describe('the first reading', () => {
  const old = () => issue(1, july - 86_400_000, [closed(july - 60_000)]);

  it('leaves out what did not change since the agreement began', async () => {
    const repository = githubWith([old(), issue(2, july - 5_000, [closed(july)]), issue(3, after(5))]);
    const sync = await following(repository);
    expect(new Set((await sync()).map(({ ticket }) => ticket))).toEqual(new Set(['2', '3']));
  });

  it('has an issue that was left out told as a whole once it is reopened', async () => {
    const repository = githubWith([old(), issue(2, after(600))]);
    const sync = await following(repository);
    await sync();
    repository.issues[0]?.entries.push({ event: 'reopened', at: after(700), actor: customer });
    expect((await sync()).map(({ ticket, type }) => [ticket, type])).toEqual([
      ['1', 'opened'],
      ['1', 'resolved'],
      ['1', 'reopened'],
    ]);
  });

  it('is done again where the agreement comes to begin earlier, and not where it begins later', async () => {
    const sync = await following(githubWith([old(), issue(2, after(600))]));
    expect(await sync()).toHaveLength(1);
    expect(await sync(after(60))).toEqual([]);
    expect((await sync(july - 120_000)).map(({ ticket }) => ticket)).toEqual(['1', '1', '2']);
  });
});

describe('a change that becomes visible late', () => {
  it('is found up to five seconds before the last that was read, with what happened then', async () => {
    const late = issue(1, july);
    const repository = githubWith([late, issue(2, after(600))]);
    const sync = await following(repository);
    await sync();
    late.entries.push(comment(after(597), agent, 'MEMBER'));
    expect(await sync()).toEqual([
      { ticket: '1', at: after(597), type: 'public-reply', actor: 'supplier', autoSubmitted: false },
    ]);
    expect(await sync()).toEqual([]);
    // The place is kept: five seconds before the last change, ten minutes after nine.
    expect(repository.asked.at(-1)).toContain('since=2026-07-01T09%3A09%3A55Z');
  });

  it('is found at the instant where a page ended, though the desk gives only what is later than asked', async () => {
    const changes = [1, 10, 10, 20, 30];
    const repository = githubWith(changes.map((seconds, index) => issue(index + 1, after(seconds))));
    const server = await httpServer((request, response) => {
      // A second later than asked, as a desk that means "after".
      request.url = request.url?.replace(/(since=[^&]*)(\d\d)Z/, (_all, start: string, second: string) => {
        return `${start}${String(Number(second) + 1).padStart(2, '0')}Z`;
      });
      answering(repository)(request, response);
    });
    const { spec } = await reach(repository);
    const context = connectorContext([server.port], oneSecret(new Secret('token')));
    const pages = await pagesOf(github, { ...spec, url: server.url }, null, context);
    const tickets = pages.flatMap(({ events }) => events.map(({ ticket }) => ticket));
    expect(tickets).toEqual(['1', '2', '3', '4', '5']);
  });
});
