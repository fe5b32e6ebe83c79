// The tables of head rows on a server as Debian runs it, with room for 6,400 locks in all: years of samples take few
// of them, and nobody waits long while a table is let go of.
import { openStore } from '@upheld/collector/store/registry';
import type { NewSample, Store } from '@upheld/collector/store/store';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres, type PostgresServer } from './postgres.ts';
import { eventually } from './program.ts';
import { isMissing } from './servers.ts';

const hour = 3_600_000;
const day = 24 * hour;
const target = { agreement: 'acme', source: 'api', vantage: 'main' };
const now = Date.now();
const today = Math.floor(now / day) * day;

const okSample = (at: number): NewSample => ({ ...target, at, outcome: 'ok', reason: null, latencyMs: 12.5 });

describe.skipIf(isMissing('postgresql'))('the tables of head rows on Debian’s PostgreSQL', () => {
  let server: PostgresServer;
  let place: Awaited<ReturnType<PostgresServer['makeDatabase']>>;
  let store: Store;
  let other: Client;
  beforeAll(async () => {
    server = await startPostgres();
  });
  beforeEach(async () => {
    place = await server.makeDatabase();
    store = await openStore(place.url);
    other = new Client(place.url);
    await other.connect();
  });
  afterEach(async () => {
    await store.close();
    await other.end();
    await place.remove();
  });
  afterAll(() => server.stop());

  const count = async (query: string): Promise<number> =>
    Number((await other.query<{ count: string }>(query)).rows[0]?.count);

  /** The most locks that one session was seen with meanwhile. */
  async function mostLocks(work: () => Promise<void>): Promise<number> {
    let most = 0;
    let isOver = false;
    const done = work().finally(() => (isOver = true));
    while (!isOver) {
      const seen = await count(
        'select max(held) as count from (select count(*) as held from pg_locks group by pid) as sessions',
      );
      most = Math.max(most, seen);
    }
    await done;
    return most;
  }

  async function putAll(samples: readonly NewSample[]): Promise<number> {
    let stored = 0;
    for (let place = 0; place < samples.length; place += 500) {
      stored += (await store.putSamples(samples.slice(place, place + 500))).stored;
    }
    return stored;
  }

  it('are few, and so are the locks, whatever is done with a sample a day of ten years', async () => {
    const years = Array.from({ length: 3650 }, (_, place) => okSample(today - (place + 1) * day));
    const most = await mostLocks(async () => {
      expect(await putAll(years)).toBe(3650);
      expect(await putAll(years)).toBe(0);
      expect(await store.lastSlot(target)).toBe(today - day);
      expect(await store.lastSlot({ ...target, vantage: 'west' })).toBe(null);
      expect((await store.health()).oldestHead).toBe(today - 3650 * day);
      const [series] = await store.readSamples({ ...target, start: 0, end: now });
      expect(series?.at.length).toBe(3650);
      while (!(await store.sealHours({ before: now, most: 100 })).isDone);
      expect(await store.health()).toMatchObject({ unsealedSince: null, lateHours: 0 });
    });
    // A table of samples with its indexes is four, and one of what was seen beside them two.
    expect(most).toBeLessThan(400);
    // 30 of a day, 115 of 32 days, and those that border on the days that run.
    expect(
      await count(`select count(*) from pg_inherits where inhparent = 'samples'::regclass`),
    ).toBeLessThan(150);
    while (!(await store.retireHeads({ before: now, most: 100 })).isDone);
    expect(await count('select count(*) from samples')).toBe(0);
    expect(await putAll(years)).toBe(0);
  });

  it('are let go of once nobody reads them, without being proven again', async () => {
    await store.putSamples([0, 1, 2].map((place) => okSample(today - 9 * day + place * hour)));
    await store.sealHours({ before: now, most: 100 });
    await other.query('begin; select * from samples');
    const retire = (most: number) => store.retireHeads({ before: now, most });
    expect(await retire(100)).toMatchObject({ rows: 0, isDone: true });
    // Who comes after it need not wait.
    expect(await store.lastSlot(target)).toBe(today - 9 * day + 2 * hour);
    await other.query('commit');
    expect(await retire(0)).toMatchObject({ rows: 3, isDone: false });
    expect(await retire(100)).toMatchObject({ rows: 0, isDone: true });
  });

  it('stay where a sample came to them after they were proven', async () => {
    await store.putSamples([okSample(today - 9 * day)]);
    await store.sealHours({ before: now, most: 100 });
    await other.query('begin; select * from samples');
    expect(await store.retireHeads({ before: now, most: 100 })).toMatchObject({ rows: 0, isDone: true });
    await other.query('commit');
    await store.putSamples([okSample(today - 9 * day + 1)]);
    expect(await store.retireHeads({ before: now, most: 0 })).toMatchObject({ rows: 0, isDone: true });
    expect(await count('select count(*) from samples')).toBe(2);
  });

  it('are written, and leases are kept, however many wait to read', async () => {
    await store.putSamples([okSample(today - day)]);
    await other.query('begin; lock table blocks in access exclusive mode');
    const reads = Array.from({ length: 40 }, () => store.readSamples({ ...target, start: 0, end: now }));
    await eventually('readers wait', 10_000, async () =>
      (await count('select count(*) from pg_locks where not granted')) > 2 ? true : null,
    );
    const asked = Date.now();
    const holder = { id: 'one', scopes: ['vantage/main'], leaseMs: 12_000, configuration: {} };
    expect((await store.keepLeases(holder)).held).toHaveLength(4096);
    expect((await store.putSamples([okSample(Date.now())])).stored).toBe(1);
    expect(Date.now() - asked).toBeLessThan(5_000);
    await other.query('commit');
    expect(await Promise.all(reads)).toHaveLength(40);
  });
});
