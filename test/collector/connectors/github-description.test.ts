import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { github } from '@upheld/collector/connectors/github';
import { Secret } from '@upheld/collector/secrets';
import type { Exchange } from '../../descriptions/description.ts';
import { connectorContext, pagesOf } from '../../contracts/connector.ts';
import { httpServer, oneSecret } from '../egress/servers.ts';
import { describedWebhooks, faultsOf, overheard } from './github-description.ts';
import { agent, answering, comment, customer, githubWith, july, label, robot } from './github-desk.ts';
import { shownEntry } from './github-shapes.ts';

const after = (seconds: number) => july + seconds * 1_000;

/** One of everything that the connector reads; 3 is a pull request, 4 to 6 have left. */
const entries = [
  label('labeled', july, 'severity/2'),
  comment(after(60), robot, 'NONE'),
  comment(after(120), agent, 'MEMBER'),
  label('unlabeled', after(180), 'severity/2'),
  { event: 'closed', at: after(240), actor: agent, state_reason: 'duplicate' },
  { event: 'reopened', at: after(300), actor: customer },
  { event: 'locked', at: after(360), actor: agent, lock_reason: 'spam' },
];

async function everyExchange(): Promise<Exchange[]> {
  const repository = githubWith([
    { number: 1, openedAt: july, by: customer, entries },
    { number: 2, openedAt: after(400), by: customer, entries: [] },
    { number: 3, openedAt: after(500), by: agent, entries: [], isPull: true },
  ]);
  repository.left.set(4, 301).set(5, 404).set(6, 410);
  const heard: Exchange[] = [];
  const server = await httpServer(overheard(answering(repository), (exchange) => heard.push(exchange)));
  const spec = github.spec.parse({
    ...{ url: server.url, repository: 'acme/support', token: { env: 'TOKEN' } },
    severity: { prefix: 'severity/', otherwise: 3 },
  });
  const context = connectorContext([server.port], oneSecret(new Secret('token')));
  const cursor = (await pagesOf(github, spec, null, context)).at(-1)?.cursor ?? null;
  await pagesOf(github, spec, cursor, context);
  await Array.fromAsync(github.lookup.open(spec, context));
  await github.control(spec, context);
  for (const ticket of ['1', '3', '4', '5', '6']) await github.lookup.read(spec, ticket, context);
  return heard;
}

const issues = '/repos/acme/support/issues';
const answered = (path: string, body: unknown, status = 200) =>
  faultsOf({ path, status, body: JSON.stringify(body) });

describe('GitHub’s own description', () => {
  it('has every question that is asked, and every answer that the tests give', async () => {
    const heard = await everyExchange();
    const kinds = heard.map(
      ({ path, status }) => `${path.replace(/\?.*/, '').replace(/\d+/, 'N')} ${status}`,
    );
    expect(new Set(kinds)).toEqual(
      new Set([
        ...[`${issues} 200`, `${issues}/N 200`, `${issues}/N/timeline 200`],
        ...[`${issues}/N 301`, `${issues}/N 404`, `${issues}/N 410`],
      ]),
    );
    expect(heard.flatMap(faultsOf)).toEqual([]);
  });

  it.each([
    [
      'a state that there is none of',
      '?state=wrong',
      'state=wrong /value must be equal to one of the allowed',
    ],
    ['a day for an instant', '?since=yesterday', 'since=yesterday /value must match format "date-time"'],
    ['a page that is no number', '?page=last', 'page=last /value must be integer'],
    ['a key of another system', '?updated_after=2026-07-01T09:00:00Z', 'updated_after is no parameter'],
    ['another path', '/1/notes', 'is no path'],
  ])('refuses a question with %s', (_title, asked, fault) => {
    expect(answered(`${issues}${asked}`, []).join()).toContain(fault);
  });

  it('refuses an answer that lacks a field, has another type, or a status of its own', async () => {
    const [{ body = '' } = {}] = (await everyExchange()).filter(({ path }) => path === `${issues}/1`);
    const issue = z.record(z.string(), z.json()).parse(JSON.parse(body));
    expect(answered(`${issues}/1`, issue)).toEqual([]);
    expect(answered(`${issues}/1`, { ...issue, updated_at: undefined })).toEqual([
      " must have required property 'updated_at'",
    ]);
    expect(answered(`${issues}/1`, { ...issue, number: '1' })).toEqual(['/number must be integer']);
    expect(answered(`${issues}/1`, {}, 418)).toEqual([
      '/repos/{owner}/{repo}/issues/{issue_number} is never answered with 418',
    ]);
  });

  it('refuses an entry of a timeline that is of another kind than its event', () => {
    const entry = {
      ...z.record(z.string(), z.json()).parse(shownEntry(entries[0] ?? expect.fail())),
      label: 'x',
    };
    expect(answered(`${issues}/1/timeline`, [entry])).toEqual(['labeled: /label must be object']);
  });

  it('has the number of the issue in each webhook, and the headers that tell deliveries apart and sign them', () => {
    const webhooks = describedWebhooks();
    expect(webhooks.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'issues-opened',
        'issues-transferred',
        'issues-deleted',
        'issue-comment-created',
      ]),
    );
    for (const { headers, faultsOf: faultsIn } of webhooks) {
      expect(headers).toEqual(expect.arrayContaining(['X-GitHub-Delivery', 'X-Hub-Signature-256']));
      expect(faultsIn({ issue: { number: 7 } })).toEqual([]);
      expect(faultsIn({ issue: { number: '7' } })).not.toEqual([]);
      expect(faultsIn({ issue: {} })).not.toEqual([]);
      expect(faultsIn({ number: 7 })).not.toEqual([]);
    }
  });
});
