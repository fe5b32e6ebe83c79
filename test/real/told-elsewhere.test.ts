// A webhook comes to one process, and another collects the desk: what it tells passes through PostgreSQL.
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '@upheld/collector/store/registry';
import { agent, answering, comment, githubWith } from '../collector/connectors/github-desk.ts';
import { httpServer } from '../collector/egress/servers.ts';
import { deliver, installation, opened } from '../collector/webhook-desk.ts';
import { startMember } from './fleet.ts';
import { startPostgres, type PostgresServer } from './postgres.ts';
import { isMissing } from './servers.ts';

const second = 1_000;

describe.skipIf(isMissing('postgresql'))('a process that only serves', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    await server.stop();
  });

  it('lets the collector of a desk know at once what a webhook told it', async () => {
    const database = await server.makeDatabase();
    onTestFinished(() => database.remove());
    const begun = Math.floor(Date.now() / second) * second;
    const ticket = opened(1, begun - 3_600_000, 2);
    const github = githubWith([ticket], { now: begun, pageSize: 100 });
    const desk = await httpServer((request, response) => {
      github.now = Date.now();
      answering(github)(request, response);
    });
    const webhook = 'webhook: { scheme: github, secrets: [{ env: DESK_SECRET }] }';
    const { env } = await installation(desk.url, '1d', webhook);
    const start = async (role: string) => {
      const member = await startMember(role, { ...env, UPHELD_STORE_URL: database.url });
      onTestFinished(() => void member.end('SIGKILL'));
      return member;
    };
    const [told, collecting] = [await start('serve'), await start('collect')];
    const known = async () => {
      const store = await openStore(database.url);
      const events = await store.readTicketEvents({ agreement: 'acme', source: 'desk' });
      await store.close();
      return events.map(({ type }) => type);
    };
    const waiting = { timeout: 30_000, interval: 200 };
    await expect.poll(known, waiting).toEqual(['opened']);

    const url = `${told.url}/api/v1/webhooks/acme/desk`;
    const now = () => Math.floor(Date.now() / second) * second;
    ticket.entries.push(comment(now(), agent, 'MEMBER'));
    expect(await deliver(url, 'first', { issue: { number: 1 } })).toBe(200);
    await expect.poll(known, waiting).toEqual(['opened', 'public-reply']);
    ticket.entries.push({ event: 'closed', at: now(), actor: agent });
    expect(await deliver(url, 'second', { issue: { number: 1 } })).toBe(200);
    await expect.poll(known, waiting).toEqual(['opened', 'public-reply', 'resolved']);
    expect(await told.end('SIGTERM')).toBe(0);
    expect(await collecting.end('SIGTERM')).toBe(0);
  }, 120_000);
});
