// Sealed hours: what they hold, their hash and what they cost.
import { hash } from 'node:crypto';
import { makeBlock, openBlock, type MadeBlock } from '@upheld/collector/store/blocks/block';
import { rowsOf, type SlotRow } from '@upheld/collector/store/blocks/hour';
import { packHour } from '@upheld/collector/store/blocks/pack';
import fc from 'fast-check';
import '../../../properties.ts';
import { describe, expect, it } from 'vitest';
import { aRow, anHour, hour } from './hours.ts';

const place = { agreement: 'acme', source: 'api', vantage: 'main', hour, version: 1 };
const rows = [aRow(), aRow({ at: hour + 60_000, outcome: 1, reason: 'timeout', latency_tenths: null })];
const fault = (code: string) => expect.objectContaining({ name: 'StoreError', code });

describe('a block', () => {
  it('says how many samples it holds, how many did not end ok, and its newest slot', () => {
    expect(makeBlock(place, null, rows)).toMatchObject({
      samples: 2,
      notOk: 1,
      lastAt: hour + 60_000,
      previous: null,
    });
  });

  it('holds every sample exactly', () => {
    fc.assert(
      fc.property(anHour(), (given) => {
        const opened = rowsOf(openBlock(makeBlock(place, null, given)));
        expect(opened).toEqual(given.toSorted((a, b) => a.at - b.at));
      }),
    );
  });

  it('is hashed over its place, what it cites and the packed hour', () => {
    const line = `["upheld-block","acme","api","main",${hour},1,null]\n`;
    const expected = hash('sha256', Buffer.concat([Buffer.from(line), packHour(hour, rows)]));
    expect(makeBlock(place, null, rows).hash).toBe(expected);
  });

  it('has another hash for another place, another version, and another version before it', () => {
    const others = [...[{ agreement: 'beta' }, { source: 'web' }, { vantage: 'west' }, { version: 2 }]].map(
      (change) => makeBlock({ ...place, ...change }, null, rows).hash,
    );
    const cited = makeBlock(place, 'ab'.repeat(32), rows).hash;
    const own = makeBlock(place, null, rows).hash;
    expect(new Set([...others, cited, own]).size).toBe(6);
  });

  it('is refused, by name, with any bit of it changed', () => {
    const block = makeBlock(place, null, rows);
    for (let bit = 0; bit < block.data.length * 8; bit += 1) {
      const byte = bit >> 3;
      const data = block.data.with(byte, (block.data[byte] ?? 0) ^ (1 << (bit & 7)));
      expect(() => openBlock({ ...block, data })).toThrow(fault('corrupt'));
    }
    expect(() => openBlock({ ...block, data: new Uint8Array() })).toThrow(
      /^the block of acme\/api from main, hour 2026-07-01T00:00:00.000Z, version 1: /,
    );
  });

  it('is refused at another place, or with another word on what it cites', () => {
    const block = makeBlock(place, null, rows);
    const changes: Partial<MadeBlock>[] = [{ vantage: 'west' }, { hour: hour + 3_600_000 }, { version: 2 }];
    for (const change of [...changes, { previous: 'ab'.repeat(32) }, { hash: 'ab'.repeat(32) }]) {
      expect(() => openBlock({ ...block, ...change })).toThrow(fault('corrupt'));
    }
  });

  it('that compresses is as safe as one that does not', () => {
    const same = Array.from({ length: 3600 }, (_, slot) => aRow({ at: hour + slot * 1000 }));
    const block = makeBlock(place, null, same);
    expect(block.data.length).toBeLessThan(100);
    expect(rowsOf(openBlock(block))).toEqual(same);
    for (let byte = 0; byte < block.data.length; byte += 1) {
      const data = block.data.with(byte, (block.data[byte] ?? 0) ^ 0x10);
      let opened: SlotRow[] | null = null;
      try {
        opened = rowsOf(openBlock({ ...block, data }));
      } catch (error) {
        expect(error).toMatchObject({ code: 'corrupt' });
      }
      // A bit of zstd that says nothing of what it holds may change.
      if (opened !== null) expect(opened).toEqual(same);
    }
  });
});

describe('what a block keeps', () => {
  /** Lognormal response times, median 120 ms, sigma 0.6; 1 % bad, 0.5 % not measured. */
  function likeProbes(everyMs: number, seed: number): SlotRow[] {
    let state = seed;
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (state + 0.5) / 2 ** 32;
    };
    const gauss = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return Array.from({ length: 3_600_000 / everyMs }, (_, slot) => {
      const at = hour + (17_000 % everyMs) + slot * everyMs;
      const chance = random();
      if (chance < 0.005) return aRow({ at, outcome: 2, reason: 'overloaded', latency_tenths: null });
      if (chance < 0.015) return aRow({ at, outcome: 1, reason: 'timeout', latency_tenths: null });
      return aRow({ at, latency_tenths: Math.floor(1200 * Math.exp(0.6 * gauss())) });
    });
  }

  const bytesPerSample = (everyMs: number): number => {
    const hours = Array.from({ length: 200 }, (_, seed) => likeProbes(everyMs, seed + 1));
    const bytes = hours.map((each) => makeBlock(place, null, each).data.length);
    return bytes.reduce((sum, length) => sum + length, 0) / ((hours.length * 3_600_000) / everyMs);
  };

  it('is at most 4 bytes a sample of each minute', () => {
    expect(bytesPerSample(60_000)).toBeLessThan(2.2);
  });

  it('is at most 3 bytes a sample each 15 seconds', () => {
    expect(bytesPerSample(15_000)).toBeLessThan(1.9);
  });
});
