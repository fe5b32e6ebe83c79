import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { openStore } from '@upheld/collector/store/registry';
import { checkRelease } from '@upheld/collector/store/sqlite/release';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const fixture = (version: number) =>
  fileURLToPath(new URL(`../../fixtures/store/version-${version}.sql`, import.meta.url));

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upheld-migration-'));
  path = join(folder, 'upheld.db');
});
afterEach(() => rm(folder, { recursive: true }));

/** A file as an older release left it. */
async function leaveOld(version: number): Promise<void> {
  await rm(path, { force: true });
  const database = new DatabaseSync(path);
  database.exec(await readFile(fixture(version), 'utf8'));
  database.close();
}

const migrate = async () => (await openStore(`sqlite:${path}`)).close();
const copies = async () => (await readdir(folder)).filter((name) => name.includes('before-schema'));

describe('a store whose tables are brought up to date', () => {
  it.each([1, 2, 3, 4])('is kept beside itself as schema %i was, and whole', async (version) => {
    await leaveOld(version);
    await migrate();
    expect(await copies()).toEqual(['upheld.db.before-schema-7']);
    const copy = new DatabaseSync(`${path}.before-schema-7`, { readOnly: true });
    const one = (sql: string) => Object.values(copy.prepare(sql).get() ?? {})[0];
    expect(one('pragma user_version')).toBe(version);
    expect(one('pragma application_id')).toBe(0x55706864);
    expect(one('pragma integrity_check')).toBe('ok');
    expect(one('select name from agreements')).toBe('acme');
    copy.close();
  });

  it.each([0o600, 0o640])('is kept as open to others as it is: %o', async (mode) => {
    await leaveOld(4);
    await chmod(path, mode);
    await migrate();
    for (const name of [path, `${path}.before-schema-7`]) {
      expect((await stat(name)).mode & 0o777).toBe(mode);
    }
  });

  it('is not copied where it holds nothing, or is up to date already', async () => {
    await migrate();
    await migrate();
    expect(await copies()).toEqual([]);
  });

  it('keeps one copy of the same facts, however often that is tried', async () => {
    await leaveOld(4);
    await migrate();
    await leaveOld(4);
    await migrate();
    expect(await copies()).toEqual(['upheld.db.before-schema-7']);
  });

  it('never overwrites a good copy of other facts', async () => {
    await leaveOld(4);
    await migrate();
    await leaveOld(3);
    await migrate();
    expect((await copies()).toSorted()).toEqual(['upheld.db.before-schema-7', 'upheld.db.before-schema-7-2']);
    const [first, second] = ['', '-2'].map((end) => {
      const copy = new DatabaseSync(`${path}.before-schema-7${end}`, { readOnly: true });
      const version = copy.prepare('pragma user_version').get()?.['user_version'];
      copy.close();
      return version;
    });
    expect([first, second]).toEqual([4, 3]);
  });

  it('replaces a copy that is damaged, and one that was never finished', async () => {
    await leaveOld(4);
    await writeFile(`${path}.before-schema-7`, 'half of a file');
    await writeFile(`${path}.before-schema-7.part`, 'half of another');
    await migrate();
    expect(await copies()).toEqual(['upheld.db.before-schema-7']);
    const copy = new DatabaseSync(`${path}.before-schema-7`, { readOnly: true });
    expect(copy.prepare('pragma quick_check').get()).toEqual({ quick_check: 'ok' });
    copy.close();
  });
});

describe('the release of SQLite that comes with Node.js', () => {
  it.each(['3.51.3', '3.51.4', '3.52.0', '3.53.4', '4.0.0'])('may be %s', (release) => {
    expect(() => checkRelease(release)).not.toThrow();
  });

  it.each(['3.51.2', '3.50.9', '3.9.99', '2.99.0', 'of no known release'])('is too old as %s', (release) => {
    expect(() => checkRelease(release)).toThrow(
      `comes with SQLite ${release}, which may damage a store; start Upheld with a Node.js that has SQLite 3.51.3 or newer`,
    );
  });
});
