import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { openStore } from '@upheld/collector/store/registry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everything, okSample, start } from '../../contracts/store-facts.ts';
import { runWriter } from '../../contracts/store-process.ts';

const script = fileURLToPath(new URL('../../contracts/store-writer.ts', import.meta.url));
const old = fileURLToPath(new URL('../../fixtures/store/version-3.sql', import.meta.url));

let folder: string;
let path: string;
let url: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upheld-processes-'));
  path = join(folder, 'upheld.db');
  url = `sqlite:${path}`;
});
afterEach(() => rm(folder, { recursive: true }));

/** Another process that holds the store and writes until it is killed; resolves with its id once it has stored a batch. */
async function holder() {
  const child = spawn(process.execPath, [script, url, 'main', '100000', '1', 'ok'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.stdout.resume();
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { id: child.pid, kill };
}

describe('a store that another process writes', () => {
  it('is refused, with who holds it, and is free the moment that one is killed', async () => {
    const { id, kill } = await holder();
    try {
      await expect(openStore(url)).rejects.toMatchObject({
        code: 'in-use',
        message: expect.stringMatching(
          new RegExp(
            `^the store ${path} is in use by process ${id} on ${hostname()} since 2\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ; stop that first\\. One process writes an SQLite store; several share one on PostgreSQL`,
          ),
        ),
      });
    } finally {
      await kill();
    }
    const store = await openStore(url);
    expect((await store.readSamples(everything))[0]?.at.length).toBeGreaterThan(0);
    await store.close();
  });

  it('is read beside it, and what it stores is seen', async () => {
    await runWriter({ url, vantage: 'west', batches: 1, rows: 3, outcome: 'ok' });
    const reader = await openStore(url, { isReader: true });
    expect((await reader.readSamples(everything)).map(({ at }) => at.length)).toEqual([3]);
    await runWriter({ url, vantage: 'east', batches: 2, rows: 3, outcome: 'ok' });
    expect((await reader.readSamples(everything)).map(({ at }) => at.length)).toEqual([6, 3]);
    await reader.close();
  });

  it('is read after it was killed, as it left it', async () => {
    const { kill } = await holder();
    await kill();
    const reader = await openStore(url, { isReader: true });
    expect((await reader.readSamples(everything))[0]?.at[0]).toBe(start);
    await reader.close();
  });
});

describe('a store that this process holds', () => {
  it('is refused under another name too, also where that was given before there was a file', async () => {
    const other = join(folder, 'other.db');
    await mkdir(join(folder, 'links'));
    await symlink(join('..', 'upheld.db'), join(folder, 'links', 'link.db'));
    await symlink(join('links', 'link.db'), other);
    const store = await openStore(`sqlite:${other}`);
    for (const name of [url, `sqlite:${join(folder, 'links', 'link.db')}`]) {
      await expect(openStore(name)).rejects.toMatchObject({ code: 'in-use' });
    }
    await store.close();
    const again = await openStore(url);
    await expect(openStore(`sqlite:${other}`)).rejects.toMatchObject({ code: 'in-use' });
    await again.close();
  });

  it('is refused to it a second time, until it is closed', async () => {
    const store = await openStore(url);
    await expect(openStore(url)).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringContaining('is in use by this process itself'),
    });
    await store.close();
    await (await openStore(url)).close();
  });

  it('goes to exactly one of many that open it at the same time', async () => {
    const opened = await Promise.allSettled(Array.from({ length: 8 }, () => openStore(url)));
    const stores = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const refusals = opened.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(stores.length).toBe(1);
    expect(refusals.map(({ code }) => code)).toEqual(Array(7).fill('in-use'));
    await stores[0]?.close();
  });

  it('is not left locked by an opening that failed', async () => {
    await writeFile(path, 'Dear Upheld, this is a letter and not a database at all. '.repeat(20));
    await expect(openStore(url)).rejects.toMatchObject({ code: 'foreign' });
    await rm(path);
    await (await openStore(url)).close();
  });
});

describe('a reader of a store', () => {
  it('refuses to write', async () => {
    await (await openStore(url)).close();
    const reader = await openStore(url, { isReader: true });
    await expect(reader.putSamples([okSample(start)])).rejects.toMatchObject({ code: 'read-only' });
    await reader.close();
  });

  it('makes no store where there is none, and says so', async () => {
    await expect(openStore(url, { isReader: true })).rejects.toMatchObject({
      code: 'cannot-open',
      message: `there is no store ${path} yet; start Upheld once, or name another file in UPHELD_STORE_URL`,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('reads a store without facts where there is none yet, if that will do', async () => {
    const reader = await openStore(url, { isReader: true, mayBeMissing: true });
    expect(await reader.readSamples(everything)).toEqual([]);
    await reader.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves a store of an older release as it is, and says who brings it up to date', async () => {
    const database = new DatabaseSync(path);
    database.exec(await readFile(old, 'utf8'));
    database.close();
    const before = await readFile(path);
    await expect(openStore(url, { isReader: true })).rejects.toMatchObject({
      code: 'older-schema',
      message: `${path} was last written by an older release (schema 3, this release reads 7); start Upheld once, which brings it up to date`,
    });
    expect(await readFile(path)).toEqual(before);
  });
});
