// Webhooks from a desk's delivery to the events of its tickets, through collectors as they are run: one that is
// told and hardly polls, and one that polls and is told nothing.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '@upheld/collector/store/registry';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Installation } from './bin/launched.ts';
import { startCollector, upheld } from './collector-process.ts';
import { agent, answering, comment, githubWith } from './connectors/github-desk.ts';
import { httpServer } from './egress/servers.ts';
import { deliver, installation, opened, secret } from './webhook-desk.ts';

const second = 1_000;

/** What an installation knows of the desk's tickets. */
async function eventsOf({ env }: Installation): Promise<TicketEvent[]> {
  const store = await openStore(`sqlite:${env['UPHELD_DATA']}/upheld.db`, { isReader: true });
  try {
    return await store.readTicketEvents({ agreement: 'acme', source: 'desk' });
  } finally {
    await store.close();
  }
}

const inOrder = (events: TicketEvent[]) => events.map((event) => JSON.stringify(event)).sort();

describe('a collector that is told by a desk what changed', () => {
  it('knows at once what polling alone comes to know', async () => {
    const begun = Math.floor(Date.now() / second) * second;
    const first = opened(1, begun - 3_600_000, 2);
    const github = githubWith([first], { now: begun, pageSize: 100 });
    const desk = await httpServer((request, response) => {
      github.now = Date.now();
      answering(github)(request, response);
    });
    const webhook = 'webhook: { scheme: github, secrets: [{ env: DESK_SECRET }] }';
    const told = await installation(desk.url, '1d', webhook);
    const polling = await installation(desk.url, '1s');
    const [collector, other] = [await startCollector(told.env), await startCollector(polling.env)];
    const listed = await upheld(['webhooks'], told.env);
    const path = /http:\/\/127\.0\.0\.1:PORT(\S+)/.exec(listed.stdout)?.[1] ?? listed.stderr;
    expect(path).toBe('/api/v1/webhooks/acme/desk');
    const metrics = async () => await (await fetch(`${collector.url}/metrics`)).text();
    const counted = async (outcome: string) =>
      new RegExp(
        `^upheld_webhook_deliveries_total\\{agreement="acme",source="desk",outcome="${outcome}"\\} (\\d+)$`,
        'm',
      ).exec(await metrics())?.[1];
    const waiting = { timeout: 30_000, interval: 100 };
    await expect.poll(() => eventsOf(told), waiting).toHaveLength(1);
    expect([await counted('accepted'), await counted('duplicate'), await counted('refused')]).toEqual([
      ...['0', '0', '0'],
    ]);

    // An answer, then another ticket, which is answered and closed.
    const at = Math.floor(Date.now() / second) * second;
    first.entries.push(comment(at, agent, 'MEMBER'));
    const next = opened(2, at, 1);
    next.entries.push(comment(at, agent, 'MEMBER'), { event: 'closed', at, actor: agent });
    github.issues.push(next);
    const url = `${collector.url}${path}`;
    expect(await deliver(url, 'a', { issue: { number: 1, title: 'canary' } }, 'guessed')).toBe(401);
    expect(await deliver(url, 'b', { issue: { number: 1, title: 'canary' } })).toBe(200);
    expect(await deliver(url, 'b', { issue: { number: 1, title: 'canary' } })).toBe(200);
    expect(await deliver(url, 'c', { issue: { number: 2, title: 'canary' } })).toBe(200);
    expect(await deliver(`${url}-of-nobody`, 'd', {})).toBe(404);

    const known: TicketEvent[] = [
      { ticket: '1', at: begun - 3_600_000, type: 'opened', severity: 2 },
      { ticket: '1', at, type: 'public-reply', actor: 'supplier', autoSubmitted: false },
      { ticket: '2', at, type: 'opened', severity: 1 },
      { ticket: '2', at, type: 'public-reply', actor: 'supplier', autoSubmitted: false },
      { ticket: '2', at, type: 'resolved' },
    ];
    for (const one of [told, polling]) {
      await expect.poll(async () => inOrder(await eventsOf(one)), waiting).toEqual(inOrder(known));
    }
    expect([await counted('accepted'), await counted('duplicate'), await counted('refused')]).toEqual([
      ...['2', '1', '1'],
    ]);
    expect(await metrics()).toMatch(/^upheld_webhook_deliveries_total\{outcome="unknown"\} 1$/m);

    const printed = [collector, other].flatMap(({ printed: { stdout, stderr } }) => [stdout, stderr]);
    const shown = [...printed, await metrics()].join('\n');
    const folder = told.env['UPHELD_DATA'] ?? '';
    const stored = await Promise.all(
      (await filesIn(folder)).map((name) => readFile(join(folder, name), 'latin1')),
    );
    for (const kept of [shown, ...stored]) {
      expect(kept).not.toContain('canary');
      expect(kept).not.toContain(secret);
    }
    expect((await collector.stop()).code).toBe(0);
    expect((await other.stop()).code).toBe(0);
  }, 90_000);
});

/** The socket beside the store is no file. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
