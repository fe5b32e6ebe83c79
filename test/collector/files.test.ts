import { execFileSync } from 'node:child_process';
import { appendFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { createFiles } from '@upheld/collector/files';
import { describe, expect, it } from 'vitest';
import { folderOf } from './config/folders.ts';
import { fakeClock } from './schedule/fake-clock.ts';

async function foundIn(files: Record<string, string>, path: string) {
  const folder = await folderOf(files);
  return { folder, found: await createFiles({ folder, clock: fakeClock(Date.now()) })(path) };
}

describe('files that sources name', () => {
  it('are read as they stand', async () => {
    const { found } = await foundIn({ 'imports/a.csv': 'ä' }, 'imports/a.csv');
    expect(found).toMatchObject({ ok: true, size: 2 });
    expect(found.ok && (await found.read())).toEqual({ ok: true, bytes: new TextEncoder().encode('ä') });
  });

  it.each(['grows', 'shrinks'])('are not taken where one %s after it was found', async (how) => {
    const { folder, found } = await foundIn({ 'a.csv': 'abc' }, 'a.csv');
    if (how === 'grows') appendFileSync(join(folder, 'a.csv'), 'd');
    else truncateSync(join(folder, 'a.csv'), 1);
    expect(found.ok && (await found.read())).toEqual({
      ...{ ok: false, words: 'a.csv changed while it was read; it is read again' },
    });
  });

  it('have at most 64 MiB', async () => {
    const { folder } = await foundIn({ 'a.csv': '' }, 'a.csv');
    const find = createFiles({ folder, clock: fakeClock(0) });
    truncateSync(join(folder, 'a.csv'), 64 * 1024 * 1024);
    expect(await find('a.csv')).toMatchObject({ ok: true });
    truncateSync(join(folder, 'a.csv'), 64 * 1024 * 1024 + 1);
    expect(await find('a.csv')).toEqual({
      ...{ ok: false, words: 'a.csv is larger than 64 MiB; begin a new file and leave out what is old' },
    });
  });

  it('are files: a folder, a pipe and a path through a file are told in words', async () => {
    const { folder } = await foundIn({ 'imports/a.csv': '' }, 'imports/a.csv');
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const find = createFiles({ folder, clock: fakeClock(0) });
    expect(await find('imports')).toEqual({ ok: false, words: 'imports is no file; name one' });
    expect(await find('pipe')).toEqual({ ok: false, words: 'pipe is no file; name one' });
    expect(await find('imports/a.csv/b')).toEqual({ ok: false, words: 'imports/a.csv/b is not there' });
    expect(await find('none.csv')).toEqual({ ok: false, words: 'none.csv is not there' });
  });
});
