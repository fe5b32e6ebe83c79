import { access, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { backUp } from '@upheld/collector/operations/back-up';
import { checkBackup } from '@upheld/collector/operations/check-backup';
import { restore, type RestoreParts } from '@upheld/collector/operations/restore';
import { openStore } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { everything, okSample, start } from '../../contracts/store-facts.ts';
import { damage, found, sealedStore } from './sealed-store.ts';
import { about, stores } from './stores.ts';

const schema = 7;

async function backedUp() {
  const { url, path, folder } = await sealedStore();
  const file = join(folder, 'upheld.backup');
  await backUp({ stores, url, file, mayReplace: false, about });
  return { url, path, folder, file };
}

/** The faults of a backup, by the names of the checks. */
async function faultsOf(file: string): Promise<Record<string, string[]>> {
  const checks = await checkBackup({ stores, file, schema });
  return Object.fromEntries(
    checks.filter(({ count }) => count > 0).map(({ name, faults }) => [name, faults]),
  );
}

const samplesIn = async (url: string) => {
  const store = await openStore(url);
  const [series] = await store.readSamples(everything);
  await store.close();
  return series?.at.length ?? 0;
};

describe('checking a backup', () => {
  it('finds it whole and changes nothing', async () => {
    const { file } = await backedUp();
    const before = [await readFile(file), await readdir(dirname(file))];
    const checks = await checkBackup({ stores, file, schema });
    expect(checks.map(({ name, count }) => [name, count])).toEqual(
      ['manifest', 'engine', 'blocks', 'chain', 'slots', 'rows'].map((name) => [name, 0]),
    );
    expect([await readFile(file), await readdir(dirname(file))]).toEqual(before);
  });

  it('finds one byte that changed anywhere', async () => {
    const { file } = await backedUp();
    const handle = await open(file, 'r+');
    await handle.write(Buffer.of(1), 0, 1, 96); // which SQLite wrote it last: nothing reads that
    await handle.close();
    expect(await faultsOf(file)).toEqual({
      manifest: [expect.stringMatching(/^its SHA-256 is [0-9a-f]{64}, its manifest says [0-9a-f]{64}$/)],
    });
  });

  it('finds a row that is gone, whoever made the file look untouched', async () => {
    const { file } = await backedUp();
    damage(file, 'delete from late_hours; delete from samples where at = (select min(at) from samples)');
    expect(await faultsOf(file)).toMatchObject({
      rows: ['samples has 119 rows, its manifest says 120'],
      manifest: [expect.stringContaining('SHA-256')],
    });
  });

  it('goes without a manifest', async () => {
    const { path } = await backedUp();
    const [first] = await checkBackup({ stores, file: path, schema });
    expect(first).toEqual({ name: 'manifest', summary: 'none beside the file', faults: [], count: 0 });
  });

  it('says so where the manifest is another file', async () => {
    const { file } = await backedUp();
    await writeFile(`${file}.json`, '{}');
    await expect(faultsOf(file)).rejects.toThrow('is not what upheld backup writes');
  });

  it('says so where there is no backup', async () => {
    const { folder } = await backedUp();
    const none = join(folder, 'none');
    await expect(faultsOf(none)).rejects.toThrow(`${none} is not there; name a backup`);
    await expect(faultsOf(folder)).rejects.toThrow(`${folder} is no file; name a backup`);
  });
});

describe('restoring a backup', () => {
  let scene: Awaited<ReturnType<typeof backedUp>>;
  beforeEach(async () => {
    scene = await backedUp();
  });
  const put = (url: string, change: Partial<RestoreParts> = {}) =>
    restore({ stores, file: scene.file, url, mayReplace: false, stamp: '20261121T100000Z', ...change });

  it('puts it where nothing is, and nothing beside it', async () => {
    const place = join(scene.folder, 'new', 'upheld.db');
    const { checks, aside } = await put(`sqlite:${place}`);
    expect(aside).toBeNull();
    expect(checks.every(({ count }) => count === 0)).toBe(true);
    expect(await readdir(dirname(place))).toEqual(['upheld.db']);
    expect(await samplesIn(`sqlite:${place}`)).toBe(180);
  });

  it('puts it where an empty store is', async () => {
    const url = `sqlite:${join(scene.folder, 'empty.db')}`;
    await (await openStore(url)).close();
    await put(url);
    expect(await samplesIn(url)).toBe(180);
  });

  it('refuses a place with facts', async () => {
    await expect(put(scene.url)).rejects.toThrow(
      `${scene.path} holds facts already; --force keeps it beside and puts the backup there`,
    );
    expect(await samplesIn(scene.url)).toBe(180);
  });

  it('keeps the store that was there beside it when told so', async () => {
    const store = await openStore(scene.url);
    await store.putSamples([okSample(start + 1)]);
    await store.close();
    const { aside } = await put(scene.url, { mayReplace: true });
    expect(aside).toBe(`${scene.path}.before-restore-20261121T100000Z`);
    expect(await samplesIn(`sqlite:${aside}`)).toBe(181);
    expect(await samplesIn(scene.url)).toBe(180);
    expect(await found(scene.url)).toEqual({});
  });

  it('refuses while somebody runs on the store there', async () => {
    const store = await openStore(scene.url);
    onTestFinished(() => store.close());
    await expect(put(scene.url, { mayReplace: true })).rejects.toMatchObject({ code: 'in-use' });
  });

  it('refuses where somebody starts on the store just before it would be moved aside', async () => {
    const url = `sqlite:${join(scene.folder, 'empty.db')}`;
    const started: Promise<Store>[] = [];
    const open: typeof stores.open = async (asked, options) => {
      const store = await stores.open(asked, options);
      if (asked !== url) return store;
      const close = async () => {
        await store.close();
        started.push(stores.open(url));
        await started[0];
      };
      return { ...store, close };
    };
    await (await openStore(url)).close();
    await expect(put(url, { stores: { ...stores, open } })).rejects.toMatchObject({ code: 'in-use' });
    const store = await started[0];
    await store?.putSamples([okSample(start)]);
    await store?.close();
    expect(await samplesIn(url)).toBe(1);
  });

  it('replaces a store that cannot be opened any more', async () => {
    await writeFile(scene.path, 'no database at all, but longer than a header of one would be'.repeat(20));
    await expect(put(scene.url)).rejects.toMatchObject({ name: 'StoreError' });
    const { aside } = await put(scene.url, { mayReplace: true });
    await expect(access(aside ?? '')).resolves.toBeUndefined();
    expect(await found(scene.url)).toEqual({});
  });

  it('puts nothing in place that is damaged', async () => {
    damage(scene.file, `update blocks set data = x'00' where hour = ${start}`);
    const place = join(scene.folder, 'new', 'upheld.db');
    await expect(put(`sqlite:${place}`)).rejects.toThrow('is damaged and was not put in place');
    expect(await readdir(dirname(place))).toEqual([]);
  });

  it('brings a backup of the first release up to date, and checks it without a change', async () => {
    const file = join(scene.folder, 'old.backup');
    const old = new DatabaseSync(file);
    const fixture = new URL('../../fixtures/store/version-1.sql', import.meta.url);
    old.exec(await readFile(fileURLToPath(fixture), 'utf8'));
    old.close();
    const before = await readFile(file);
    expect(await faultsOf(file)).toEqual({});
    expect(await readFile(file)).toEqual(before);
    const url = `sqlite:${join(scene.folder, 'new', 'upheld.db')}`;
    await put(url, { file });
    expect(await samplesIn(url)).toBe(3);
  });

  it('copies the rows to an empty store on a server, and to no other', async () => {
    const url = `sqlite:${join(scene.folder, 'server.db')}`;
    const served = { ...stores, fileOf: (of: string) => (of === url ? null : stores.fileOf(of)) };
    await put(url, { stores: served });
    expect(await samplesIn(url)).toBe(180);
    expect(await found(url)).toEqual({});
    await expect(put(url, { stores: served, mayReplace: true })).rejects.toThrow(
      'holds facts already, and not those of an interrupted `upheld restore`; name an empty store',
    );
  });

  it('leaves a part on a server that nobody takes for the whole, and goes on with it', async () => {
    const url = `sqlite:${join(scene.folder, 'server.db')}`;
    const served = { ...stores, fileOf: (of: string) => (of === url ? null : stores.fileOf(of)) };
    const unverified = { ...served, verify: () => Promise.reject(new Error('the process was ended')) };
    await expect(put(url, { stores: unverified })).rejects.toThrow('the process was ended');
    damage(join(scene.folder, 'server.db'), 'delete from blocks');
    await expect(openStore(url, { isReader: true })).rejects.toMatchObject({
      code: 'unfinished',
      message: expect.stringMatching(
        / is a copy that `upheld restore` began .* run that again with the same backup, which goes on, or begin anew/,
      ),
    });
    await put(url, { stores: served });
    expect(await samplesIn(url)).toBe(180);
    expect(await found(url)).toEqual({});
  });
});
