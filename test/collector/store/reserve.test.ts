import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@upheld/collector/store/registry';
import { createReserve, noReserve } from '@upheld/collector/store/sqlite/reserve';
import { withRoom } from '@upheld/collector/store/sqlite/with-room';
import type { Store } from '@upheld/collector/store/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { okSample, start } from '../../contracts/store-facts.ts';

const mebibyte = 1024 * 1024;

let folder: string;
let path: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upheld-reserve-'));
  path = join(folder, 'upheld.db');
  file = `${path}.reserve`;
});
afterEach(() => rm(folder, { recursive: true }));

describe('the reserve of a store', () => {
  it('really takes the room that it keeps', async () => {
    createReserve(path, 2 * mebibyte).close();
    const { size, blocks } = await stat(file);
    expect(size).toBe(2 * mebibyte);
    expect(blocks * 512).toBeGreaterThanOrEqual(2 * mebibyte);
  });

  it('is given back once, and made whole again when asked', async () => {
    const reserve = createReserve(path, mebibyte);
    expect(reserve.giveBack()).toBe(true);
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(reserve.giveBack()).toBe(false);
    reserve.makeWhole();
    expect((await stat(file)).size).toBe(mebibyte);
    reserve.close();
  });

  it('is made whole where a start was broken off, and left alone where it is whole', async () => {
    await writeFile(file, Buffer.alloc(1000));
    createReserve(path, mebibyte).close();
    const { size, mtimeMs } = await stat(file);
    expect(size).toBe(mebibyte);
    createReserve(path, mebibyte).close();
    expect((await stat(file)).mtimeMs).toBe(mtimeMs);
  });

  it('is not made where the disk has no room for it, which is said to whoever asks', async () => {
    const reserve = createReserve(path, 2 ** 50);
    expect(await readdir(folder)).toEqual([]);
    expect(() => reserve.makeWhole()).toThrow(
      /^the disk of \S+upheld\.db has no room for the reserve of 1073741824 MiB that a full disk needs; free \d+ MiB and it is made by itself$/,
    );
    reserve.close();
  });

  it('becomes as large as it is asked for now, and goes where it is to be none', async () => {
    createReserve(path, 2 * mebibyte).close();
    createReserve(path, mebibyte).close();
    expect((await stat(file)).size).toBe(mebibyte);
    const reserve = createReserve(path, 0);
    reserve.makeWhole();
    expect(reserve.giveBack()).toBe(false);
    expect(await readdir(folder)).toEqual([]);
    reserve.close();
  });

  it('of a collector is left alone by others that open the store', async () => {
    await (await openStore(`sqlite:${path}`, { reserveBytes: mebibyte })).close();
    await (await openStore(`sqlite:${path}`)).close();
    await (await openStore(`sqlite:${path}`, { isReader: true })).close();
    expect((await stat(file)).size).toBe(mebibyte);
    expect(noReserve.giveBack()).toBe(false);
  });

  it('belongs to a store that is ready only while it is whole', async () => {
    const store = await openStore(`sqlite:${path}`, { reserveBytes: 2 ** 50 });
    await expect(store.check()).rejects.toMatchObject({ name: 'StoreError', code: 'full' });
    expect((await store.putSamples([okSample(start)])).stored).toBe(1);
    await store.close();
  });
});

describe('a call that finds the disk full', () => {
  const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });
  const other = Object.assign(new Error('disk I/O error'), { errcode: 10 });

  /** A store whose next calls fail with these, and how often it was called. */
  async function failing(...errors: Error[]) {
    const store = await openStore(`sqlite:${path}`);
    const calls = { count: 0 };
    const putSamples: Store['putSamples'] = async (samples) => {
      calls.count += 1;
      const error = errors.shift();
      if (error !== undefined) throw error;
      return store.putSamples(samples);
    };
    return { calls, store: { ...store, putSamples } };
  }

  it('is made once more with the room that was in reserve', async () => {
    const { calls, store } = await failing(full);
    const roomy = withRoom(store, () => true);
    expect((await roomy.putSamples([okSample(start)])).stored).toBe(1);
    expect(calls.count).toBe(2);
    await roomy.close();
  });

  it('fails where there is none, and where it is full still', async () => {
    const { calls, store } = await failing(full, full, full);
    await expect(withRoom(store, () => false).putSamples([okSample(start)])).rejects.toBe(full);
    await expect(withRoom(store, () => true).putSamples([okSample(start)])).rejects.toBe(full);
    expect(calls.count).toBe(3);
    await store.close();
  });

  it('gives nothing back for another fault', async () => {
    const { store } = await failing(other);
    const given: string[] = [];
    const roomy = withRoom(store, () => given.push('all') > 0);
    await expect(roomy.putSamples([okSample(start)])).rejects.toBe(other);
    expect(given).toEqual([]);
    await roomy.close();
  });
});
