import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { systemClock } from '@upheld/collector/clock';
import { SyncError } from '@upheld/collector/connectors/connector';
import { jsonHttp } from '@upheld/collector/connectors/json-http';
import { Secret } from '@upheld/collector/secrets';
import { connectorContext, connectorContract, pagesOf } from '../../contracts/connector.ts';
import { credentialsOf } from '../egress/auth/secrets.ts';
import { httpServer, oneSecret } from '../egress/servers.ts';
import type { Running } from '../egress/servers.ts';

/** A desk that speaks our own words; its cursor is how many events were given. */
function deskOf(events: TicketEvent[]): RequestListener {
  return (request, response) => {
    const since = Number(new URL(request.url ?? '/', 'http://desk').searchParams.get('since') ?? 0);
    const page = events.slice(since, since + 2);
    response.end(JSON.stringify({ events: page, cursor: String(since + page.length) }));
  };
}

connectorContract({ kind: jsonHttp, specFor: (url) => ({ url, timeout: '500ms' }), deskOf });

/** A desk that gives these answers, one after the other, and the queries that it was asked with. */
async function scripted(...answers: unknown[]) {
  const queries: string[] = [];
  const server = await httpServer((request, response) => {
    const { search } = new URL(request.url ?? '/', 'http://desk');
    response.end(JSON.stringify(answers[Math.min(queries.push(search), answers.length) - 1]));
  });
  return { ...server, queries };
}

async function poll(server: Running, terms: object = {}, cursor: string | null = null) {
  const spec = { url: server.url, timeout: '2s', ...terms };
  return await pagesOf(jsonHttp, spec, cursor, connectorContext([server.port]));
}

const july = Date.UTC(2026, 6, 1, 9);
const opened = { ticket: 'T-1', at: july, type: 'opened', severity: 2 };

describe('the end of a desk', () => {
  it.each([
    ['a cursor of null', { events: [opened], cursor: null }],
    ['no cursor', { events: [opened] }],
    ['the cursor that was sent', { events: [opened], cursor: 'a' }],
    ['no events', { events: [], cursor: 'b' }],
    ['the word that no more follows', { events: [opened], cursor: 'b', more: false }],
  ])('is reached at %s', async (_title, answer) => {
    const desk = await scripted(answer, { events: [], cursor: 'z' });
    await poll(desk, {}, 'a');
    expect(desk.queries).toEqual(['?since=a']);
  });

  it('is not reached while the desk says that more follows, even on an empty page', async () => {
    const desk = await scripted(
      { events: [], cursor: 'b', more: true },
      { events: [opened], cursor: 'c', more: false },
    );
    expect((await poll(desk)).map((page) => page.cursor)).toEqual(['b', 'c']);
    expect(desk.queries).toEqual(['', '?since=b']);
  });

  it('is not taken for reached on a page of which every event is ignored', async () => {
    const desk = await scripted(
      { events: [{ type: 'viewed' }], cursor: 'b' },
      { events: [opened], cursor: 'c' },
      { events: [], cursor: 'c' },
    );
    expect(await poll(desk, { events: { viewed: 'ignore' } })).toEqual([
      { events: [], cursor: 'b' },
      { events: [opened], cursor: 'c' },
      { events: [], cursor: 'c' },
    ]);
  });

  it('is never reached where cursors run in a circle, which is a SyncError', async () => {
    const desk = await scripted(
      { events: [opened], cursor: 'b' },
      { events: [opened], cursor: 'a' },
      { events: [opened], cursor: 'b' },
    );
    await expect(poll(desk, {}, 'a')).rejects.toThrow('gives a cursor again that it gave before');
    expect(desk.queries).toHaveLength(2);
  });

  it('cannot be told where the cursor is neither text nor number', async () => {
    const desk = await scripted({ events: [opened], cursor: { id: 1 } });
    await expect(poll(desk)).rejects.toThrow('a cursor at /cursor that is neither text nor a number');
  });
});

describe('a desk with words and places of its own', () => {
  const terms = {
    since: 'after',
    items: '/data/log',
    next: '/data/next',
    fields: {
      ticket: '/issue/key',
      at: '/when',
      event: '/kind',
      severity: '/prio',
      actor: '/by',
      auto: '/robot',
      into: '/to',
    },
    events: {
      created: 'opened',
      comment: 'public-reply',
      prio: 'severity-changed',
      merge: 'merged-into',
      view: 'ignore',
    },
    actors: { agent: 'supplier', customer: 'reporter' },
    severities: { Critical: 1, '20': 2 },
  };

  it('gives events in ours', async () => {
    const issue = { key: 'T-7' };
    const desk = await scripted(
      {
        data: {
          next: 12,
          log: [
            {
              issue,
              when: '2026-07-01T11:00:00+02:00',
              kind: 'created',
              prio: 'Critical',
              subject: 'canary',
            },
            { issue, when: '2026-07-01T09:00:01.250999Z', kind: 'comment', by: 'agent', robot: null },
            { issue, when: july + 2_000, kind: 'prio', prio: 20 },
            { issue, when: july + 3_000, kind: 'view' },
            { issue, when: july + 4_000, kind: 'merge', to: 8 },
            { issue, when: july + 5_000, kind: 'resolved' },
          ],
        },
      },
      { data: { next: 12, log: [] } },
    );
    // 11:00 at +02:00 is 09:00 UTC; microseconds are cut to milliseconds.
    expect((await poll(desk, terms))[0]).toEqual({
      cursor: '12',
      events: [
        { ticket: 'T-7', at: july, type: 'opened', severity: 1 },
        { ticket: 'T-7', at: july + 1_250, type: 'public-reply', actor: 'supplier', autoSubmitted: false },
        { ticket: 'T-7', at: july + 2_000, type: 'severity-changed', severity: 2 },
        { ticket: 'T-7', at: july + 4_000, type: 'merged-into', into: '8' },
        { ticket: 'T-7', at: july + 5_000, type: 'resolved' },
      ],
    });
    expect(desk.queries).toEqual(['', '?after=12']);
  });

  it('keeps the query of its URL beside the cursor', async () => {
    const desk = await scripted({ events: [], cursor: null });
    await poll({ port: desk.port, url: `${desk.url}/log?team=a` }, {}, 'x y&z');
    expect(desk.queries).toEqual(['?team=a&since=x+y%26z']);
  });
});

describe('a desk that is read by expressions', () => {
  /** Tickets with their logs inside, as most desks give them. */
  const nested = {
    items: {
      jmespath:
        'tickets[].[let $ticket = @ in log[].{ticket: $ticket.id, by: by, at: at, kind: kind, open: open, prio: prio}][][]',
    },
    next: { jmespath: 'meta.page && to_string(meta.page)' },
    more: { jmespath: 'meta.left > `0`' },
    fields: {
      event: { jmespath: "kind == 'comment' && (open && 'public-reply' || 'note') || kind" },
      severity: { jmespath: "prio && (prio == 'urgent' && `1` || `3`)" },
      actor: { jmespath: "by.staff && 'supplier' || 'reporter'" },
      auto: { jmespath: "contains(['rule', 'api'], by.via)" },
    },
  };
  const page = (left: number, ...tickets: unknown[]) => ({ tickets, meta: { page: 7 - left, left } });
  const by = { staff: true, via: 'web' };

  it('gives events in our words, page by page', async () => {
    const desk = await scripted(
      page(1, { id: 41, log: [{ at: july, kind: 'opened', prio: 'urgent', by }] }),
      page(0, {
        id: 42,
        log: [
          { at: july + 1, kind: 'opened', prio: 'low', by },
          { at: july + 2, kind: 'comment', open: true, by: { staff: true, via: 'rule' } },
          { at: july + 3, kind: 'comment', open: true, by },
          { at: july + 4, kind: 'comment', open: false, by },
          { at: july + 5, kind: 'comment', open: true, by: { staff: false, via: 'web' } },
        ],
      }),
    );
    const reply = { ticket: '42', type: 'public-reply' };
    expect(await poll(desk, nested)).toEqual([
      { cursor: '6', events: [{ ticket: '41', at: july, type: 'opened', severity: 1 }] },
      {
        cursor: '7',
        events: [
          { ticket: '42', at: july + 1, type: 'opened', severity: 3 },
          { ...reply, at: july + 2, actor: 'supplier', autoSubmitted: true },
          { ...reply, at: july + 3, actor: 'supplier', autoSubmitted: false },
          { ticket: '42', at: july + 4, type: 'note' },
          { ...reply, at: july + 5, actor: 'reporter', autoSubmitted: false },
        ],
      },
    ]);
    expect(desk.queries).toEqual(['', '?since=6']);
  });

  it.each([
    ['items', { items: { jmespath: 'keys(events)' } }],
    ['next', { next: { jmespath: 'length(cursor)' } }],
    ['more', { more: { jmespath: 'max(cursor)' } }],
    ['fields.severity', { fields: { severity: { jmespath: "starts_with(severity, 'S')" } } }],
  ])('is a SyncError where %s does not fit what came, which quotes nothing of it', async (field, terms) => {
    const desk = await scripted({ events: [{ ...opened, severity: 2, subject: 'canary' }], cursor: 5 });
    await expect(poll(desk, terms)).rejects.toThrow(
      new SyncError(`${field}: the expression cannot be worked out on what the desk sent`),
    );
  });

  it.each([
    ['nope', 'a JSON pointer starts with /'],
    [{ jmespath: 'a[' }, 'an expression is JMESPath (Syntax error'],
    [{ jmespath: 7 }, 'an expression is JMESPath of up to 1000 characters'],
    [{ jmespth: 'a' }, 'a place is a JSON pointer (/cursor) or an expression'],
    [7, 'a place is a JSON pointer (/cursor) or an expression'],
  ])('does not load where a place is %j, which is told with an example', (next, words) => {
    const read = jsonHttp.spec.safeParse({ url: 'https://desk.example.com', next });
    const [issue, ...others] = read.error?.issues ?? [];
    expect(issue?.message.startsWith(words)).toBe(true);
    expect(issue?.message).toMatch(/, such as \S+/);
    expect(others).toEqual([]);
  });

  it('is a SyncError where the items are no list', async () => {
    const desk = await scripted({ tickets: 7 });
    await expect(poll(desk, { items: { jmespath: 'tickets' } })).rejects.toThrow(
      "the desk's answer has no list at the place of tickets",
    );
  });
});

describe('a desk that looks at its tickets now and then', () => {
  const seen = { ticket: 'T-1', at: july, type: 'resolved', observedAfter: july - 60_000 };

  it('gives events that were observed between two looks', async () => {
    const desk = await scripted({ events: [seen, { ...seen, type: 'deleted', observedAfter: null }] });
    expect((await poll(desk))[0]?.events).toEqual([seen, { ticket: 'T-1', at: july, type: 'deleted' }]);
  });

  it.each([july, july + 1])(
    'gives none that was observed before it could have been',
    async (observedAfter) => {
      const desk = await scripted({ events: [{ ...seen, observedAfter }] });
      await expect(poll(desk)).rejects.toThrow('ticket "T-1": observedAfter: observedAfter is before at');
    },
  );
});

describe('an event that cannot be read', () => {
  it.each([
    ['an unknown word', { ...opened, type: 'exploded' }, 'ticket "T-1": type: an event is one of'],
    [
      'no severity',
      { ...opened, severity: undefined },
      'ticket "T-1": severity: a severity is a whole number',
    ],
    ['severity zero', { ...opened, severity: 0 }, 'ticket "T-1": severity: a severity is a whole number'],
    [
      'an id without end',
      { ...opened, ticket: 'x'.repeat(201) },
      'a ticket without an id: ticket: a ticket has an id',
    ],
    ['a severity in words', { ...opened, severity: 'high' }, 'ticket "T-1": severity: a severity is'],
    [
      'an unknown actor',
      { ...opened, type: 'public-reply', actor: 'bob' },
      'ticket "T-1": actor: an actor is one of',
    ],
    [
      'no ticket',
      { ...opened, ticket: { subject: 'canary' } },
      'a ticket without an id: ticket: a ticket has an id',
    ],
    ['a local time', { ...opened, at: '2026-07-01T09:00:00' }, 'ticket "T-1": at: an instant is ISO 8601'],
    [
      'a day that does not exist',
      { ...opened, at: '2026-02-30T09:00:00Z' },
      'ticket "T-1": at: an instant is',
    ],
    ['words for an instant', { ...opened, at: 'foo 1 Z' }, 'ticket "T-1": at: an instant is'],
    ['seconds for milliseconds', { ...opened, at: july / 1_000 }, 'ticket "T-1": at: an instant is'],
    ['a merge into nothing', { ...opened, type: 'merged-into' }, 'ticket "T-1": into: a ticket has an id'],
    ['the name of a prototype', { ...opened, type: 'constructor' }, 'ticket "T-1": type: an event is one of'],
    ['no object', 'canary', 'a ticket without an id'],
  ])(
    'for %s fails the sync, names the ticket and the rule, and quotes nothing else',
    async (_title, item, fault) => {
      const desk = await scripted({ events: [opened], cursor: 'b' }, { events: [opened, item], cursor: 'c' });
      const terms = jsonHttp.spec.parse({ url: desk.url });
      const cursors: (string | null)[] = [];
      const reading = (async () => {
        for await (const page of jsonHttp.poll(terms, null, connectorContext([desk.port]))) {
          cursors.push(page.cursor);
        }
      })();
      await expect(reading).rejects.toThrow(`an event of the desk cannot be read: ${fault}`);
      await expect(reading).rejects.not.toThrow('canary');
      // The page before was given, the faulty one was not: its cursor is still the one before.
      expect(cursors).toEqual(['b']);
    },
  );
});

describe('what a desk asks for', () => {
  it('is a token, sent in a header', async () => {
    const seen: (string | undefined)[] = [];
    const server = await httpServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{"events":[]}');
    });
    const terms = { url: server.url, auth: { type: 'bearer', token: { file: 'desk' } } };
    const context = connectorContext([server.port]);
    await pagesOf(jsonHttp, terms, null, { ...context, credentials: oneSecret(new Secret('canary')) });
    expect(seen).toEqual(['Bearer canary']);
    await expect(pagesOf(jsonHttp, terms, null, context)).rejects.toThrow(
      'the file desk holds no usable token',
    );
    expect(seen).toHaveLength(1);
  });

  it('is another token where it refused the one before, at the next synchronisation', async () => {
    const given: string[] = [];
    const server = await httpServer((request, response) => {
      const isToken = request.url === '/token';
      if (isToken) given.push(`t${given.length + 1}`);
      const isLetIn = isToken || request.headers.authorization === 'Bearer t2';
      const token = JSON.stringify({ access_token: given.at(-1), token_type: 'bearer' });
      response.writeHead(isLetIn ? 200 : 401).end(isToken ? token : '{"events":[]}');
    });
    const tokenUrl = `${server.url}/token`;
    const client = { clientId: 'upheld', clientSecret: { env: 'SECRET' } };
    const terms = { url: server.url, auth: { type: 'oauth2-client-credentials', tokenUrl, ...client } };
    const time = { aheadMs: 0 };
    const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + time.aheadMs };
    const credentials = credentialsOf({ SECRET: 'canary' }, [server.port], clock);
    const context = { ...connectorContext([server.port]), credentials };
    await expect(pagesOf(jsonHttp, terms, null, context)).rejects.toThrow('answered with status 401');
    time.aheadMs = 5_000;
    expect(await pagesOf(jsonHttp, terms, null, context)).toHaveLength(1);
    expect(given).toEqual(['t1', 't2']);
  });

  it('may be patience until a date, taken against its own clock', async () => {
    const date = 'Wed, 01 Jul 2026 09:00:00 GMT';
    for (const [after, ms] of [
      ['Wed, 01 Jul 2026 09:01:30 GMT', 90_000],
      ['Wed, 01 Jul 2026 08:00:00 GMT', 0],
      ['soon', null],
    ] as const) {
      const server = await httpServer((_request, response) => {
        response.sendDate = false;
        response.writeHead(503, { 'retry-after': after, date }).end();
      });
      await expect(poll(server)).rejects.toMatchObject({ retryAfterMs: ms });
    }
  });
});
