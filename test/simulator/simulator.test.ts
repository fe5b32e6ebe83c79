import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readStatusPage } from '@upheld/collector/health/status-pages/registry';
import { startSimulator, quietWorld } from './simulator.ts';
import type { Simulator, World } from './simulator.ts';

let simulator: Simulator | undefined;
afterEach(() => simulator?.close());

async function start(world: World = quietWorld, token: string | null = null): Promise<string> {
  simulator = await startSimulator(world, 0, token);
  return simulator.url;
}

const post = (url: string, body: unknown) => fetch(url, { method: 'POST', body: JSON.stringify(body) });

describe('the simulated partner', () => {
  it('answers its health check and its GraphQL ping', async () => {
    const url = await start();
    expect(await (await fetch(`${url}/v1/orders/health`)).json()).toEqual({ status: 'pass' });
    expect(await (await post(`${url}/graphql`, { query: '{ ping }' })).json()).toEqual({
      data: { ping: 'pong' },
    });
  });

  it('takes as long as the script says', async () => {
    const url = await start({ ...quietWorld, behaviourAt: () => ({ fault: null, latencyMs: 120 }) });
    const startedAt = performance.now();
    await fetch(`${url}/v1/tiles/health`);
    // A timer may fire a millisecond early.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(119);
  });

  it('fails in each of the ways that it is told to, and recovers', async () => {
    const url = await start();
    const tell = (fault: string | null) =>
      post(`${url}/script`, { endpoint: 'payments', behaviour: fault && { fault, latencyMs: 0 } });
    await tell('unavailable');
    expect((await fetch(`${url}/v1/payments/health`)).status).toBe(503);
    await tell('failing');
    expect(await (await fetch(`${url}/v1/payments/health`)).json()).toEqual({ status: 'fail' });
    await tell('hung');
    await expect(fetch(`${url}/v1/payments/health`, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await tell(null);
    expect((await fetch(`${url}/v1/payments/health`)).status).toBe(200);
  });

  it('refuses the orders API without the token that it was given', async () => {
    const url = await start(quietWorld, 'open-sesame');
    const ask = (authorization: string) => fetch(`${url}/v1/orders/health`, { headers: { authorization } });
    expect((await ask('Bearer wrong')).status).toBe(401);
    expect((await ask('Bearer open-sesame')).status).toBe(200);
  });

  it('has a status page that stays green while an endpoint fails, with a maintenance on a Sunday to come', async () => {
    const url = await start();
    await post(`${url}/script`, { endpoint: 'orders', behaviour: { fault: 'unavailable', latencyMs: 0 } });
    const page: unknown = await (await fetch(`${url}/status/summary.json`)).json();
    const report = readStatusPage('auto', page, null);
    expect(report?.status).toBe('operational');
    const [maintenance] = report?.maintenance ?? [];
    const planned = new Date(maintenance?.start ?? 0);
    expect([planned.getUTCDay(), planned.getUTCHours()]).toEqual([0, 6]);
    expect(planned.getTime()).toBeGreaterThan(Date.now() + 7 * 86_400_000);
  });

  it('says what is wrong with an override', async () => {
    const url = await start();
    const answer = await post(`${url}/script`, { endpoint: 'nobody', behaviour: null });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('endpoint');
  });
});

describe('the simulated desk', () => {
  const pageSchema = z.object({
    events: z.array(z.object({ at: z.number() })),
    cursor: z.string(),
    more: z.boolean(),
  });
  const note = (at: number) => ({ ticket: 'T-1', at, type: 'note' as const });

  it('gives every event once, in pages that the cursor continues', async () => {
    const url = await start({ ...quietWorld, eventsUntil: () => [note(10), note(20), note(30)] });
    const page = async (since: string) =>
      pageSchema.parse(await (await fetch(`${url}/desk/events?since=${since}&limit=2`)).json());
    const first = await page('');
    const second = await page(first.cursor);
    expect([first.events.map(({ at }) => at), first.more]).toEqual([[10, 20], true]);
    expect([second.events.map(({ at }) => at), second.more]).toEqual([[30], false]);
    expect((await page(second.cursor)).events).toEqual([]);
  });

  it('tells what a test adds to it', async () => {
    const url = await start();
    await post(`${url}/desk/events`, [{ ticket: 'T-2', at: 40, type: 'opened', severity: 1 }]);
    const page = pageSchema.parse(await (await fetch(`${url}/desk/events`)).json());
    expect(page.events).toEqual([{ at: 40 }]);
  });
});
