import { join } from 'node:path';
import { moveStore, type MoveParts } from '@upheld/collector/operations/move';
import { openStore } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';
import { describe, expect, it } from 'vitest';
import { anAgreement } from '../../builders/agreement.ts';
import { everything, okSample, start } from '../../contracts/store-facts.ts';
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

  it('refuses a place with facts, and fills up what an interrupted move left when told so', async () => {
    const { move, to } = await scene();
    await move();
    damage(to, `delete from blocks; delete from samples where at > (select min(at) + 600000 from samples)`);
    await expect(move()).rejects.toThrow(
      `${to} holds facts already; name an empty store, or add --resume where a move was interrupted`,
    );
    const moved = await move({ resumes: true });
    expect(differences(moved)).toEqual([]);
    expect(moved.statements).toEqual({ compared: 4, difference: null });
  });

  it('names the first row that is other than it was', async () => {
    const { move, to } = await scene();
    await move();
    damage(to, `update samples set latency_tenths = 7 where at = (select max(at) from samples)`);
    const moved = await move({ resumes: true });
    expect(differences(moved)).toEqual([
      expect.stringMatching(/^samples: row 120: .*"latency_tenths":1259,.* became .*"latency_tenths":7,/),
    ]);
    expect(moved.tables.at(-1)?.table).toBe('samples'); // the first difference ends it
  });

  it('names rows that are gone or new', async () => {
    const { move, to } = await scene();
    await move();
    damage(to, `update samples set at = at + 1 where at = (select max(at) from samples)`);
    expect(differences(await move({ resumes: true }))).toEqual([
      expect.stringMatching(/^samples: row 120: /),
    ]);
    damage(to, `delete from samples where at = (select min(at) from samples)`);
    expect(differences(await move({ resumes: true }))).toEqual([expect.stringMatching(/^samples: row 1: /)]);
  });

  it('names a row that only the new place has', async () => {
    const { move, to } = await scene();
    await move();
    damage(to, 'insert into late_hours values (1, 0)');
    expect(differences(await move({ resumes: true }))).toEqual([
      'late_hours: row 1 is new: {"hour":0,"target":1}',
    ]);
  });

  it('names what came to the old place meanwhile', async () => {
    const { move, url } = await scene();
    const busy: typeof stores = {
      ...stores,
      async open(of, options) {
        const store = await stores.open(of, options);
        if (of === url || options?.isReader !== true) return store;
        const old = await openStore(url);
        await old.putSamples([okSample(start + 9)]);
        await old.close();
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
