// What every store engine must do with slices of counted requests.
import type { Slice } from '@upheld/shared/facts/slice';
import { describe, expect, it } from 'vitest';
import { aSlice, api, everything, hour, start } from './store-facts.ts';
import type { HeldStore } from './store-held.ts';

const nth = (index: number): Slice =>
  aSlice({ start: start + index * hour, end: start + (index + 1) * hour });

export function slicesContract(held: HeldStore): void {
  describe('slices', () => {
    it('gives back what was put, in rising order, with counts or with the reason why there are none', async () => {
      const slices: Slice[] = [
        { ...nth(2), counts: null, fault: 'not-a-number' },
        { ...nth(0), counts: { total: 0, bad: 0 }, fault: null },
        { ...nth(1), thresholdMs: 0.5, queries: [] },
      ];
      expect(await held.store.putSlices(slices)).toEqual({ stored: 3, duplicates: 0, conflicts: [] });
      expect(await held.store.readSlices(everything)).toEqual([slices[1], slices[2], slices[0]]);
    });

    it('keeps the first of two different slices and reports the later one, also within a batch', async () => {
      await held.store.putSlices([aSlice()]);
      const others: Slice[] = [
        aSlice({ end: start + 1 }),
        aSlice({ thresholdMs: 200 }),
        aSlice({ queries: ['another'] }),
        aSlice({ answerHash: 'cd'.repeat(32) }),
        { ...aSlice(), counts: { total: 9001, bad: 9 }, fault: null },
        { ...aSlice(), counts: { total: 9000, bad: 8 }, fault: null },
        { ...aSlice(), counts: null, fault: 'empty' },
      ];
      const later: Slice = { ...nth(1), counts: null, fault: 'empty' };
      expect(await held.store.putSlices([aSlice(), ...others, nth(1), later])).toEqual({
        stored: 1,
        duplicates: 1,
        conflicts: [
          ...others.map((given, index) => ({ index: index + 1, given, kept: aSlice() })),
          { index: 9, given: later, kept: nth(1) },
        ],
      });
      expect(await held.store.readSlices(everything)).toEqual([aSlice(), nth(1)]);
    });

    it('includes the start of a range and not its end', async () => {
      await held.store.putSlices([nth(0), nth(1), nth(2)]);
      const range = { ...api, start: start + hour, end: start + 2 * hour };
      expect(await held.store.readSlices(range)).toEqual([nth(1)]);
      expect(await held.store.readSlices({ ...range, start: start + 1 })).toEqual([nth(1)]);
    });

    it('keeps sources and agreements apart', async () => {
      const others = [aSlice(), aSlice({ source: 'web' }), aSlice({ agreement: 'beta' })];
      expect((await held.store.putSlices(others)).stored).toBe(3);
      expect(await held.store.readSlices(everything)).toEqual([aSlice()]);
    });

    it('names the end of the newest slice, whichever came last, and none where there is none', async () => {
      expect(await held.store.lastSlice(api)).toBeNull();
      await held.store.putSlices([nth(3)]);
      await held.store.putSlices([nth(0)]);
      expect(await held.store.lastSlice(api)).toBe(start + 4 * hour);
      expect(await held.store.lastSlice({ ...api, source: 'web' })).toBeNull();
    });

    it.each<[string, Slice]>([
      ['more bad requests than there are', { ...aSlice(), counts: { total: 1, bad: 2 }, fault: null }],
      ['a part of a request', { ...aSlice(), counts: { total: 1.5, bad: 0 }, fault: null }],
      ['more than a number counts', { ...aSlice(), counts: { total: 2 ** 53, bad: 0 }, fault: null }],
      ['an end that is its start', aSlice({ end: start })],
    ])('stores nothing of a batch that holds %s', async (_title, broken) => {
      await expect(held.store.putSlices([nth(1), broken])).rejects.toMatchObject({ code: 'invalid' });
      expect(await held.store.readSlices(everything)).toEqual([]);
      expect(await held.store.revision('acme')).toBe(0);
    });
  });
}
