// What looks for losses has to see one.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@upheld/collector/store/registry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountOf } from './account.ts';
import { batch } from './batches.ts';
import { added, isClean, nothingFound } from './fault.ts';
import { kept } from './kept.ts';
import { rowOf } from './table.ts';

const contrary = { outcome: 'bad', reason: 'tls', latencyMs: 7 } as const;

const life = (samples: number, lastSlot: number) => new Map([['api', { samples, lastSlot }]]);

describe('the account of a source that is asked each second', () => {
  it('is clean where each slot has one outcome and what was counted is there', () => {
    const found = accountOf('api', [1000, 2000, 3000, 4000], [0, 1, 2, 0], [life(2, 2000), life(1, 4000)]);
    expect(found).toEqual({ ...nothingFound(), acknowledged: 3 });
  });

  it('sees what was counted and is not there', () => {
    expect(accountOf('api', [1000, 2000], [0, 2], [life(2, 1000)]).lost).toBe(1);
    expect(accountOf('api', [1000, 2000], [0, 2], [life(1, 2000)]).lost).toBe(1);
    expect(accountOf('api', [], [], [life(3, 2000)]).lost).toBe(3);
  });

  it('sees a slot twice, a slot without an outcome and one off the grid', () => {
    expect(accountOf('api', [1000, 2000, 2000], [0, 0, 0], [])).toMatchObject({ double: 1, astray: 0 });
    expect(accountOf('api', [1000, 3000], [0, 0], [])).toMatchObject({ double: 0, astray: 1 });
    expect(accountOf('api', [1000, 1500, 2000], [0, 0, 0], [])).toMatchObject({ astray: 2 });
  });
});

describe('the batches of a writer', () => {
  let folder: string;
  let url: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'upheld-findings-'));
    url = `sqlite:${join(folder, 'upheld.db')}`;
    const store = await openStore(url);
    await store.putSamples(batch(0));
    await store.putSamples(batch(1).slice(0, 20));
    await store.putSamples(batch(7).map((sample) => ({ ...sample, ...contrary })));
    await store.close();
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are all there, or not at all where nobody was told of them', async () => {
    expect(await kept(url, new Set([0]), 1)).toMatchObject({ acknowledged: 50, lost: 0, double: 0 });
  });

  it('are missed where they were acknowledged, wholly, in part, or as something else', async () => {
    expect(await kept(url, new Set([0, 2]), 3)).toMatchObject({ acknowledged: 100, lost: 50 });
    expect((await kept(url, new Set([1]), 8)).lost).toBe(30);
    expect((await kept(url, new Set([7]), 8)).lost).toBe(50);
  });

  it('are astray where a part of one is there that nobody was told of', async () => {
    expect((await kept(url, new Set([0, 7]), 8)).astray).toBe(20);
    expect((await kept(url, new Set([0]), 8)).astray).toBe(70);
  });
});

describe('the findings of rounds', () => {
  it('are added, and clean only where nothing was found', () => {
    const one = { ...nothingFound(), acknowledged: 2 };
    expect(added([one, one])).toEqual({ ...nothingFound(), acknowledged: 4 });
    expect(isClean(added([one, one]))).toBe(true);
    for (const fault of [{ lost: 1 }, { double: 1 }, { astray: 1 }, { broken: ['it is ready'] }]) {
      expect(isClean(added([one, { ...one, ...fault }]))).toBe(false);
    }
  });

  it('are a row of the table', () => {
    const fault = { name: 'kill -9', rounds: 9, missing: () => null, play: async () => nothingFound() };
    expect(rowOf(fault, 3, { ...nothingFound(), acknowledged: 7, lost: 1 }, 12.4)).toBe(
      '| kill -9 | 3 | 7 | 1 | 0 | 0 | 0 | 12 |',
    );
  });
});
