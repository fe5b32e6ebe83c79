import { setImmediate } from 'node:timers/promises';
import { importRows, type Good, type Problem } from '@upheld/collector/imports/import-rows';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/** A row is a whole number; a batch holds 2,000. */
const row = z.object({ n: z.string().regex(/^\d+$/, 'a whole number, such as 7').transform(Number) });
type Value = z.output<typeof row>;

type Put = (rows: Good<Value>[]) => Promise<{ stored: number; conflicts?: Problem[] }>;

/** Imports a file with the given rows below its header, and tells what came of it in the order in which it came. */
function begin(rows: AsyncIterable<string> | string[], put: Put) {
  const told: string[] = [];
  async function* file() {
    yield 'n\n';
    for await (const one of rows) yield `${one}\n`;
  }
  const report = importRows(file(), {
    columns: { required: ['n'], optional: [] },
    row,
    put: async (batch) => ({ duplicates: 0, conflicts: [], ...(await put(batch)) }),
    onProblem: ({ kind, line }) => told.push(`${kind} in line ${line}`),
  });
  return { report, told };
}

const all: Put = async (rows) => ({ stored: rows.length });

/** Rows of which a test knows how many were asked for, and whether their reader has let go of them. */
function numbers(count: number, beforeEach: (given: number) => void | Promise<void> = () => undefined) {
  const seen = { given: 0, isReleased: false };
  async function* rows() {
    try {
      for (; seen.given < count; seen.given += 1) {
        await beforeEach(seen.given);
        yield String(seen.given);
      }
    } finally {
      seen.isReleased = true;
    }
  }
  return { seen, rows: rows() };
}

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
};

describe('importing rows', () => {
  it('reads the next batch while the last one is stored, and no further', async () => {
    const ahead = Promise.withResolvers<null>();
    const release = Promise.withResolvers<null>();
    const { seen, rows } = numbers(10_000, (given) => {
      if (given === 3999) ahead.resolve(null);
    });
    let [underWay, most] = [0, 0];
    const { report } = begin(rows, async (batch) => {
      underWay += 1;
      most = Math.max(most, underWay);
      if (batch[0]?.value.n === 0) await release.promise;
      underWay -= 1;
      return { stored: batch.length };
    });
    await ahead.promise; // all of the second batch has been asked for, and the first is still being stored
    await turns(20);
    expect(seen.given).toBeLessThanOrEqual(4000);
    release.resolve(null);
    expect(await report).toEqual({ stored: 10_000, duplicates: 0, conflicts: 0, bad: 0 });
    expect(most).toBe(1);
  });

  it('stores batches in the order of the file, bad rows counted to their size', async () => {
    const rows = Array.from({ length: 4500 }, (_, n) => (n === 5 ? 'five' : String(n)));
    const stored: number[][] = [];
    const { report } = begin(rows, async (batch) => {
      stored.push([batch[0]?.value.n ?? -1, batch.length]);
      return all(batch);
    });
    // 4,500 rows are 2,000, 2,000 and 500; one of the first is bad.
    expect(await report).toMatchObject({ stored: 4499, bad: 1 });
    expect(stored).toEqual([
      [0, 1999],
      [2000, 2000],
      [4000, 500],
    ]);
  });

  it('tells problems batch after batch, bad rows before conflicts, however long storing takes', async () => {
    const rows = Array.from({ length: 2010 }, (_, n) => ([3, 2005].includes(n) ? 'x' : String(n)));
    const { report, told } = begin(rows, async (batch) => {
      await turns(5);
      const conflicts = batch.slice(0, 1).map(({ line }): Problem => ({ kind: 'conflict', line, text: '' }));
      return { stored: batch.length - 1, conflicts };
    });
    expect(await report).toEqual({ stored: 2006, duplicates: 0, conflicts: 2, bad: 2 });
    // The header is line 1, so row n stands on line n + 2.
    expect(told).toEqual([
      'bad in line 5',
      'conflict in line 2',
      'bad in line 2007',
      'conflict in line 2002',
    ]);
  });

  it('stores nothing where no row is good', async () => {
    const put: Put = () => expect.fail('an empty batch was stored');
    expect(await begin(['x', 'y'], put).report).toEqual({ stored: 0, duplicates: 0, conflicts: 0, bad: 2 });
  });

  it('ends with what the storage says, storing nothing more and letting go of the file', async () => {
    const { seen, rows } = numbers(10_000, (given) => (given % 100 === 0 ? setImmediate() : undefined));
    const firsts: (number | undefined)[] = [];
    const { report } = begin(rows, async (batch) => {
      firsts.push(batch[0]?.value.n);
      throw new Error('the disk is full');
    });
    await expect(report).rejects.toThrow('the disk is full');
    expect(firsts).toEqual([0]);
    expect(seen.given).toBeLessThanOrEqual(4000);
    expect(seen.isReleased).toBe(true);
  });

  it('says of the last batch that it could not be stored', async () => {
    const put: Put = () => Promise.reject(new Error('the disk is full'));
    await expect(begin(['1'], put).report).rejects.toThrow('the disk is full');
  });

  it('ends where the file cannot be read further, once what is being stored has been', async () => {
    let isStored = false;
    async function* broken() {
      for (let n = 0; n < 2000; n += 1) yield String(n);
      yield 'x';
      yield '2001';
      throw new Error('the file is gone');
    }
    const { report, told } = begin(broken(), async (batch) => {
      expect(batch).toHaveLength(2000);
      await turns(5);
      isStored = true;
      return all(batch);
    });
    await expect(report).rejects.toThrow('the file is gone');
    expect(isStored).toBe(true);
    expect(told).toEqual(['bad in line 2002']);
  });
});
