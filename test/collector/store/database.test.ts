import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkWritable, openDatabase } from '@upheld/collector/store/sqlite/database';
import { storeErrorFrom } from '@upheld/collector/store/sqlite/faults';
import { queriesOn } from '@upheld/collector/store/sqlite/queries';
import { sampleTable } from '@upheld/collector/store/sqlite/samples';
import { inTransaction } from '@upheld/collector/store/sqlite/transaction';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchOf, everything, okSample, start } from '../../contracts/store-facts.ts';

describe('the sqlite database under faults of its storage', () => {
  let folder: string;
  let path: string;
  let database: DatabaseSync;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'upheld-database-'));
    path = join(folder, 'upheld.db');
    database = openDatabase(path);
  });
  afterEach(async () => {
    database.close();
    await rm(folder, { recursive: true });
  });
  const samplesOf = (of: DatabaseSync) => sampleTable(of, queriesOn(of));
  const count = () => database.prepare('select count(*) as rows from samples').get()?.['rows'];

  it('stores nothing of a batch for which there is no room, says so, and goes on when there is', async () => {
    const samples = samplesOf(database);
    await samples.put([okSample(start)]);
    const pages = Number(database.prepare('pragma page_count').get()?.['page_count']);
    database.exec(`pragma max_page_count = ${pages + 2}`);
    const batch = batchOf('west', 1, 5000, true);
    const fault = await samples.put(batch).then(() => null, faultFrom);
    expect(fault?.code).toBe('full');
    expect(fault?.message).toMatch(/upheld\.db: database or disk is full; free some space on its disk/);
    expect(count()).toBe(1);
    database.exec('pragma max_page_count = 1073741823');
    // The vantage's number was given inside the failed transaction; it must not be used again.
    expect((await samples.put(batch)).stored).toBe(5000);
    expect((await samples.read(everything))[1]?.at.length).toBe(5000);
  });

  it('takes the write lock before a transaction reads, so that what it read still holds when it writes', () => {
    const other = new DatabaseSync(path, { timeout: 0 });
    inTransaction(database, () => {
      expect(() => other.exec('begin immediate')).toThrow('database is locked');
    });
    expect(() => other.exec('begin immediate; rollback')).not.toThrow();
    other.close();
  });

  it('finds that a write would fail, before one does', () => {
    database.exec('pragma query_only = on');
    expect(faultOf(() => checkWritable(database, path)).code).toBe('read-only');
    database.exec('pragma query_only = off');
    expect(() => checkWritable(database, path)).not.toThrow();
    expect(database.prepare('select count(*) as rows from agreements').get()?.['rows']).toBe(0);
  });

  it('refuses rows that no sample can be', async () => {
    const insert =
      'insert into samples (target, at, outcome, reason, latency_tenths, age_tenths, status) values';
    await samplesOf(database).put([okSample(start)]);
    for (const row of [
      "(1, 1, 0, 'timeout', 5, null, null)",
      '(1, 1, 1, null, 5, null, null)',
      "(1, 1, 2, 'stopped', 5, null, null)",
      '(9, 1, 0, null, 5, null, null)',
      '(1, 1, 0, null, -1, null, null)',
      '(1, 1, 3, null, 5, null, null)',
      '(1, 1, 0, null, 5, -1, null)',
      "(1, 1, 2, 'stopped', null, 5, null)",
      '(1, 1, 0, null, 5, null, 200)',
      "(1, 1, 1, 'timeout', 5, null, 503)",
      "(1, 1, 1, 'status', 5, null, -1)",
      "(1, 1, 1, 'status', 5, null, 1000)",
    ]) {
      expect(faultOf(() => database.exec(`${insert} ${row}`)).code, row).toBe('invalid');
    }
    expect(count()).toBe(1);
  });

  const faultFrom = (error: unknown) => storeErrorFrom(error, path);
  const faultOf = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return faultFrom(error);
    }
    throw new Error('it did not fail');
  };
});
