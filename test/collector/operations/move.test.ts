import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { moveStore, type MoveParts } from '@upheld/collector/operations/move';
import { openForImport, openStore, storeFile } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';
import { describe, expect, it } from 'vitest';
import { anAgreement } from '../../builders/agreement.ts';
import { everything } from '../../contracts/store-facts.ts';
import { damage, sealedStore } from './sealed-store.ts';
import { stores } from './stores.ts';

/** A statement that depends on every sample. */
const statement = async (store: Store, { name }: { name: string }, period: string) => ({
  period,
  series: await store.readSamples({ ...everything, agreement: name }),
});

async function scene() {
  const { url, path, folder } = await sealedStore();
  const to = join(folder, 'to.db');
  const move = (change: Partial<MoveParts> = {}) =>
    moveStore({
      ...{ stores, from: url, to: `sqlite:${to}`, resumes: false, statement },
      ...{ agreements: [anAgreement()], now: Date.UTC(2026, 1, 10) },
      ...change,
    });
  return { url, path, to, move };
}

/** Its process ends before the first rows of the table `last` are copied. */
const endingAt = (last: string): typeof stores => ({
  ...stores,
  async open(url, options) {
    const store = await stores.open(url, options);
    const writeRows: Store['writeRows'] = async (table, rows) => {
      if (table === last && rows.length > 0) throw new Error('the process was ended');
      await store.writeRows(table, rows);
    };
    return { ...store, writeRows };
  },
});

/** Of a copy that is not proven yet. */
const spoil = (path: string, sql: string): void =>
  damage(path, `insert or ignore into unfinished_copy values ('migrate-storage'); ${sql}`);

const differences = ({ tables }: Awaited<ReturnType<typeof moveStore>>) =>
  tables.flatMap(({ table, difference }) => (difference === null ? [] : [`${table}: ${difference}`]));

describe('moving a store', () => {
  it('copies everything and proves that nothing changed', async () => {
    const { move } = await scene();
    const moved = await move();
    expect(differences(moved)).toEqual([]);
    expect(Object.fromEntries(moved.tables.map(({ table, rows }) => [table, rows]))).toMatchObject({
      ...{ agreements: 1, targets: 1, samples: 120, blocks: 3, slices: 0 },
    });
    // January, February, the first quarter and the year.
    expect(moved.statements).toEqual({ compared: 4, difference: null });
    expect(moved.checks.every(({ count }) => count === 0)).toBe(true);
  });

  it('hashes the same facts the same, whatever the place', async () => {
    const [one, other] = [await (await scene()).move(), await (await scene()).move()];
    expect(one.tables).toEqual(other.tables);
  });

  it('refuses a place with facts, also when told to go on: they are not those of a move', async () => {
    const { move, to } = await scene();
    await move();
    for (const resumes of [false, true]) {
      await expect(move({ resumes })).rejects.toThrow(
        `${to} holds facts already, and not those of an interrupted \`upheld migrate-storage\`; name an empty store`,
      );
    }
    await (await openStore(`sqlite:${to}`)).close(); // whole as it was
  });

  it('leaves a part that nobody takes for the whole, and goes on when told so', async () => {
    const { url, to, move } = await scene();
    const copy = `sqlite:${to}`;
    await expect(move({ stores: endingAt('blocks') })).rejects.toThrow('the process was ended');
    const refused = {
      code: 'unfinished',
      message: `${to} is a copy that \`upheld migrate-storage\` began and did not prove whole; run that again with --resume, which goes on, or begin anew with an empty store`,
    };
    await expect(openStore(copy)).rejects.toMatchObject(refused);
    await expect(openStore(copy, { isReader: true })).rejects.toMatchObject(refused);
    await expect(openForImport(copy)).rejects.toMatchObject(refused);
    await expect(stores.verify(copy)).rejects.toMatchObject(refused);
    await expect(storeFile(copy)?.copyTo(`${to}.backup`)).rejects.toMatchObject(refused);
    await expect(move()).rejects.toMatchObject(refused);
    await (await openStore(url)).close(); // nobody is kept from the old place any more
    const moved = await move({ resumes: true });
    expect(differences(moved)).toEqual([]);
    expect(moved.statements).toEqual({ compared: 4, difference: null });
    expect((await stores.verify(copy)).every(({ count }) => count === 0)).toBe(true);
  });

  it('leaves it so while a difference was found, or the proof was not made', async () => {
    const { to, move } = await scene();
    const refused = { code: 'unfinished' };
    const moved = await move({ statement: async (_store, _agreement, period) => [period, Math.random()] });
    expect(moved.statements.difference).not.toBeNull();
    await expect(openStore(`sqlite:${to}`)).rejects.toMatchObject(refused);
    const unverified = { ...stores, verify: () => Promise.reject(new Error('the process was ended')) };
    await expect(move({ resumes: true, stores: unverified })).rejects.toThrow('was ended');
    await expect(openStore(`sqlite:${to}`)).rejects.toMatchObject(refused);
    const damaged = [{ name: 'blocks', summary: '', faults: ['a hash is other'], count: 1 }];
    await move({ resumes: true, stores: { ...stores, verify: async () => damaged } });
    await expect(openStore(`sqlite:${to}`)).rejects.toMatchObject(refused);
  });

  it('refuses at once while processes share the old place, and has made nothing of the new one', async () => {
    const { path, to, move } = await scene();
    const shared: typeof stores = {
      ...stores,
      open: async (url, options) => ({
        ...(await stores.open(url, options)),
        countHolders: async () => 2,
      }),
    };
    await expect(move({ stores: shared })).rejects.toThrow(
      `2 processes of Upheld run on ${path}, or did a few seconds ago; stop them all, wait 15 seconds where one was killed, and run this again`,
    );
    await expect(access(to)).rejects.toThrow('ENOENT');
  });

  it('refuses at once while somebody writes the old place, and keeps others from it', async () => {
    const { url, path, to, move } = await scene();
    const held = await openStore(url);
    await expect(move()).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringContaining(
        `the store ${path} is in use by this process itself; stop that first.`,
      ),
    });
    await held.close();
    await expect(access(to)).rejects.toMatchObject({ code: 'ENOENT' });
    const opened: unknown[] = [];
    const statement = async () => opened.push(await openStore(url).catch(({ code }) => code)) > 0;
    await move({ statement });
    expect(new Set(opened)).toEqual(new Set(['in-use']));
  });

  it('names the first row that is other than it was', async () => {
    const { move, to } = await scene();
    await move();
    spoil(to, `update samples set latency_tenths = 7 where at = (select max(at) from samples)`);
    const moved = await move({ resumes: true });
    expect(differences(moved)).toEqual([
      expect.stringMatching(/^samples: row 120: .*"latency_tenths":1259,.* became .*"latency_tenths":7,/),
    ]);
    expect(moved.tables.at(-1)?.table).toBe('samples'); // the first difference ends it
  });

  it('names rows that are gone or new', async () => {
    const { move, to } = await scene();
    await move();
    spoil(to, `update samples set at = at + 1 where at = (select max(at) from samples)`);
    expect(differences(await move({ resumes: true }))).toEqual([
      expect.stringMatching(/^samples: row 120: /),
    ]);
    spoil(to, `delete from samples where at = (select min(at) from samples)`);
    expect(differences(await move({ resumes: true }))).toEqual([expect.stringMatching(/^samples: row 1: /)]);
  });

  it('names a row that only the new place has', async () => {
    const { move, to } = await scene();
    await move();
    spoil(to, 'insert into late_hours values (1, 0)');
    expect(differences(await move({ resumes: true }))).toEqual([
      'late_hours: row 1 is new: {"hour":0,"target":1}',
    ]);
  });

  it('names what came to the old place meanwhile', async () => {
    const { move, url, path } = await scene();
    const busy: typeof stores = {
      ...stores,
      async open(of, options) {
        const store = await stores.open(of, options);
        if (of !== url && options?.isReader === true) damage(path, 'update agreements set revision = 99');
        return store;
      },
    };
    expect(differences(await move({ stores: busy }))[0]).toMatch(/^agreements: row 1: /);
  });

  it('names the period whose statement is another', async () => {
    const { move } = await scene();
    let asked = 0;
    const moved = await move({
      statement: async (_store, _agreement, period) => {
        asked += 1;
        return period === '2026-02' ? asked : period;
      },
    });
    expect(moved.statements).toEqual({ compared: 2, difference: 'the statement of acme for 2026-02' });
  });
});
