import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Source } from '@upheld/shared/agreement/agreement';
import { defaultSettings, type Settings } from '@upheld/shared/agreement/settings';
import { systemClock, type Clock } from '@upheld/collector/clock';
import { createOutside } from '@upheld/collector/collect/outside';
import { targetsOf } from '@upheld/collector/collect/target';
import type { Target } from '@upheld/collector/collect/target';
import { connectorKinds } from '@upheld/collector/connectors/registry';
import { probeKinds } from '@upheld/collector/probes/registry';
import { trafficKinds } from '@upheld/collector/traffic/registry';
import type { Attempt } from '@upheld/collector/probes/probe';
import { StoreError } from '@upheld/collector/store/store-error';
import type { Store } from '@upheld/collector/store/store';
import { anAgreement } from '../../builders/agreement.ts';
import { httpServer, rawServer } from '../egress/servers.ts';
import { fakeClock } from '../schedule/fake-clock.ts';
import { collecting, desk, fallible, full, minute, noon, probed, slotsIn, well } from './scene.ts';
import { temporaryStore } from './temporary-store.ts';

/** Asks a target in its slot and keeps what comes. */
async function fill({ collect }: ReturnType<typeof collecting>, target: Target, slot: number) {
  await collect.keep(target, slot, await collect.ask(target, slot));
}

const kinds = { probes: probeKinds, connectors: connectorKinds, traffic: trafficKinds };

const httpSource = (url: string, more: object = {}): Source => ({
  ...{ name: 'api', type: 'http', every: '60s', agreeing: 1, retry: { attempts: 1, delay: '5s' } },
  spec: { url, timeout: '500ms', ...more },
});

function targetOf(source: Source, agreement = 'acme'): Target {
  const [target] = targetsOf([anAgreement({ name: agreement, sources: [source] })], kinds, noon);
  if (target === undefined) throw new Error('an http source is a target');
  return target;
}

/** The world as settings have it that let loopback be asked. */
function overLoopback(clock: Clock = fakeClock(noon), change: Partial<Settings> = {}) {
  const settings = { ...defaultSettings, egress: { allow: [{ cidr: '127.0.0.0/8' }] }, ...change };
  return createOutside({
    ...{ settings: () => settings, environment: {}, folder: '.', listeners: () => [] },
    ...{ clock, version: '0.1.0', onControls: () => undefined },
  });
}

const slots = (first: number, count: number) => Array.from({ length: count }, (_, n) => first + n * minute);

describe('a probed slot', () => {
  it('is asked over the network and kept under its scheduled instant', async () => {
    const server = createServer((_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port }: AddressInfo = addressOf(server.address());
    const target = targetOf(httpSource(`http://127.0.0.1:${port}/health`));
    const outside = overLoopback(systemClock, { vantage: 'rome' });
    const store = await temporaryStore();
    const scene = collecting(store, { clock: systemClock, outside });
    await fill(scene, target, noon);
    await scene.collect.close();
    const [series] = await store.readSamples({
      ...{ agreement: 'acme', source: 'api' },
      ...{ start: noon, end: noon + 1 },
    });
    expect(series).toMatchObject({ vantage: 'rome', at: Float64Array.of(noon), outcome: Uint8Array.of(0) });
    expect(series?.latencyMs[0]).toBeGreaterThanOrEqual(0);
    expect(scene.kept).toMatchObject([{ at: noon, outcome: 'ok' }]);
  });

  it('counts in a metric only after it is durable', async () => {
    const store = await temporaryStore();
    const durable = Promise.withResolvers<null>();
    const slow: Store = {
      ...store,
      putSamples: async (samples) => {
        const result = await store.putSamples(samples);
        await durable.promise;
        return result;
      },
    };
    const scene = collecting(slow);
    const filled = fill(scene, probed(), noon);
    await vi.waitFor(async () => expect(await slotsIn(store)).toHaveLength(1));
    expect(scene.kept).toEqual([]);
    durable.resolve(null);
    await filled;
    expect(scene.kept).toHaveLength(1);
  });

  it('says how late it was asked', async () => {
    const scene = collecting(await temporaryStore());
    await scene.clock.advance(120);
    await fill(scene, probed(), noon);
    expect(scene.late).toEqual([120]);
  });
});

describe('a partner that answers 429', () => {
  const limited: Attempt = {
    ...{ outcome: 'unmeasured', reason: 'rate-limited', latencyMs: null, phases: {}, status: 429 },
    ...{ error: 'got status 429', seen: { retryAfterMs: 2.5 * minute } },
  };

  it('is left alone for as long as it asked: the slots meanwhile send nothing and say why', async () => {
    let asked = 0;
    const target = probed('api', async () => {
      asked += 1;
      return asked === 1 ? limited : well;
    });
    const store = await temporaryStore();
    const scene = collecting(store);
    for (const slot of slots(noon, 4)) {
      await fill(scene, target, slot);
      scene.clock.stall(minute);
    }
    expect(asked).toBe(2);
    const ended = await slotsIn(store);
    expect(ended.map(([, reason]) => reason)).toEqual(['rate-limited', 'rate-limited', 'rate-limited', 'ok']);
    const [second] = await store.readFailures({
      ...{ agreement: 'acme', source: 'api', start: noon + minute, end: noon + 2 * minute, limit: 1 },
    });
    // 150 s after noon.
    expect(second?.detail).toEqual({
      error: 'the partner said that it is asked too often, and is left alone until 2026-08-15T12:02:30.000Z',
    });
  });
});

describe('a partner that answers 500, and 429 to the retry', () => {
  const failing: Attempt = {
    ...{ outcome: 'bad', reason: 'status', latencyMs: 5, phases: {}, status: 500, error: 'got status 500' },
  };
  const limited: Attempt = {
    ...{ outcome: 'unmeasured', reason: 'rate-limited', latencyMs: null, phases: {}, status: 429 },
    ...{ error: 'got status 429', seen: { retryAfterMs: 1.5 * minute } },
  };

  it('is judged by what it answered first, and is left alone all the same', async () => {
    const given = [failing, limited, well];
    const target = probed('api', async () => given.shift() ?? well);
    const store = await temporaryStore();
    const scene = collecting(store);
    for (const slot of slots(noon, 3)) {
      const filled = fill(scene, { ...target, retry: { attempts: 2, delay: '1s' } }, slot);
      await scene.clock.advance(1_000);
      await filled;
      scene.clock.stall(minute);
    }
    const ended = await slotsIn(store);
    expect(ended.map(([, reason]) => reason)).toEqual(['status', 'rate-limited', 'ok']);
  });
});

describe('an agreement that expects 429', () => {
  it('is asked on, whatever the answer says about coming back', async () => {
    let requests = 0;
    const server = await httpServer((_request, response) => {
      requests += 1;
      response.writeHead(429, { 'retry-after': '3600' }).end();
    });
    const scene = collecting(await temporaryStore(), { outside: overLoopback() });
    const target = targetOf(httpSource(server.url, { expect: { status: [429] } }));
    for (const slot of slots(noon, 2)) await fill(scene, target, slot);
    expect(requests).toBe(2);
    expect(scene.kept.map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
    const limited = targetOf(httpSource(server.url));
    for (const slot of slots(noon + 2 * minute, 2)) await fill(scene, limited, slot);
    expect(requests).toBe(3);
  });
});

describe('the allowance of an agreement', () => {
  it('is its own: one whose partner never answers leaves no slot of another out, nor the look at our controls', async () => {
    const server = await rawServer(() => {});
    const quick = await httpServer((_request, response) => response.end());
    const clock = fakeClock(noon);
    const outside = overLoopback(clock, {
      politeness: { requestsPerSecond: 50, atOnce: 1 },
      controls: [{ name: 'gateway', url: quick.url }],
    });
    const scene = collecting(await temporaryStore(), { clock, outside });
    const ask = (agreement: string, url: string) =>
      scene.collect.ask(targetOf(httpSource(url), agreement), noon);
    const first = ask('acme', server.url);
    const second = ask('acme', server.url);
    const other = ask('globex', quick.url);
    await vi.waitFor(() => expect(clock.pending()).toBe(1));
    await clock.advance(250);
    expect(await second).toMatchObject({
      sample: { agreement: 'acme', outcome: 'unmeasured', reason: 'overloaded' },
    });
    expect(await other).toMatchObject({ sample: { agreement: 'globex', outcome: 'ok' } });
    // The silent partner is bad at the deadline of its request, which the real clock keeps.
    expect(await first).toMatchObject({
      sample: {
        ...{ agreement: 'acme', outcome: 'bad', reason: 'timeout' },
        detail: { error: expect.stringMatching(/; control gateway answered with status 200$/) },
      },
    });
  });
});

describe('slots that were missed', () => {
  it('are kept as not measured, with the reason, however many there are', async () => {
    const store = await temporaryStore();
    const { collect, kept } = collecting(store);
    await collect.missed(probed(), slots(noon, 12_001).values(), 'stopped');
    const stored = await slotsIn(store);
    expect(stored).toHaveLength(12_001);
    expect(new Set(stored.map(([, reason]) => reason))).toEqual(new Set(['stopped']));
    expect(kept).toHaveLength(12_001);
  });

  it('are written together where thousands of targets miss them at once', async () => {
    const store = await temporaryStore();
    const writes: number[] = [];
    const watched: Store = {
      ...store,
      putSamples: async (samples) => {
        writes.push(samples.length);
        return store.putSamples(samples);
      },
    };
    const { collect, kept } = collecting(watched);
    const targets = Array.from({ length: 1_000 }, (_, index) => probed(`api-${index}`));
    await Promise.all(targets.map((target) => collect.missed(target, slots(noon, 3), 'overloaded')));
    expect(kept).toHaveLength(3_000);
    expect(writes.length).toBeLessThan(5);
    expect(await slotsIn(store, 'api-999')).toEqual(slots(noon, 3).map((slot) => [slot, 'overloaded']));
  });

  it('are kept for every target but the one whose row the storage can never take', async () => {
    const store = await temporaryStore();
    const invalid = new StoreError('invalid', 'a sample breaks a rule of the store');
    const strict: Store = {
      ...store,
      putSamples: async (samples) => {
        if (samples.some(({ source }) => source === 'api-7')) throw invalid;
        return store.putSamples(samples);
      },
    };
    const { collect, kept } = collecting(strict);
    const targets = Array.from({ length: 20 }, (_, index) => probed(`api-${index}`));
    const ends = await Promise.allSettled(
      targets.map((target) => collect.missed(target, slots(noon, 3), 'overloaded')),
    );
    expect(ends[7]).toEqual({ status: 'rejected', reason: invalid });
    expect(kept).toHaveLength(19 * 3);
    await collect.close();
    expect(await slotsIn(store, 'api-7')).toEqual([]);
  });

  it('of a desk are none: its own cursor tells what is not known', async () => {
    const store = await temporaryStore();
    const { collect, kept } = collecting(store);
    await collect.missed(desk([]), [noon], 'stopped');
    expect(kept).toEqual([]);
    expect(await store.revision('acme')).toBe(0);
  });
});

describe('a storage that refuses', () => {
  it('loses no slot: those it did not take are not measured, once it takes rows again', async () => {
    const { storage, store } = fallible(await temporaryStore());
    const scene = collecting(store, {}, 1);
    storage.refusal = full;
    const waiting = fill(scene, probed(), noon);
    for (const slot of slots(noon + minute, 3)) {
      await expect(fill(scene, probed(), slot)).rejects.toThrow('samples wait for a storage that fails');
    }
    expect(scene.kept).toEqual([]);
    storage.refusal = null;
    await waiting;
    const expected = [[noon, 'ok'], ...slots(noon + minute, 3).map((slot) => [slot, 'storage'])];
    expect(await slotsIn(store)).toEqual(expected);
    expect(scene.kept.map(({ at, reason }) => [at, reason ?? 'ok'])).toEqual(expected);
  });

  it('gets missed slots again with the reason that they had', async () => {
    const { storage, store } = fallible(await temporaryStore());
    const scene = collecting(store);
    storage.refusal = full;
    await expect(scene.collect.missed(probed(), slots(noon, 5_001), 'overloaded')).rejects.toBe(full);
    storage.refusal = null;
    await fill(scene, probed(), noon + 5_001 * minute);
    const stored = await slotsIn(store);
    expect(stored).toHaveLength(5_002);
    expect(stored.filter(([, reason]) => reason === 'overloaded')).toHaveLength(5_001);
    await fill(scene, probed(), noon + 5_002 * minute);
    expect(scene.kept).toHaveLength(5_003);
  });

  it('is tried again until it takes them', async () => {
    const { storage, store } = fallible(await temporaryStore());
    const scene = collecting(store);
    storage.refusal = full;
    await expect(scene.collect.missed(probed(), [noon], 'clock')).rejects.toBe(full);
    await expect(scene.collect.missed(probed(), [noon + minute], 'overloaded')).rejects.toBe(full);
    storage.refusal = null;
    await scene.collect.missed(probed(), [], 'clock');
    expect(await slotsIn(store)).toEqual([
      [noon, 'clock'],
      [noon + minute, 'overloaded'],
    ]);
  });

  it('is given what it refused after what waited: a later slot that is stored first would hide a hole after a kill', async () => {
    const { storage, store } = fallible(await temporaryStore());
    const batches: string[] = [];
    const watched: Store = {
      ...store,
      putSamples: async (samples) => {
        const result = await store.putSamples(samples);
        batches.push(`${samples.length} ${samples[0]?.reason ?? 'ok'}`);
        return result;
      },
    };
    // The writer gives 500 at once.
    const scene = collecting(watched, {}, 1_200);
    storage.refusal = full;
    const waiting = slots(noon, 1_200).map((slot) => fill(scene, probed(), slot));
    await expect(scene.collect.missed(probed(), [noon + 1_200 * minute], 'clock')).rejects.toBe(full);
    await expect(fill(scene, probed(), noon + 1_201 * minute)).rejects.toThrow('samples wait');
    storage.refusal = null;
    await Promise.all(waiting);
    await scene.collect.close();
    expect(batches).toEqual(['500 ok', '500 ok', '200 ok', '2 clock']);
  });

  it('is tried a last time at the end', async () => {
    const { storage, store } = fallible(await temporaryStore());
    const { collect } = collecting(store);
    storage.refusal = full;
    await expect(collect.missed(probed(), [noon], 'overloaded')).rejects.toBe(full);
    storage.refusal = null;
    await collect.close();
    expect(await slotsIn(store)).toEqual([[noon, 'overloaded']]);
  });

  it('is not asked again for rows that it can never take', async () => {
    const { storage, store } = fallible(await temporaryStore());
    const { collect } = collecting(store);
    storage.refusal = new StoreError('invalid', 'a sample breaks a rule of the store');
    await expect(collect.missed(probed(), [noon], 'overloaded')).rejects.toBe(storage.refusal);
    storage.refusal = null;
    await collect.close();
    expect(await slotsIn(store)).toEqual([]);
  });
});

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address;
}
