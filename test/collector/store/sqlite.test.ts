import { access, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { openStore } from '@upheld/collector/store/registry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aLoadTest,
  aReport,
  aSlice,
  agedSample,
  api,
  desk,
  everything,
  minute,
  okSample,
  start,
  statusSample,
} from '../../contracts/store-facts.ts';
import { storeContract } from '../../contracts/store.ts';

const fixture = (version: number) =>
  fileURLToPath(new URL(`../../fixtures/store/version-${version}.sql`, import.meta.url));

const makeFolder = () => mkdtemp(join(tmpdir(), 'upheld-store-'));

storeContract(
  'sqlite',
  async () => {
    const folder = await makeFolder();
    return {
      url: `sqlite:${join(folder, 'upheld.db')}`,
      remove: () => rm(folder, { recursive: true }),
    };
  },
  { isShared: false },
);

describe('the sqlite engine', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await makeFolder();
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** A file that an older release left, opened by this one. */
  const openOld = async (version: number) => {
    const path = join(folder, `version-${version}.db`);
    const old = new DatabaseSync(path);
    old.exec(await readFile(fixture(version), 'utf8'));
    old.close();
    return openStore(`sqlite:${path}`);
  };

  it('makes the folder of its file', async () => {
    const path = join(folder, 'not', 'yet', 'upheld.db');
    const store = await openStore(`sqlite:${path}`);
    await store.close();
    await expect(access(path)).resolves.toBeUndefined();
  });

  it('makes its file and the log beside it for this user alone', async () => {
    const path = join(folder, 'private.db');
    const store = await openStore(`sqlite:${path}`);
    await store.putSamples([okSample(start)]);
    for (const name of [path, `${path}-wal`, `${path}-shm`]) {
      expect((await stat(name)).mode & 0o777).toBe(0o600);
    }
    await store.close();
  });

  it('says which folder it could not make, and why', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    await expect(openStore(`sqlite:${file}/upheld.db`)).rejects.toMatchObject({
      name: 'StoreError',
      code: 'cannot-open',
      message: expect.stringMatching(
        /^the folder .*a-file for the store cannot be made: .*; name a file in a folder that this user may write, such as sqlite:\.data\/upheld\.db$/,
      ),
    });
  });

  it('refuses a folder that can never be made, instead of trying for ever', async () => {
    await expect(openStore('sqlite:/proc/upheld/upheld.db')).rejects.toMatchObject({
      code: 'cannot-open',
      message: expect.stringContaining('the folder /proc/upheld for the store cannot be made: ENOENT'),
    });
  });

  it('says that a folder is no file to open', async () => {
    await mkdir(join(folder, 'a-folder'));
    await expect(openStore(`sqlite:${join(folder, 'a-folder')}`)).rejects.toMatchObject({
      code: 'cannot-open',
      message: expect.stringContaining('a-folder: unable to open database file; name a file in a folder'),
    });
  });

  it.each(['sqlite:', 'sqlite::memory:'])('refuses %s, which names no file', async (url) => {
    await expect(openStore(url)).rejects.toMatchObject({
      code: 'bad-url',
      message: `${url} names no file; name one, such as sqlite:.data/upheld.db`,
    });
  });

  it('brings a file of the first schema up to date, with all that it holds', async () => {
    const store = await openOld(1);
    expect(await store.readSamples(everything)).toEqual([
      {
        ...{ source: 'api', vantage: 'main' },
        at: Float64Array.of(start, start + minute, start + 2 * minute),
        outcome: Uint8Array.of(0, 1, 2),
        latencyMs: Float64Array.of(182.4, 12, NaN),
        status: Uint16Array.of(0, 503, 0), // it stood beside the sample already
      },
    ]);
    expect(await store.revision('acme')).toBe(2);
    // What it holds is known again, and what it could not hold is taken.
    expect((await store.putSamples([okSample(start), statusSample(start + minute, 503)])).duplicates).toBe(2);
    const later = [agedSample(start + 3 * minute, 4200), statusSample(start + 4 * minute, 999)];
    expect((await store.putSamples(later)).stored).toBe(2);
    expect((await store.putLoadTests([aLoadTest()])).stored).toBe(1);
    expect((await store.readSamples(everything))[0]).toMatchObject({
      ageMs: Float64Array.of(NaN, NaN, NaN, 4200, NaN),
      status: Uint16Array.of(0, 503, 0, 0, 999),
    });
    await store.close();
  });

  it('brings a file of the second schema up to date, with all that it holds', async () => {
    const store = await openOld(2);
    expect(await store.readSamples(everything)).toEqual([
      {
        ...{ source: 'api', vantage: 'main' },
        at: Float64Array.of(start, start + minute, start + 2 * minute),
        outcome: Uint8Array.of(0, 1, 2),
        latencyMs: Float64Array.of(182.4, 12, NaN),
        ageMs: Float64Array.of(4200, NaN, NaN),
        status: Uint16Array.of(0, 503, 0),
      },
    ]);
    expect(await store.readLoadTests('acme')).toEqual([aLoadTest({ terms: [] })]);
    expect(await store.revision('acme')).toBe(3);
    // What it could not hold is taken, and belongs to the agreement that it knows.
    expect((await store.putSlices([aSlice()])).stored).toBe(1);
    await store.putBeat({ ...api, at: start });
    await store.putReport(aReport(start));
    expect(await store.readSlices(everything)).toEqual([aSlice()]);
    expect(await store.lastBeat(api, start)).toBe(start);
    expect(await store.readReports({ ...api, limit: 1 })).toMatchObject([{ status: 'operational' }]);
    expect(await store.revision('acme')).toBe(4);
    await store.close();
  });

  it('brings a file of the third schema up to date, with all that it holds', async () => {
    const store = await openOld(3);
    const opened: TicketEvent = { ticket: 'T-1', at: start, type: 'opened', severity: 2 };
    const merged: TicketEvent = { ticket: 'T-2', at: start + 2 * minute, type: 'merged-into', into: 'T-1' };
    const known: TicketEvent[] = [
      opened,
      { ...opened, ticket: 'T-2', severity: 1 },
      {
        ...{ ticket: 'T-1', at: start + minute, type: 'public-reply' },
        ...{ actor: 'supplier', autoSubmitted: false },
      },
      merged,
    ];
    expect(await store.readTicketEvents(desk)).toEqual(known);
    expect(await store.readDesk(desk)).toEqual({
      ...{ cursor: 'page-2', syncedUntil: start + 3 * minute },
      ...{ failingSince: null, lastError: null, reconciledAt: null },
    });
    // An event that it holds is known again, and what it could not hold is taken.
    const observed: TicketEvent = {
      ...{ ticket: 'T-1', at: start + 4 * minute, type: 'resolved' },
      observedAfter: start,
    };
    const readAt = start + 5 * minute;
    const put = await store.putTicketEvents({ ...desk, events: [merged, observed], readAt });
    expect(put).toEqual({ stored: 1, duplicates: 1 });
    expect(await store.readTicketEvents(desk)).toEqual([...known, observed]);
    // Nobody kept when the old ones were told.
    expect(await store.readToldEvents(desk, 'T-2')).toMatchObject([{ toldAt: null }, { toldAt: null }]);
    expect((await store.readToldEvents(desk, 'T-1')).at(-1)).toEqual({
      ...{ ...observed, toldAt: readAt, deskKnownUntil: start + 3 * minute },
    });
    await store.close();
  });

  it('brings a file of the fourth schema up to date, with all that it holds', async () => {
    const store = await openOld(4);
    expect(await store.readSamples(everything)).toEqual([
      {
        ...{ source: 'api', vantage: 'main' },
        at: Float64Array.of(start, start + minute, start + 2 * minute),
        outcome: Uint8Array.of(0, 1, 2),
        latencyMs: Float64Array.of(182.4, 12, NaN),
        ageMs: Float64Array.of(4200, NaN, NaN),
        status: Uint16Array.of(0, 503, 0),
      },
    ]);
    // What was seen beside samples is still there, of those that ended ok and of the others.
    const query = { ...everything, limit: 9 };
    const failures = await store.readFailures(query);
    expect(failures.map(({ detail }) => detail)).toEqual([null, { status: 503 }]);
    const [fine] = await store.readFailures({ ...query, outcome: 'ok' });
    expect(fine?.detail).toEqual({ phases: { tcp: 12.5 } });
    expect(await store.readToldEvents(desk, 'T-1')).toEqual([
      {
        ...{ ticket: 'T-1', at: start, type: 'opened', severity: 2 },
        ...{ toldAt: start + minute, deskKnownUntil: null },
      },
      {
        ...{ ticket: 'T-1', at: start + minute, type: 'resolved', observedAfter: start },
        ...{ toldAt: start + 2 * minute, deskKnownUntil: start + minute },
      },
    ]);
    expect(await store.readDesk(desk)).toEqual({
      ...{ cursor: 'page-2', syncedUntil: start + 3 * minute, failingSince: start + 4 * minute },
      ...{ lastError: 'refused', reconciledAt: start + 2 * minute },
    });
    expect(await store.lastFound(desk, 'T-1')).toBe(start + minute);
    expect(await store.readOpinions(desk)).toEqual([
      {
        ...{ ticket: 'T-1', kind: 'first-response', state: 'met' },
        ...{ dueAt: start + 5 * minute, readAt: start + minute },
      },
    ]);
    expect(await store.readLoadTests('acme')).toEqual([aLoadTest({ terms: [] })]);
    expect(await store.readSlices(everything)).toEqual([aSlice({ queries: ['a', 'b'] })]);
    expect(await store.lastBeat({ agreement: 'acme', source: 'pulse' }, start)).toBe(start);
    expect(await store.readReports({ agreement: 'acme', source: 'page', limit: 2 })).toEqual([
      { at: start, seenAt: start + minute, status: 'operational', maintenance: [] },
    ]);
    expect(await store.readOccurrences('acme')).toMatchObject([{ trigger: 'burn', openedAt: start }]);
    expect(await store.revision('acme')).toBe(9);
    await store.close();
  });

  it('refuses a file of a newer release, and leaves it as it is', async () => {
    const path = join(folder, 'newer.db');
    await (await openStore(`sqlite:${path}`)).close();
    pragma(path, 'user_version = 99');
    const before = await readFile(path);
    await expect(openStore(`sqlite:${path}`)).rejects.toMatchObject({
      code: 'newer-schema',
      message: `${path} was written by a newer release (schema 99, this release knows 7); start that release, or name another file in UPHELD_STORE_URL`,
    });
    expect(await readFile(path)).toEqual(before);
  });

  it('refuses another program’s database', async () => {
    const path = join(folder, 'foreign.db');
    const foreign = new DatabaseSync(path);
    foreign.exec('create table songs (title text)');
    foreign.close();
    await expect(openStore(`sqlite:${path}`)).rejects.toMatchObject({ code: 'foreign' });
  });

  it('refuses a file that is no database', async () => {
    const path = join(folder, 'letter.db');
    await writeFile(path, 'Dear Upheld, this is a letter and not a database at all. '.repeat(20));
    await expect(openStore(`sqlite:${path}`)).rejects.toMatchObject({ code: 'foreign' });
  });

  it('flushes every commit to the disk through a write-ahead log', async () => {
    const path = join(folder, 'modes.db');
    const store = await openStore(`sqlite:${path}`);
    await store.putSamples([okSample(start)]);
    await expect(access(`${path}-wal`)).resolves.toBeUndefined();
    await store.close();
    await expect(access(`${path}-wal`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('waits for another process’s lock, and says who is in the way when it does not end', async () => {
    const path = join(folder, 'locked.db');
    const store = await openStore(`sqlite:${path}`);
    const other = new DatabaseSync(path);
    other.exec('begin immediate');
    const waiting = store.putSamples([okSample(start)]);
    await expect(waiting).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining('another process has held its lock for more than 5 s'),
    });
    const patient = store.putSamples([okSample(start)]);
    other.exec('rollback');
    expect((await patient).stored).toBe(1);
    other.close();
    await store.close();
  });
});

function pragma(path: string, setting: string): void {
  const database = new DatabaseSync(path);
  database.exec(`pragma ${setting}`);
  database.close();
}
