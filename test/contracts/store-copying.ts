// What every store engine must do when everything that it holds is copied out of it, and into it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyRows } from '@upheld/collector/operations/copy-rows';
import { pagesOf } from '@upheld/collector/operations/pages';
import { openStore } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fill, fillAgain, readAll } from './store-all-facts.ts';
import { blocksIn, sealUntil } from './store-blocks.ts';
import { aSlice, desk, everything, hour, minute, okSample, start } from './store-facts.ts';
import type { HeldStore } from './store-held.ts';

type Place = Pick<HeldStore, 'store' | 'url' | 'reopen'>;

/** An empty store of the embedded engine, to copy from or to. */
async function besideIt(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-copy-'));
  const url = `sqlite:${join(folder, 'upheld.db')}`;
  let store = await openStore(url);
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  return {
    ...{ url },
    get store() {
      return store;
    },
    async reopen() {
      await store.close();
      store = await openStore(url);
    },
  };
}

/** Copied, and opened anew. */
async function copy(from: Store, to: Place): Promise<void> {
  await from.beginReading();
  await copyRows(from, to.store);
  await from.endReading();
  await to.reopen();
}

export function copyingContract(held: HeldStore): void {
  describe('copies', () => {
    it('of everything out of it read the same', async () => {
      const other = await besideIt();
      await fill(held.store);
      await copy(held.store, other);
      expect(await readAll(other.store)).toEqual(await readAll(held.store));
    });

    it('of everything into it read the same', async () => {
      const other = await besideIt();
      await fill(other.store);
      await copy(other.store, held);
      expect(await readAll(held.store)).toEqual(await readAll(other.store));
    });

    it('into it go on: what is known is known, and what is new gets numbers of its own', async () => {
      const other = await besideIt();
      await fill(other.store);
      await copy(other.store, held);
      const before = await held.store.revision('acme');
      const known = await readAll(held.store);
      await fillAgain(held.store);
      expect(await readAll(held.store)).toEqual(known);
      const later = [okSample(start + 90 * minute), { ...okSample(start), source: 'new', agreement: 'beta' }];
      expect((await held.store.putSamples(later)).stored).toBe(2);
      expect(await held.store.revision('acme')).toBe(before + 1);
      const events = [{ ticket: 'T-9', at: start, type: 'opened' as const, severity: 1 }];
      expect((await held.store.putTicketEvents({ ...desk, events })).stored).toBe(1);
      expect(
        (await held.store.putSlices([aSlice({ start: start + hour, end: start + 2 * hour })])).stored,
      ).toBe(1);
      expect(await held.store.readSamples({ ...everything, agreement: 'beta', source: 'new' })).toHaveLength(
        1,
      );
    });

    it('into it seal on: the next version cites the last, of late samples too that nobody sealed', async () => {
      const other = await besideIt();
      await fill(other.store);
      await copy(other.store, held);
      for (const store of [held.store, other.store]) await sealUntil(store, start + 2 * hour);
      const said = async (store: Store) =>
        (await blocksIn(store)).map(({ chain, hash, version, hour: from }) => ({
          chain,
          hash,
          version,
          from,
        }));
      const blocks = await said(held.store);
      expect(blocks).toEqual(await said(other.store));
      expect(Math.max(...blocks.map(({ version }) => version))).toBe(3);
    });

    it('into it give no lease that was given before', async () => {
      const other = await besideIt();
      const there = { scopes: ['main'], leaseMs: 60_000, configuration: {} };
      const { held: given } = await other.store.keepLeases({ ...there, id: 'there' });
      await copy(other.store, held);
      const { held: got } = await held.store.keepLeases({ ...there, id: 'here' });
      const fences = new Map(given.map(({ shard, fence }) => [shard, fence]));
      expect(got.length).toBeGreaterThan(0);
      for (const { shard, fence } of got) expect(fence).toBeGreaterThan(fences.get(shard) ?? 0);
    });

    it.skipIf(held.isOneSession)('tell one moment, whatever is written meanwhile', async () => {
      const other = await besideIt();
      await fill(held.store);
      const then = await readAll(held.store);
      await held.store.beginReading();
      await held.store.putSamples([okSample(start + 90 * minute)]);
      await copyRows(held.store, other.store);
      await held.store.endReading();
      await other.reopen();
      expect(await readAll(other.store)).toEqual(then);
      expect(await readAll(held.store)).not.toEqual(then);
    });

    it('that were interrupted go on where they ended', async () => {
      const other = await besideIt();
      await fill(other.store);
      const [agreements, targets, samples] = await Promise.all(
        ['agreements', 'targets', 'samples'].map((table) =>
          other.store.readRows({ table, after: null, most: 3 }),
        ),
      );
      await held.store.writeRows('agreements', agreements ?? []);
      await held.store.writeRows('targets', targets ?? []);
      await held.store.writeRows('samples', samples ?? []);
      await copy(other.store, held);
      expect(await readAll(held.store)).toEqual(await readAll(other.store));
    });

    it('into it are not taken for the whole before they are proven', async () => {
      const other = await besideIt();
      await fill(other.store);
      await held.store.beginCopy('restore');
      await copyRows(other.store, held.store);
      await held.store.beginCopy('migrate-storage');
      expect(await held.store.unfinishedCopy()).toBe('restore'); // who came first
      await held.store.close();
      for (const isReader of [true, false]) {
        await expect(openStore(held.url, { isReader })).rejects.toMatchObject({ code: 'unfinished' });
        const part = await openStore(held.url, { isReader, mayBeUnfinished: true });
        expect(await part.unfinishedCopy()).toBe('restore');
        if (!isReader) await part.endCopy();
        await part.close();
      }
      await held.reopen();
      expect(await held.store.unfinishedCopy()).toBeNull();
      expect(await readAll(held.store)).toEqual(await readAll(other.store));
    });

    it('come in pages, each row once and in the order of the key', async () => {
      await held.store.putSamples([2, 0, 1].map((at) => okSample(start + at)));
      const read = async (most: number) => {
        const first = await held.store.readRows({ table: 'samples', after: null, most });
        const rest = await held.store.readRows({ table: 'samples', after: first.at(-1) ?? null, most });
        return [first, rest].map((page) => page.map(({ at }) => at));
      };
      expect(await read(2)).toEqual([[start, start + 1], [start + 2]]);
      expect(await read(3)).toEqual([[start, start + 1, start + 2], []]);
      expect(await held.store.lastRow('samples')).toMatchObject({ at: start + 2, outcome: 0 });
      expect(await held.store.lastRow('beats')).toBeNull();
      for await (const page of pagesOf(held.store, 'beats')) expect(page).toHaveLength(0);
    });

    it('into what has such rows already are refused whole', async () => {
      await held.store.putSamples([okSample(start)]);
      const [row] = await held.store.readRows({ table: 'samples', after: null, most: 1 });
      const rows = [{ ...row, at: start + 1 }, { ...row }];
      await expect(held.store.writeRows('samples', rows)).rejects.toMatchObject({ code: 'invalid' });
      expect(await held.store.readRows({ table: 'samples', after: null, most: 9 })).toHaveLength(1);
    });

    it('know only the tables that there are', async () => {
      await expect(held.store.readRows({ table: 'holders', after: null, most: 1 })).rejects.toMatchObject({
        name: 'StoreError',
      });
    });

    it('are made of a store that finds nothing wrong with itself', async () => {
      await fill(held.store);
      expect(await held.store.inspect()).toEqual([]);
    });
  });
}
