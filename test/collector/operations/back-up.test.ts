import { createHash } from 'node:crypto';
import { access, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backUp, type BackUpParts } from '@upheld/collector/operations/back-up';
import { readManifest } from '@upheld/collector/operations/manifest';
import { openStore } from '@upheld/collector/store/registry';
import { describe, expect, it, onTestFinished } from 'vitest';
import { everything, hour, okSample, start } from '../../contracts/store-facts.ts';
import { damage, found, sealedStore } from './sealed-store.ts';
import { about, stores } from './stores.ts';

async function scene(change: Partial<BackUpParts> = {}) {
  const { url, path, folder } = await sealedStore();
  const file = join(folder, 'safe', 'upheld.backup');
  const make = (again: Partial<BackUpParts> = {}) =>
    backUp({ stores, url, file, mayReplace: false, about, ...change, ...again });
  return { url, path, folder, file, make };
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

describe('a backup', () => {
  it.skipIf(process.platform !== 'linux')('says at once why its folder can never be made', async () => {
    const { make } = await scene({ file: '/proc/none/upheld.backup' });
    await expect(make()).rejects.toThrow("ENOENT: no such file or directory, mkdir '/proc/none'");
  });

  it('is one file that reads the same and is whole, with what it was made of beside it', async () => {
    const { file, make } = await scene();
    const { path, manifest, checks } = await make();
    expect(path).toBe(file);
    expect(checks.map(({ name, count }) => [name, count])).toEqual([
      ['engine', 0],
      ['blocks', 0],
      ['chain', 0],
      ['slots', 0],
    ]);
    expect(await found(`sqlite:${file}`)).toEqual({});
    expect(manifest).toMatchObject({
      ...about,
      rows: { agreements: 1, targets: 1, samples: 120, blocks: 3 },
    });
    expect(await readManifest(file)).toEqual(manifest);
  });

  it('has the size and the SHA-256 that its manifest says, and nobody else may read either', async () => {
    const { file, folder, make } = await scene();
    const { manifest } = await make();
    const bytes = await readFile(file);
    expect(manifest.bytes).toBe(bytes.length);
    expect(manifest.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(await readdir(join(folder, 'safe'))).toEqual(['upheld.backup', 'upheld.backup.json']);
    for (const each of [file, `${file}.json`]) expect((await stat(each)).mode & 0o777).toBe(0o600);
  });

  it('is of one moment while somebody writes, who is not held up', async () => {
    const { url, file, make } = await scene();
    const store = await openStore(url);
    onTestFinished(() => store.close());
    const writing = (async () => {
      for (let at = 0; at < 50; at += 1) await store.putSamples([okSample(start + 5 * hour + at)]);
    })();
    await make();
    await writing;
    expect(await found(`sqlite:${file}`)).toEqual({});
    expect((await store.readSamples(everything))[0]?.at).toHaveLength(180 + 50);
  });

  it('is never replaced unasked', async () => {
    const { file, make } = await scene();
    await make();
    await expect(make()).rejects.toThrow(
      `${file} is there already; name another file, or add --force to replace it`,
    );
    expect((await make({ mayReplace: true })).path).toBe(file);
  });

  it('of a damaged store stands beside the last good one and leaves that alone', async () => {
    const { file, path, make } = await scene();
    await make();
    const good = await readFile(file);
    damage(path, `update blocks set hash = zeroblob(32) where hour = ${start}`);
    const made = await make({ mayReplace: true });
    expect(made.path).toBe(`${file}.damaged`);
    expect(made.checks.find(({ name }) => name === 'blocks')?.count).toBe(1);
    expect(await readFile(file)).toEqual(good);
    expect(await isThere(`${file}.damaged.json`)).toBe(true);
  });

  it('is made of a store that lacks slots: a copy lacks them too, and is no worse', async () => {
    const { file, path, make } = await scene();
    damage(path, `delete from samples where at = (select max(at) - 60000 from samples)`);
    const made = await make();
    expect(made.path).toBe(file);
    expect(made.checks.find(({ name }) => name === 'slots')?.count).toBe(1);
  });

  it('leaves nothing where it cannot be made, and takes what a killed one left for nothing', async () => {
    const { file, folder, make } = await scene();
    const nowhere = `sqlite:${join(folder, 'nowhere.db')}`;
    await expect(make({ url: nowhere })).rejects.toMatchObject({ name: 'StoreError', code: 'cannot-open' });
    expect(await readdir(join(folder, 'safe'))).toEqual([]);
    await writeFile(`${file}.part`, 'half of one');
    expect((await make()).path).toBe(file);
    expect(await isThere(`${file}.part`)).toBe(false);
  });

  it('of a store on a server holds the rows that it has', async () => {
    const served = {
      ...stores,
      fileOf: (of: string) => (of.endsWith('upheld.db') && !of.includes('.part') ? null : stores.fileOf(of)),
    };
    const { file, make } = await scene({ stores: served });
    const { manifest } = await make();
    expect(manifest.rows).toMatchObject({ samples: 120, blocks: 3, shards: 0 });
    expect(await found(`sqlite:${file}`)).toEqual({});
  });
});
