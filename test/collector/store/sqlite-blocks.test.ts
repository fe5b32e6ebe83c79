// What the sqlite engine does where a block or a row is not as it was written.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createWriter } from '@upheld/collector/store/batch';
import { openStore } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { badSample, everything, hour, minute, okSample, start } from '../../contracts/store-facts.ts';

const aDay = 24 * hour;
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upheld-blocks-'));
  store = await openStore(`sqlite:${join(folder, 'facts.db')}`);
  await store.putSamples([okSample(start), badSample(start + minute), okSample(start + hour)]);
  await store.sealHours({ before: start + aDay, most: 10 });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

async function changed(sql: string): Promise<void> {
  await store.close();
  const database = new DatabaseSync(join(folder, 'facts.db'));
  database.exec(sql);
  database.close();
  store = await openStore(`sqlite:${join(folder, 'facts.db')}`);
}

const damage = `create table kept as select data from blocks where hour = ${start};
  update blocks set data = zeroblob(length(data)) where hour = ${start}`;
const damagedAt = (of: number, words: RegExp) => ({
  ...{ agreement: 'acme', source: 'api', vantage: 'main', hour: of },
  words: expect.stringMatching(words),
});
const corrupt = (message: RegExp) => ({
  name: 'StoreError',
  code: 'corrupt',
  message: expect.stringMatching(message),
});

it('refuses to read a damaged block, and names it', async () => {
  await changed(damage);
  const block = /^the block of acme\/api from main, hour 2026-07-01T00:00:00.000Z, version 1: .*backup$/;
  await expect(store.readSamples(everything)).rejects.toMatchObject(corrupt(block));
  await expect(store.readFailures({ ...everything, limit: 5 })).rejects.toMatchObject(corrupt(block));
  const later = await store.readSamples({ ...everything, start: start + hour });
  expect([...(later[0]?.at ?? [])]).toEqual([start + hour]);
});

it('refuses samples of an hour whose block is damaged, and takes those that came with them for other hours', async () => {
  await changed(damage);
  const writer = createWriter(store);
  const written = [0, hour, 0, 5 * hour].map((at, place) => writer.write(okSample(start + at + place * 7)));
  const outcomes = Promise.allSettled(written);
  await writer.close();
  const refused = expect.objectContaining({
    code: 'invalid',
    message: expect.stringMatching(
      /^the block of acme\/api from main, hour 2026-07-01T00:00:00.000Z, version 1: .*; until then no sample of that hour is taken$/,
    ),
  });
  expect((await outcomes).map((each) => (each.status === 'rejected' ? each.reason : each.value))).toEqual([
    refused,
    'stored',
    refused,
    'stored',
  ]);
  const [later] = await store.readSamples({ ...everything, start: start + hour });
  expect([...(later?.at ?? [])]).toEqual([start + hour, start + hour + 7, start + 5 * hour + 21]);
});

it('lets go of no row of a damaged block', async () => {
  await changed(damage);
  expect(await store.retireHeads({ before: start + aDay, most: 10 })).toEqual({
    ...{ rows: 1, isDone: true },
    damaged: [damagedAt(start, /^the block of/)],
  });
  await changed(`delete from blocks where hour = ${start}`);
  const [series] = await store.readSamples(everything);
  expect([...(series?.at ?? [])]).toEqual([start, start + minute, start + hour]);
});

it('seals and lets go of other hours while one is damaged, however few it does at once, and of that one later', async () => {
  const more = [2, 3, 4, 5].map((slot) => okSample(start + slot * hour));
  await store.putSamples([...more, okSample(start + 2 * minute), okSample(start + hour + minute)]);
  await changed(damage);
  const block = damagedAt(start, /^the block of acme/);
  const seal = () => store.sealHours({ before: start + 2 * hour, most: 1 });
  expect(await seal()).toEqual({ blocks: 1, isDone: false, damaged: [block] });
  expect(await seal()).toEqual({ blocks: 0, isDone: true, damaged: [block] });
  await changed(`update blocks set data = (select data from kept) where hour = ${start} and version = 1`);
  expect(await seal()).toMatchObject({ blocks: 1, damaged: [] });
  expect(await store.retireHeads({ before: start + 2 * hour, most: 10 })).toEqual({
    ...{ rows: 5, isDone: true, damaged: [] },
  });
});

it('lets go of no row that its block does not hold, or holds otherwise', async () => {
  const retire = () => store.retireHeads({ before: start + aDay, most: 10 });
  await changed(`insert into samples (target, at, outcome) values (1, ${start + 2 * minute}, 0)`);
  expect((await retire()).damaged).toEqual([damagedAt(start, /main at 2026-07-01T00:02:00.000Z is not in/)]);
  await changed(`delete from samples where at = ${start + 2 * minute}`);
  await changed(`update samples set latency_tenths = 1825 where at = ${start}`);
  expect((await retire()).damaged).toEqual([damagedAt(start, /main at 2026-07-01T00:00:00.000Z is not in/)]);
  await changed(`update samples set latency_tenths = 1824 where at = ${start}`);
  expect(await retire()).toEqual({ rows: 2, isDone: true, damaged: [] });
});

it('seals no version of an hour to which nothing came after all', async () => {
  await changed(`insert into late_hours (target, hour) values (1, ${start})`);
  expect(await store.sealHours({ before: start + aDay, most: 10 })).toEqual({
    ...{ blocks: 0, isDone: true, damaged: [] },
  });
  expect((await store.retireHeads({ before: start + aDay, most: 10 })).rows).toBe(3);
});

it('drops the tallies that a late sample bears on, and no others', async () => {
  const source = { agreement: 'acme', source: 'api' };
  const days = [0, 1, 2].map((day) => start + day * aDay);
  await store.sealHours({ before: start + 4 * aDay, most: 10 });
  const { vantages } = await store.readTallies({ ...source, readings: ['r'], start, end: start + 1 });
  const tally = { vantage: 'main', reading: 'r', changes: vantages[0]?.changes ?? 0, data: Uint8Array.of(1) };
  const kept = await store.putTallies(
    source,
    days.map((day) => ({ ...tally, day, until: day + aDay })),
  );
  expect(kept).toEqual({ kept: 3 });
  await store.putSamples([okSample(start)]);
  const read = async () =>
    (await store.readTallies({ ...source, readings: ['r'], start, end: start + 3 * aDay })).tallies.map(
      ({ day }) => day,
    );
  expect(await read()).toEqual(days);
  await store.putSamples([okSample(start + 5 * minute)]);
  expect(await read()).toEqual(days.slice(2));
});
