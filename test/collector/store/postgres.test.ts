// The PostgreSQL engine on a PostgreSQL in this process; test/real runs the same contract on a server.
import { openStore } from '@upheld/collector/store/registry';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startPglite, type PgliteServer } from '../../contracts/pglite-place.ts';
import { storeContract } from '../../contracts/store.ts';
import { badSample, everything, okSample, start } from '../../contracts/store-facts.ts';

// A database that runs in the test's own thread takes its time where the machine has other work.
vi.setConfig({ testTimeout: 120_000 });

const hour = 3_600_000;
const day = 24 * hour;

let server: PgliteServer;
beforeAll(async () => {
  server = await startPglite();
});
afterAll(() => server.stop());

storeContract('postgres', () => server.makePlace(), { isOneSession: true });

describe('the postgres engine', () => {
  afterEach(() => server.empty());

  it('tells what became of each sample of a batch that the running hour begins in', async () => {
    const store = await openStore(server.url);
    const now = Date.now();
    const closed = Math.floor(now / hour) * hour - 1;
    await store.putSamples([okSample(closed), okSample(now)]);
    const result = await store.putSamples([
      badSample(now),
      okSample(now + hour),
      okSample(closed),
      badSample(closed - 1),
      okSample(now),
      okSample(now + hour, 5),
    ]);
    expect(result).toEqual({
      ...{ stored: 2, duplicates: 2, fenced: [] },
      conflicts: [
        { index: 0, given: badSample(now), kept: okSample(now) },
        { index: 5, given: okSample(now + hour, 5), kept: okSample(now + hour) },
      ],
    });
    const [series] = await store.readSamples(everything);
    expect([...(series?.at ?? [])]).toEqual([closed - 1, closed, now, now + hour]);
    await store.close();
  });

  it('keeps each of a few days, UTC, in a table of its own, also of days before 1970', async () => {
    const store = await openStore(server.url);
    await store.putSamples([start - 1, start, start + day - 1, -1].map((at) => okSample(at)));
    expect(
      await server.list(
        `select relname as name from pg_class where relispartition and relkind = 'r' order by 1`,
      ),
    ).toEqual([
      'head_details 1969-12-31',
      'head_details 2026-06-30',
      'head_details 2026-07-01',
      'samples 1969-12-31',
      'samples 2026-06-30',
      'samples 2026-07-01',
    ]);
    expect(await server.list(`select count(*)::text as name from only "samples 2026-07-01"`)).toEqual(['2']);
    await store.close();
  });

  it('makes a day anew that another process let go of', async () => {
    const store = await openStore(server.url);
    await store.putSamples([okSample(start)]);
    await server.run('drop table "samples 2026-07-01", "head_details 2026-07-01"');
    expect((await store.putSamples([okSample(start + 1)])).stored).toBe(1);
    await store.close();
  });

  it('gives what is listed by name in the order of bytes, as SQLite does', async () => {
    const store = await openStore(server.url);
    const vantages = ['b', 'B', 'é', 'a-b', 'ab', '😀', '\uFF5E'];
    await store.putSamples(vantages.map((vantage) => ({ ...okSample(start), vantage })));
    const read = await store.readSamples(everything);
    expect(read.map(({ vantage }) => vantage)).toEqual(['B', 'a-b', 'ab', 'b', 'é', '\uFF5E', '😀']);
    await store.close();
  });

  it('refuses the database of a newer release', async () => {
    await (await openStore(server.url)).close();
    await server.run('update upheld_schema set version = 99');
    await expect(openStore(server.url)).rejects.toMatchObject({
      code: 'newer-schema',
      message: expect.stringMatching(
        /^postgres:\/\/127.0.0.1:\d+\/postgres was written by a newer release \(schema 99, this release knows \d+\); start that release, or name another database in UPHELD_STORE_URL$/,
      ),
    });
  });

  it('refuses another program’s database, and leaves it as it is', async () => {
    await server.run('create table songs (title text)');
    await expect(openStore(server.url)).rejects.toMatchObject({ code: 'foreign' });
    expect(await server.list(`select tablename as name from pg_tables where schemaname = 'public'`)).toEqual([
      'songs',
    ]);
  });

  it('reads without writing where it is opened to read, and makes no tables', async () => {
    await expect(openStore(server.url, { isReader: true })).rejects.toMatchObject({
      code: 'cannot-open',
      message: expect.stringMatching(/ holds no store yet; start Upheld once, which makes its tables$/),
    });
    expect(await server.list(`select tablename as name from pg_tables where schemaname = 'public'`)).toEqual(
      [],
    );
  });

  it('makes its tables once, however many open a new database at the same time', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(server.url)));
    const puts = await Promise.all(stores.map((store) => store.putSamples([okSample(start)])));
    expect(puts.map(({ stored }) => stored).toSorted()).toEqual([0, 0, 0, 1]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('tells no password when its server cannot be reached', async () => {
    const failed = openStore('postgres://upheld:s3cret@127.0.0.1:1/facts');
    await expect(failed).rejects.toMatchObject({
      code: 'lost',
      message:
        'the store postgres://127.0.0.1:1/facts: connect ECONNREFUSED 127.0.0.1:1; see whether the server runs and can be reached, and try again',
      cause: 'connect ECONNREFUSED 127.0.0.1:1',
    });
  });

  it('refuses an address that cannot be read for certain before it asks anybody', async () => {
    await expect(openStore('postgres://upheld:s3c@ret/w#rd@127.0.0.1/facts')).rejects.toMatchObject({
      code: 'bad-url',
    });
  });
});
