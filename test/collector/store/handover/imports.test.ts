import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frameOf } from '@upheld/collector/store/handover/frames';
import { openForImport, openStore, takeImports } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  aLoadTest,
  agedSample,
  badSample,
  batchOf,
  desk,
  everything,
  minute,
  okSample,
  start,
  statusSample,
} from '../../../contracts/store-facts.ts';

let folder: string;
let path: string;
let url: string;
let holder: Store;
let leave: () => Promise<void>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upheld-imports-'));
  path = join(folder, 'upheld.db');
  url = `sqlite:${path}`;
  holder = await openStore(url);
  leave = await takeImports(url, holder);
});
afterEach(async () => {
  await leave();
  await holder.close();
  await rm(folder, { recursive: true });
});

const instants = async () => (await holder.readSamples(everything)).flatMap(({ at }) => [...at]);

describe('an import beside the process that holds the store', () => {
  it('stores samples, tickets and load tests through it, and hears what became of them', async () => {
    const store = await openForImport(url);
    const samples = [
      okSample(start),
      badSample(start + minute),
      statusSample(start + 2 * minute, 503),
      agedSample(start + 3 * minute, 4200),
    ];
    const events: TicketEvent[] = [
      { ticket: 'T-1', at: start, type: 'opened', severity: 2 },
      { ticket: 'T-1', at: start + 1, type: 'public-reply', actor: 'supplier', autoSubmitted: false },
      { ticket: 'T-1', at: start + 2, type: 'resolved', observedAfter: start },
    ];
    const empty = { conflicts: [], fenced: [] };
    expect(await store.putSamples(samples)).toEqual({ stored: 4, duplicates: 0, ...empty });
    expect(await store.putSamples([okSample(start)])).toEqual({ stored: 0, duplicates: 1, ...empty });
    const [conflict] = (await store.putSamples([badSample(start)])).conflicts;
    expect(conflict).toMatchObject({ index: 0, kept: okSample(start) });
    expect(await store.putTicketEvents({ ...desk, events, readAt: start + 5 })).toEqual({
      ...{ stored: 3, duplicates: 0 },
    });
    expect((await store.putLoadTests([aLoadTest()])).stored).toBe(1);
    await store.close();
    expect(await instants()).toEqual([0, 1, 2, 3].map((slot) => start + slot * minute));
    expect(await holder.readTicketEvents(desk)).toEqual(events);
    expect(await holder.readLoadTests('acme')).toEqual([aLoadTest()]);
  });

  it('stores a batch of two thousand rows', async () => {
    const store = await openForImport(url);
    expect((await store.putSamples(batchOf('main', 0, 2000, true))).stored).toBe(2000);
    await store.close();
  });

  it('hears what the store says when it refuses', async () => {
    const store = await openForImport(url);
    await expect(store.putSamples([okSample(start, 1e300)])).rejects.toMatchObject({
      name: 'StoreError',
      code: 'invalid',
    });
    await store.close();
  });

  it('hears that the process that holds the store ended', async () => {
    const store = await openForImport(url);
    await leave();
    await expect(store.putSamples([okSample(start)])).rejects.toMatchObject({
      code: 'closed',
      message: expect.stringContaining('ended the connection; start the import again'),
    });
    await store.close();
  });

  it('is refused where that process takes none', async () => {
    await leave();
    await expect(openForImport(url)).rejects.toMatchObject({ code: 'in-use' });
  });

  it('takes the store itself once it is free', async () => {
    await leave();
    await holder.close();
    const store = await openForImport(url);
    expect((await store.putSamples([okSample(start)])).stored).toBe(1);
    await store.close();
    holder = await openStore(url);
    expect(await instants()).toEqual([start]);
  });
});

describe('the socket of a store', () => {
  it('is for its own user alone', async () => {
    expect((await stat(`${path}.sock`)).mode & 0o777).toBe(0o600);
  });

  it('goes when nobody listens any more, and one that was left behind does no harm', async () => {
    await leave();
    await expect(stat(`${path}.sock`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is not made where its path is too long, which is said', async () => {
    const long = `sqlite:${join(folder, 'x'.repeat(100))}`;
    const store = await openStore(long);
    await expect(takeImports(long, store)).rejects.toMatchObject({
      code: 'cannot-open',
      message: expect.stringContaining('its path is longer than 103 bytes; put the store into a folder'),
    });
    await store.close();
  });

  const nothing = Buffer.alloc(0);
  const tooLong = Buffer.from('7fffffff', 'hex');
  it.each<[string, Buffer]>([
    ['bytes of no meaning', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['a length without end', tooLong],
    ['text that is no JSON', Buffer.concat([Buffer.from('00000003', 'hex'), Buffer.from('{"m')])],
    ['an empty message', Buffer.from('00000000', 'hex')],
    ['a method that is not on the list', frameOf({ method: 'close', argument: [] })],
    ['a method of every object', frameOf({ method: 'constructor', argument: [] })],
    ['arguments of another shape', frameOf({ method: 'putSamples', argument: { length: 1 } })],
    [
      'a sample with a lease',
      frameOf({ method: 'putSamples', argument: [{ ...okSample(start), lease: {} }] }),
    ],
    ['a field too many', frameOf({ method: 'putSamples', argument: [{ ...okSample(start), x: 1 }] })],
    ['an instant that is none', frameOf({ method: 'putSamples', argument: [okSample(1.5)] })],
    ['half a message', frameOf({ method: 'putSamples', argument: [okSample(start)] }).subarray(0, 20)],
    ['nothing', nothing],
  ])('ends the connection that sends %s, and goes on for others', async (_, bytes) => {
    const socket = createConnection(`${path}.sock`);
    await once(socket, 'connect');
    const answers: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => answers.push(chunk));
    socket.end(bytes);
    await once(socket, 'close');
    expect(answers).toEqual([]);
    const store = await openForImport(url);
    expect((await store.putSamples([okSample(start)])).stored).toBe(1);
    await store.close();
    expect(await instants()).toEqual([start]);
  });

  it('waits for no message that is announced as too long', async () => {
    const socket = createConnection(`${path}.sock`);
    await once(socket, 'connect');
    socket.write(tooLong);
    await once(socket, 'close');
    expect(socket.bytesRead).toBe(0);
  });

  it('reads a message that comes in single bytes, and two that come at once', async () => {
    const [first, second] = [okSample(start), okSample(start + minute)].map((sample) =>
      frameOf({ method: 'putSamples', argument: [sample] }),
    );
    const slow = createConnection(`${path}.sock`);
    await once(slow, 'connect');
    slow.setNoDelay(true);
    for (const byte of first ?? []) slow.write(Buffer.of(byte));
    await vi.waitFor(async () => expect(await instants()).toEqual([start]));
    slow.destroy();
    const quick = createConnection(`${path}.sock`);
    quick.write(
      Buffer.concat([
        second ?? Buffer.alloc(0),
        frameOf({ method: 'putLoadTests', argument: [aLoadTest()] }),
      ]),
    );
    await vi.waitFor(async () => expect(await holder.readLoadTests('acme')).toHaveLength(1));
    expect(await instants()).toEqual([start, start + minute]);
    quick.destroy();
  });
});
