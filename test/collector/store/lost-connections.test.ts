// Connections to PostgreSQL that break in the middle of a call.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { openStore } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startPglite, type PgliteServer } from '../../contracts/pglite-place.ts';
import { everything, okSample, start } from '../../contracts/store-facts.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let server: PgliteServer;
let way: Server;
let url: URL;
let store: Store;
/** Whether the way breaks at the next word that is said on it. */
let isBroken: boolean;

beforeAll(async () => {
  server = await startPglite();
});
afterAll(() => server.stop());

beforeEach(async () => {
  isBroken = false;
  way = createServer((near) => join(near, connect(Number(new URL(server.url).port), '127.0.0.1')));
  await once(way.listen(0, '127.0.0.1'), 'listening');
  const address = way.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = new URL(server.url);
  url.port = String(address.port);
  store = await openStore(url.href);
});

afterEach(async () => {
  await store.close();
  way.close();
  await server.empty();
});

function join(near: Socket, far: Socket): void {
  const end = () => {
    near.destroy();
    far.destroy();
  };
  for (const socket of [near, far]) socket.on('error', end).on('close', end);
  near.on('data', (data) => (isBroken ? end() : far.write(data)));
  far.on('data', (data) => near.write(data));
}

it('fail what was asked on them, and nothing else: the store goes on by itself', async () => {
  await store.putSamples([okSample(start)]);
  isBroken = true;
  const calls = [store.putSamples([okSample(start + 1)]), store.readSamples(everything), store.check()];
  for (const call of await Promise.allSettled(calls)) {
    expect(call).toMatchObject({ status: 'rejected', reason: { code: 'lost' } });
  }
  isBroken = false;
  expect(await store.putSamples([okSample(start), okSample(start + 1)])).toMatchObject({
    ...{ stored: 1, duplicates: 1 },
  });
});

it('have targets named anew: a database that was put back may give a number to another', async () => {
  await store.putSamples([okSample(start)]);
  isBroken = true;
  await expect(store.check()).rejects.toMatchObject({ code: 'lost' });
  isBroken = false;
  await server.run(`update targets set vantage = 'west'`);
  expect((await store.putSamples([okSample(start + 1)])).stored).toBe(1);
  const read = await store.readSamples(everything);
  expect(read.map(({ vantage, at }) => [vantage, ...at])).toEqual([
    ['main', start + 1],
    ['west', start],
  ]);
});

it('or none: samples of a target that the database lost are stored under a new number', async () => {
  await store.putSamples([okSample(start)]);
  await server.run('delete from sample_revisions; delete from targets; delete from agreements');
  expect((await store.putSamples([okSample(start + 1)])).stored).toBe(1);
  const [series] = await store.readSamples(everything);
  expect([...(series?.at ?? [])]).toEqual([start + 1]);
});

it('are none when a store is closed, also one that nothing was asked', async () => {
  const before = await countConnections();
  const other = await openStore(url.href);
  expect(await countConnections()).toBeGreaterThan(before);
  await other.close();
  await expect.poll(countConnections, { timeout: 5_000 }).toBe(before);
});

const countConnections = () =>
  new Promise<number>((resolve) => way.getConnections((_error, count) => resolve(count)));
