// What every store engine must do with load tests.
import { describe, expect, it } from 'vitest';
import { aLoadTest, start } from './store-facts.ts';
import type { HeldStore } from './store-held.ts';

export function loadTestsContract(held: HeldStore): void {
  describe('load tests', () => {
    it('gives back what was put, oldest first', async () => {
      const tests = [
        aLoadTest({ at: start + 2, tool: null, terms: [] }),
        aLoadTest(),
        aLoadTest({ at: start + 1 }),
      ];
      expect(await held.store.putLoadTests(tests)).toEqual({ stored: 3, duplicates: 0, conflicts: [] });
      expect(await held.store.readLoadTests('acme')).toEqual([tests[1], tests[2], tests[0]]);
      expect(await held.store.readLoadTests('beta')).toEqual([]);
    });

    it('keeps the first result of a test and reports another one', async () => {
      await held.store.putLoadTests([aLoadTest()]);
      const others = [
        aLoadTest({ users: 9999 }),
        aLoadTest({ terms: [] }),
        aLoadTest({ terms: aLoadTest().terms.map(({ name }) => ({ name, kept: true })) }),
        aLoadTest({ tool: null }),
      ];
      expect(await held.store.putLoadTests([aLoadTest(), ...others])).toEqual({
        stored: 0,
        duplicates: 1,
        conflicts: others.map((given, index) => ({ index: index + 1, given, kept: aLoadTest() })),
      });
      expect(await held.store.readLoadTests('acme')).toEqual([aLoadTest()]);
    });

    it('keeps tests of other objectives, names, instants and agreements apart', async () => {
      const tests = [
        aLoadTest(),
        aLoadTest({ objective: 'peak' }),
        aLoadTest({ name: 'winter' }),
        aLoadTest({ at: start + 1 }),
        aLoadTest({ agreement: 'beta' }),
      ];
      expect((await held.store.putLoadTests(tests)).stored).toBe(5);
    });
  });
}
