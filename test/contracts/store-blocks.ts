// What every store engine must do with hours that are over: seal them, let go of their head rows, and read on as
// if nothing had happened.
import { createHash } from 'node:crypto';
import { makeBlock } from '@upheld/collector/store/blocks/block';
import type { BlockRecord } from '@upheld/collector/store/blocks';
import { hexIn } from '@upheld/collector/operations/rows';
import type { NewSample, Store } from '@upheld/collector/store/store';
import { describe, expect, it } from 'vitest';
import {
  agedSample,
  badSample,
  everything,
  hour,
  minute,
  okSample,
  start,
  statusSample,
} from './store-facts.ts';
import { instantsIn, type HeldStore } from './store-held.ts';

const target = { agreement: 'acme', source: 'api', vantage: 'main' };
const aDay = 24 * hour;

/** Every hour that ended by then, call by call. */
export async function sealUntil(store: Store, before: number, most = 100): Promise<number> {
  let blocks = 0;
  for (;;) {
    const sealed = await store.sealHours({ before, most });
    blocks += sealed.blocks;
    if (sealed.isDone) return blocks;
  }
}

export async function retireUntil(store: Store, before: number, most = 100): Promise<number> {
  let rows = 0;
  for (;;) {
    const retired = await store.retireHeads({ before, most });
    rows += retired.rows;
    if (retired.isDone) return rows;
  }
}

export const blocksIn = (store: Store): Promise<BlockRecord[]> =>
  store.readBlocks({ after: null, most: 1000 });

/** Three samples of the first hour, of which one failed, and one of the second. */
const firstHours = [
  okSample(start),
  badSample(start + minute),
  okSample(start + 2 * minute, 99.9),
  okSample(start + hour),
];

export function blocksContract(held: HeldStore): void {
  describe('sealed hours', () => {
    it('are one block for each target and hour with samples, hashed by what they say alone', async () => {
      // Other ids than in a store of its own, and another order.
      await held.store.putSamples([{ ...okSample(start), source: 'web' }]);
      await held.store.putSamples(firstHours.toReversed());
      expect(await sealUntil(held.store, start + hour)).toBe(2);
      const blocks = await blocksIn(held.store);
      expect(blocks.map(({ source, samples, notOk }) => [source, samples, notOk])).toEqual([
        ['api', 3, 1],
        ['web', 1, 0],
      ]);
      const rows = [
        { at: start, outcome: 0, reason: null, latency_tenths: 1824, age_tenths: null, status: null },
        ...[
          { at: start + minute, outcome: 1, reason: 'timeout', latency_tenths: null },
          { at: start + 2 * minute, outcome: 0, reason: null, latency_tenths: 999 },
        ].map((row) => ({ ...row, age_tenths: null, status: null })),
      ];
      const { hash } = makeBlock({ ...target, hour: start, version: 1 }, null, rows);
      expect(blocks[0]).toMatchObject({ ...target, hour: start, version: 1, previous: null, hash });
    });

    it('cite all that were sealed of their target before, in the order of sealing', async () => {
      await held.store.putSamples([...firstHours, { ...okSample(start), source: 'web' }]);
      await sealUntil(held.store, start + aDay, 1);
      await held.store.putSamples([okSample(start + 3 * minute)]);
      await sealUntil(held.store, start + aDay);
      await held.reopen();
      await held.store.putSamples([okSample(start + 26 * hour), okSample(start + 4 * minute)]);
      await sealUntil(held.store, start + 2 * aDay);
      const blocks = (await blocksIn(held.store)).toSorted((a, b) => a.sequence - b.sequence);
      const [web, api] = ['web', 'api'].map((name) => blocks.filter(({ source }) => source === name));
      expect(api?.map(({ sequence, hour: of, version }) => [sequence, of, version])).toEqual([
        [1, start, 1],
        [2, start + hour, 1],
        [3, start, 2],
        [4, start, 3],
        [5, start + 26 * hour, 1],
      ]);
      let before = '';
      for (const { chain, hash } of api ?? []) {
        before = createHash('sha256').update(`${before}\n${hash}`).digest('hex');
        expect(chain).toBe(before);
      }
      expect(web).toMatchObject([{ sequence: 1 }]);
      const { table, after } = { table: 'targets', after: null };
      const rows = await held.store.readRows({ table, after, most: 9 });
      const ends = rows.map((row) => [row['source'], row['sealed_blocks'], row['sealed_chain']]);
      expect(ends).toContainEqual(['api', 5, Uint8Array.from(Buffer.from(before, 'hex'))]);
    });

    it('are sealed once, however often it is asked', async () => {
      await held.store.putSamples(firstHours);
      expect(await sealUntil(held.store, start + aDay)).toBe(2);
      expect(await sealUntil(held.store, start + aDay)).toBe(0);
      await held.store.putSamples(firstHours);
      expect(await sealUntil(held.store, start + aDay)).toBe(0);
    });

    it('are few a call, and the last call says so', async () => {
      const hours = Array.from({ length: 5 }, (_, slot) => okSample(start + slot * 2 * hour));
      await held.store.putSamples(hours);
      expect(await held.store.sealHours({ before: start + aDay, most: 2 })).toEqual({
        ...{ blocks: 2, isDone: false, damaged: [] },
      });
      expect(await sealUntil(held.store, start + aDay, 2)).toBe(3);
      expect(await held.store.retireHeads({ before: start + aDay, most: 2 })).toMatchObject({
        isDone: false,
      });
      await retireUntil(held.store, start + aDay, 2);
      expect(await held.store.readFailures({ ...everything, limit: 9, outcome: 'ok' })).toHaveLength(5);
    });

    it('are none that still run by the store’s own clock, whatever is asked', async () => {
      await held.store.putSamples([okSample(Date.now())]);
      expect(await sealUntil(held.store, Date.now() + aDay)).toBe(0);
      await held.store.putSamples([okSample(Date.now() + aDay)]);
      expect(await sealUntil(held.store, Date.now() + 3 * aDay)).toBe(0);
    });

    it('are sealed anew with what comes to them where the store’s clock was set back behind them', async () => {
      const now = Date.now();
      await held.store.writeRows('agreements', [{ id: 1, name: 'acme', revision: 0 }]);
      const ahead = Math.floor(now / hour) * hour + 2 * hour;
      const marks = { sealed_until: ahead, sealed_blocks: 0, sealed_chain: null, changes: 0 };
      const names = { id: 1, agreement: 1, source: 'api', vantage: 'main' };
      await held.store.writeRows('targets', [{ ...names, ...marks }]);
      await held.reopen();
      expect((await held.store.putSamples([okSample(now)])).stored).toBe(1);
      expect((await held.store.health()).lateHours).toBe(1);
      const { vantages } = await held.store.readTallies({ ...everything, readings: [] });
      expect(vantages).toMatchObject([{ changes: 1 }]);
    });

    it('have a new version that cites the last where a sample came late', async () => {
      await held.store.putSamples(firstHours);
      await sealUntil(held.store, start + aDay);
      const late = badSample(start + 3 * minute);
      expect(await held.store.putSamples([late])).toMatchObject({ stored: 1, conflicts: [] });
      expect(await instantsIn(held)).toEqual([0, 1, 2, 3, 60].map((slot) => start + slot * minute));
      expect(await sealUntil(held.store, start + aDay)).toBe(1);
      const [first, second, other] = await blocksIn(held.store);
      expect(first).toMatchObject({ hour: start, version: 1, samples: 3, previous: null });
      expect(second).toMatchObject({ hour: start, version: 2, samples: 4, notOk: 2, previous: first?.hash });
      expect(other).toMatchObject({ hour: start + hour, version: 1 });
    });

    it('tell the last of them from the first that still runs', async () => {
      await held.store.putSamples(firstHours);
      await sealUntil(held.store, start + hour);
      await held.store.putSamples([okSample(start + hour + minute)]);
      expect(await sealUntil(held.store, start + hour)).toBe(0);
      await held.store.putSamples([okSample(start + hour - 1)]);
      expect(await sealUntil(held.store, start + hour)).toBe(1);
      expect(await sealUntil(held.store, start + 2 * hour)).toBe(1);
    });

    it('come page by page, in the order of their places', async () => {
      await held.store.putSamples(
        firstHours.flatMap((each) => [each, { ...each, vantage: 'Åland' }, { ...each, vantage: 'west' }]),
      );
      await sealUntil(held.store, start + aDay);
      await held.store.putSamples([okSample(start + 5 * minute)]);
      await sealUntil(held.store, start + aDay);
      const all = await blocksIn(held.store);
      expect(all.map(({ vantage, hour: of, version }) => [vantage, of, version])).toEqual([
        ...[
          ['main', start, 1],
          ['main', start, 2],
          ['main', start + hour, 1],
        ],
        ...[
          ['west', start, 1],
          ['west', start + hour, 1],
        ],
        ...[
          ['Åland', start, 1],
          ['Åland', start + hour, 1],
        ],
      ]);
      const pages: BlockRecord[] = [];
      for (;;) {
        const page = await held.store.readBlocks({ after: pages.at(-1) ?? null, most: 2 });
        if (page.length === 0) break;
        expect(page.length).toBeLessThanOrEqual(2);
        pages.push(...page);
      }
      expect(pages).toEqual(all);
    });
  });

  describe('head rows', () => {
    const late = okSample(start + 4 * minute, 1);

    it('go once their hour is sealed, and reading stays the same', async () => {
      await held.store.putSamples([
        ...firstHours,
        agedSample(start + 5 * minute, 4200.5),
        statusSample(start + 6 * minute, 503),
      ]);
      const before = await held.store.readSamples(everything);
      await sealUntil(held.store, start + aDay);
      expect(await retireUntil(held.store, start + aDay)).toBe(6);
      expect(await held.store.readSamples(everything)).toEqual(before);
      await held.reopen();
      expect(await held.store.readSamples(everything)).toEqual(before);
    });

    it('stay while their hour is not sealed, or not sealed anew', async () => {
      await held.store.putSamples(firstHours);
      expect(await retireUntil(held.store, start + aDay)).toBe(0);
      await sealUntil(held.store, start + aDay);
      await held.store.putSamples([late, okSample(start + hour + minute)]);
      expect(await retireUntil(held.store, start + aDay)).toBe(0);
      await sealUntil(held.store, start + aDay);
      expect(await retireUntil(held.store, start + hour - 1)).toBe(0);
      expect(await retireUntil(held.store, start + aDay)).toBe(6);
    });

    it('of an hour that is not sealed stay when others go', async () => {
      await held.store.putSamples(firstHours);
      await sealUntil(held.store, start + hour);
      await retireUntil(held.store, start + aDay);
      expect(await instantsIn(held)).toEqual([0, 1, 2, 60].map((slot) => start + slot * minute));
      expect(await sealUntil(held.store, start + aDay)).toBe(1);
      expect(await instantsIn(held)).toEqual([0, 1, 2, 60].map((slot) => start + slot * minute));
    });

    it('that are gone still refuse another sample of their slot, and count an equal one as a duplicate', async () => {
      await held.store.putSamples([...firstHours, agedSample(start + 5 * minute, 4200.5)]);
      await sealUntil(held.store, start + aDay);
      await retireUntil(held.store, start + aDay);
      const revision = await held.store.revision('acme');
      const given = [
        ...[badSample(start), agedSample(start + 5 * minute, 4200.6), badSample(start + minute)],
        agedSample(start + 5 * minute, 4200.5),
      ];
      expect(await held.store.putSamples(given)).toEqual({
        ...{ stored: 0, duplicates: 2, fenced: [] },
        conflicts: [
          { index: 0, given: badSample(start), kept: okSample(start) },
          { index: 1, given: given[1], kept: agedSample(start + 5 * minute, 4200.5) },
        ],
      });
      expect(await sealUntil(held.store, start + aDay)).toBe(0);
      expect(await held.store.revision('acme')).toBe(revision);
    });

    it('that come to an hour whose rows are gone are sealed with those', async () => {
      await held.store.putSamples(firstHours);
      await sealUntil(held.store, start + aDay);
      await retireUntil(held.store, start + aDay);
      expect((await held.store.putSamples([late, okSample(start), late])).duplicates).toBe(2);
      const all = [0, 1, 2, 4, 60].map((slot) => start + slot * minute);
      expect(await instantsIn(held)).toEqual(all);
      expect(await sealUntil(held.store, start + aDay)).toBe(1);
      expect(await retireUntil(held.store, start + aDay)).toBe(1);
      expect(await instantsIn(held)).toEqual(all);
      expect((await blocksIn(held.store)).map(({ version, samples }) => [version, samples])).toEqual([
        [1, 3],
        [2, 4],
        [1, 1],
      ]);
    });

    it('change no revision when they are sealed or go, and one when they come late', async () => {
      await held.store.putSamples(firstHours);
      const revisions = async () => [
        await held.store.revision('acme'),
        await held.store.revision('acme', { start, end: start + hour }),
      ];
      const before = await revisions();
      await sealUntil(held.store, start + aDay);
      await retireUntil(held.store, start + aDay);
      expect(await revisions()).toEqual(before);
      await held.store.putSamples([late]);
      expect(await revisions()).toEqual(before.map((revision) => revision + 1));
    });
  });

  it('seals and lets go of the others where a block is damaged, and says which is', async () => {
    const nextDay = start + 26 * hour;
    const both = { before: start + 3 * aDay, most: 1 };
    const calls = async <Result extends { isDone: boolean }>(call: () => Promise<Result>) => {
      for (;;) {
        const result = await call();
        if (result.isDone) return result;
      }
    };
    await held.store.putSamples([...firstHours, okSample(nextDay)]);
    await sealUntil(held.store, both.before);
    const [row] = await held.store.readRows({ table: 'blocks', after: null, most: 1 });
    const damaged = { ...row, version: 2, sequence: 4, data: Uint8Array.of(0) };
    await held.store.writeRows('blocks', [{ ...damaged, previous: row?.['hash'] ?? null }]);
    await held.reopen();
    const place = {
      ...target,
      hour: start,
      words: expect.stringMatching(/^the block of acme.*T00.*version 2/),
    };
    const rowsLeft = async () =>
      (await held.store.readRows({ table: 'samples', after: null, most: 9 })).map(({ at }) => at);

    const retired = () => calls(() => held.store.retireHeads(both));
    expect(await retired()).toMatchObject({ isDone: true, damaged: [place] });
    expect(await rowsLeft()).toEqual(expect.arrayContaining([0, 1, 2].map((slot) => start + slot * minute)));
    expect(await rowsLeft()).not.toContain(nextDay);
    expect(await retired()).toMatchObject({ damaged: [place] });

    await held.store.putSamples([okSample(start + hour + minute)]);
    await held.store.writeRows('late_hours', [{ target: row?.['target'] ?? 0, hour: start }]);
    await held.reopen();
    const sealed = await calls(() => held.store.sealHours(both));
    expect(sealed).toMatchObject({ damaged: [place] });
    const versions = (await blocksIn(held.store)).map(({ hour: of, version }) => [of, version]);
    expect(versions).toContainEqual([start + hour, 2]);

    const hex = hexIn(row ?? {}, 'hash') ?? '';
    const rows = [
      { at: start, outcome: 0, reason: null, latency_tenths: 1824 },
      { at: start + minute, outcome: 1, reason: 'timeout', latency_tenths: null },
      { at: start + 2 * minute, outcome: 0, reason: null, latency_tenths: 999 },
    ].map((each) => ({ ...each, age_tenths: null, status: null }));
    const { hash, data } = makeBlock({ ...target, hour: start, version: 3 }, hex, rows);
    const mended = { ...damaged, version: 3, sequence: 6, data, previous: Buffer.from(hex, 'hex') };
    await held.store.writeRows('blocks', [{ ...mended, hash: Buffer.from(hash, 'hex') }]);
    expect(await calls(() => held.store.sealHours(both))).toMatchObject({ blocks: 0, damaged: [] });
    expect(await retired()).toMatchObject({ damaged: [] });
    expect(await rowsLeft()).toEqual([]);
  });

  describe('what was seen beside samples', () => {
    const failing: NewSample = {
      ...badSample(start + minute),
      detail: { phases: { dns: 1.5 }, error: 'no answer in 10 s' },
    };
    const ok: NewSample = { ...okSample(start), detail: { certificateEndsAt: start } };
    const west: NewSample = { ...statusSample(start + 3 * hour, 503), vantage: 'west' };
    const stopped: NewSample = {
      ...{ ...target, at: start + hour, latencyMs: null },
      ...{ outcome: 'unmeasured', reason: 'stopped' },
    };

    it('stays for good with those that failed, and goes with the rows of the others', async () => {
      await held.store.putSamples([ok, failing, stopped, west]);
      const failed = [{ ...west, detail: null }, { ...stopped, detail: null }, failing];
      const read = (limit = 10) => held.store.readFailures({ ...everything, limit });
      expect(await read()).toEqual(failed);
      await sealUntil(held.store, start + aDay);
      expect(await read()).toEqual(failed);
      expect(await held.store.readFailures({ ...everything, limit: 1, outcome: 'ok' })).toEqual([ok]);
      await retireUntil(held.store, start + 2 * hour);
      expect(await read()).toEqual(failed);
      await retireUntil(held.store, start + aDay);
      expect(await read()).toEqual(failed);
      expect(await read(2)).toEqual(failed.slice(0, 2));
      const gone = await held.store.readFailures({ ...everything, limit: 9, outcome: 'ok' });
      expect(gone).toEqual([{ ...ok, detail: null }]);
    });

    it('is found in sealed hours by outcome and by window', async () => {
      await held.store.putSamples([ok, failing, stopped, west]);
      await sealUntil(held.store, start + aDay);
      await retireUntil(held.store, start + aDay);
      const read = async (query: Partial<Parameters<Store['readFailures']>[0]>) =>
        (await held.store.readFailures({ ...everything, limit: 10, ...query })).map(({ at }) => at);
      expect(await read({ outcome: 'unmeasured' })).toEqual([stopped.at]);
      expect(await read({ outcome: 'bad' })).toEqual([west.at, failing.at]);
      expect(await read({ start: failing.at, end: failing.at + 1 })).toEqual([failing.at]);
      expect(await read({ start: failing.at + 1, end: west.at })).toEqual([stopped.at]);
    });

    it('is found far back, over more hours than are looked at at once', async () => {
      const many = Array.from({ length: 80 }, (_, slot) => badSample(start + slot * hour));
      await held.store.putSamples(many);
      await sealUntil(held.store, start + 4 * aDay);
      await retireUntil(held.store, start + 3 * aDay);
      await held.store.putSamples([badSample(start + minute)]);
      const read = async (limit: number) =>
        (await held.store.readFailures({ ...everything, limit })).map(({ at }) => at);
      const newestFirst = [start + minute, ...many.map(({ at }) => at)].toSorted((a, b) => b - a);
      expect(await read(100)).toEqual(newestFirst);
      expect(await read(50)).toEqual(newestFirst.slice(0, 50));
    });
  });

  it('names the newest slot of a target whose rows are gone', async () => {
    await held.store.putSamples(firstHours);
    await sealUntil(held.store, start + aDay);
    await retireUntil(held.store, start + aDay);
    expect(await held.store.lastSlot(target)).toBe(start + hour);
    await held.store.putSamples([okSample(start + 5 * minute)]);
    expect(await held.store.lastSlot(target)).toBe(start + hour);
    await held.store.putSamples([okSample(start + 61 * minute)]);
    expect(await held.store.lastSlot(target)).toBe(start + 61 * minute);
  });
}
