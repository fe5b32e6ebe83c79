import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '@upheld/collector/store/registry';
import { describe, expect, it } from 'vitest';
import { retireUntil, sealUntil } from '../../contracts/store-blocks.ts';
import { hour, okSample, start } from '../../contracts/store-facts.ts';
import { damage, found, sealedStore, slotsOf } from './sealed-store.ts';

const [slot = 0, next = 0] = slotsOf(start + 2 * hour).slice(20);
const text = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');
const target = 'acme/api from main';
const first = `${target}, hour 2026-07-01T00:00:00Z`;
const second = `${target}, hour 2026-07-01T01:00:00Z`;

/** What is found once the file was damaged so. */
async function foundAfter(sql: string) {
  const { url, path } = await sealedStore();
  damage(path, sql);
  return found(url);
}

/** One sample an hour, off the grid as an import's, sealed and let go of. */
async function manyHours(hours: number, offset = 0) {
  const { folder } = await sealedStore();
  const to = join(folder, 'many.db');
  const store = await openStore(`sqlite:${to}`);
  await store.putSamples(Array.from({ length: hours }, (_, at) => okSample(start + at * hour + offset)));
  await sealUntil(store, start + 24 * 30 * hour);
  await retireUntil(store, start + 24 * 30 * hour);
  await store.close();
  return { url: `sqlite:${to}`, path: to };
}

describe('upheld verify', () => {
  it('finds nothing in a store that is whole', async () => {
    const { url } = await sealedStore();
    expect(await found(url)).toEqual({});
  });

  it('finds nothing in an empty store', async () => {
    const { url, path } = await sealedStore();
    damage(path, 'delete from blocks; delete from samples; delete from targets; delete from agreements');
    expect(await found(url)).toEqual({});
  });

  it('names a block of which one byte changed', async () => {
    const changed = `update blocks set data = cast(substr(data, 1, 20) || x'ff' || substr(data, 22) as blob)`;
    const { blocks, slots } = await foundAfter(`${changed} where hour = ${start}`);
    expect(blocks).toHaveLength(1);
    expect(blocks?.[0]).toContain(`${first}: version 1: the block of ${target}`);
    expect(slots).toBeUndefined(); // the others follow each other
  });

  it('names a block whose hash changed, and the one that cites it', async () => {
    const changed = `update blocks set hash = zeroblob(32) where hour = ${start + hour} and version = 1`;
    const { blocks } = await foundAfter(changed);
    expect(blocks).toEqual([
      expect.stringContaining(`${second}: version 1: the block of`),
      `${second}: version 2 does not cite the one before it`,
    ]);
  });

  it('names two versions that changed places', async () => {
    const { blocks } = await foundAfter(`
      update blocks set version = 9 where hour = ${start + hour} and version = 2;
      update blocks set version = 2, previous = x'00' where hour = ${start + hour} and version = 1;
      update blocks set version = 1, previous = null where hour = ${start + hour} and version = 9`);
    expect(blocks).toEqual([
      expect.stringContaining(`${second}: version 1: the block of`),
      expect.stringContaining(`${second}: version 2: the block of`),
      `${second}: version 2 does not cite the one before it`,
    ]);
  });

  it('names a version that is gone', async () => {
    const { blocks } = await foundAfter(`delete from blocks where hour = ${start + hour} and version = 1`);
    expect(blocks).toEqual([
      `${second}: version 2 stands where version 1 should; one is gone`,
      `${second}: version 2 does not cite the one before it`,
    ]);
  });

  it('names counts beside a block that are not its own', async () => {
    const { blocks } = await foundAfter(
      `update blocks set samples = 61, not_ok = 7, last_at = 1 where hour = ${start}`,
    );
    expect(blocks).toEqual([
      `${first}: version 1: its row says samples 61, it holds 60`,
      `${first}: version 1: its row says not_ok 7, it holds 6`,
      `${first}: version 1: its row says last_at 1, it holds ${slotsOf(start)[59]}`,
    ]);
  });

  it('names an hour whose only block is gone', async () => {
    const { slots } = await foundAfter(`
      insert into samples select 1, at - ${2 * hour}, outcome, reason, latency_tenths, age_tenths, status
        from samples where at = ${slotsOf(start + 2 * hour)[0]};
      delete from blocks where hour = ${start}`);
    const [, from = 0] = slotsOf(start);
    expect(slots).toEqual([
      `${target}: 59 slots without an outcome, ${text(from)} to ${text(slotsOf(start)[59] ?? 0)}`,
    ]);
  });

  it('names an hour of which every trace but the chain is gone', async () => {
    expect((await foundAfter(`delete from blocks where hour = ${start}`)).chain).toEqual([
      `${target}: block 1 is gone, sealed before that of hour 2026-07-01T01:00:00Z`,
    ]);
  });

  it('names hours that are gone from between others, however long they are', async () => {
    const { url, path } = await manyHours(200);
    damage(path, `delete from blocks where hour between ${start + 20 * hour} and ${start + 186 * hour}`);
    expect(await found(url, [])).toEqual({
      chain: [
        `${target}: blocks 21 to 187 are gone, sealed after that of hour 2026-07-01T19:00:00Z and before that of hour 2026-07-08T19:00:00Z`,
      ],
    });
  });

  it('names hours that were cut off at the end, or all of them', async () => {
    const { url, path } = await manyHours(6);
    damage(path, `delete from blocks where hour >= ${start + 4 * hour}`);
    expect((await found(url, [])).chain).toEqual([
      `${target}: blocks 5 to 6 are gone, sealed after that of hour 2026-07-01T03:00:00Z`,
    ]);
    damage(path, 'delete from blocks');
    expect((await found(url, [])).chain).toEqual([`${target}: blocks 1 to 6 are gone`]);
  });

  it('names an hour that was exchanged for another that is whole in itself', async () => {
    const [{ url, path }, other] = [await manyHours(4), await manyHours(4, 7)];
    damage(
      path,
      `attach '${other.path}' as other;
      update blocks set (hash, data, last_at) = (select hash, data, last_at from other.blocks as another
        where another.sequence = blocks.sequence) where hour = ${start + hour}`,
    );
    expect(await found(url, [])).toEqual({
      chain: [`${target}: block 2, of hour 2026-07-01T01:00:00Z, does not cite what was sealed before it`],
    });
  });

  it('names an hour that was exchanged together with its chain by the next, and the last by its target', async () => {
    const exchanged = async (at: number) => {
      const [{ url, path }, other] = [await manyHours(4), await manyHours(4, 7)];
      damage(
        path,
        `attach '${other.path}' as other; delete from blocks where sequence <= ${at};
        insert into blocks select * from other.blocks as another where another.sequence <= ${at}`,
      );
      return found(url, []);
    };
    expect(await exchanged(2)).toEqual({
      chain: [`${target}: block 3, of hour 2026-07-01T02:00:00Z, does not cite what was sealed before it`],
    });
    expect(await exchanged(4)).toEqual({
      chain: [`${target}: block 4, of hour 2026-07-01T03:00:00Z, is not what its row says was sealed last`],
    });
  });

  it('names a block that is there twice, and one of which its target knows nothing', async () => {
    const { url, path } = await manyHours(4);
    damage(path, `update blocks set sequence = 3 where sequence = 4`);
    expect((await found(url, [])).chain).toEqual([
      `${target}: block 3, of hour 2026-07-01T03:00:00Z, is there twice`,
      `${target}: block 4 is gone, sealed after that of hour 2026-07-01T02:00:00Z`,
    ]);
    damage(path, `update blocks set sequence = 4 where hour = ${start + 3 * hour}`);
    damage(path, `update targets set sealed_blocks = 2`);
    expect((await found(url, [])).chain).toEqual([
      `${target}: its row counts 2 blocks, yet there is block 4, of hour 2026-07-01T03:00:00Z`,
    ]);
  });

  it('follows hours that were sealed out of their turn', async () => {
    const { url } = await manyHours(6);
    const store = await openStore(url);
    for (const [place, late] of [4, 1, 2, 1].entries()) {
      await store.putSamples([okSample(start + late * hour + place + 1)]);
      await sealUntil(store, start + 24 * hour);
    }
    await store.close();
    expect(await found(url, [])).toEqual({});
  });

  it('names an hour that counts as sealed and has no block', async () => {
    const { blocks } = await foundAfter(`update targets set sealed_until = ${start + 3 * hour}`);
    expect(blocks).toEqual([
      `${target}, hour 2026-07-01T02:00:00Z: it counts as sealed (until 2026-07-01T03:00:00Z), but has no block`,
    ]);
  });

  it('names a head row that says something else than its block', async () => {
    const [, at = 0] = slotsOf(start + hour);
    const { blocks } = await foundAfter(`update samples set latency_tenths = 1 where at = ${at}`);
    expect(blocks).toEqual([
      `${second}: the sample of ${text(at)} has latency_tenths 1, its block says 1201`,
    ]);
  });

  it('names a head row that its block lacks, unless the hour is to be sealed again', async () => {
    const late = `insert into samples values (1, ${start + hour + 1}, 0, null, 10, null, null)`;
    expect(await foundAfter(late)).toEqual({
      blocks: [`${second}: the sample of 2026-07-01T01:00:00.001Z is not in its block`],
    });
    expect(await foundAfter(`${late}; insert into late_hours values (1, ${start + hour})`)).toEqual({});
  });

  it('names a slot that is gone, and several', async () => {
    expect(await foundAfter(`delete from samples where at = ${slot}`)).toEqual({
      slots: [`${target}: 1 slot without an outcome, ${text(slot)}`],
    });
    expect(await foundAfter(`delete from samples where at in (${slot}, ${next})`)).toEqual({
      slots: [`${target}: 2 slots without an outcome, ${text(slot)} to ${text(next)}`],
    });
  });

  it('names rows that refer to what is not there', async () => {
    const { engine } = await foundAfter("insert into beats values (7, 'api', 1)");
    expect(engine).toEqual(['a row of beats refers to a row of agreements that is not there']);
  });

  it('counts what was imported beside the slots, and misses nothing for it', async () => {
    const { url } = await sealedStore();
    const store = await openStore(url);
    await store.putSamples([okSample(start + 5 * hour)]);
    await store.close();
    expect(await found(url)).toEqual({});
  });

  it('says so where the file itself is damaged', async () => {
    const { url, path } = await sealedStore();
    const file = await open(path, 'r+');
    const { size } = await file.stat();
    await file.write(Buffer.alloc(4096, 0xa5), 0, 4096, size - 4096); // the last page: some table's rows
    await file.close();
    const { engine } = await found(url);
    expect(engine?.length).toBeGreaterThan(0);
  });
});
