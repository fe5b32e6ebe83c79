// What every store engine must do with what triggers opened and cleared.
import { describe, expect, it } from 'vitest';
import { occurrence, start } from './store-facts.ts';
import type { HeldStore } from './store-held.ts';

export function occurrencesContract(held: HeldStore): void {
  describe('occurrences', () => {
    it('opens and clears an occurrence, which keeps its first evidence', async () => {
      await held.store.putOccurrences([occurrence]);
      expect(await held.store.readOccurrences('acme')).toEqual([occurrence]);
      const later = { ...occurrence.evidence, display: '99.950 %' };
      await held.store.putOccurrences([{ ...occurrence, clearedAt: start + 5, evidence: later }]);
      expect(await held.store.readOccurrences('acme')).toEqual([{ ...occurrence, clearedAt: start + 5 }]);
    });

    it('never opens a cleared occurrence again: what comes back is a new one', async () => {
      await held.store.putOccurrences([{ ...occurrence, clearedAt: start + 5 }]);
      await held.store.putOccurrences([occurrence, { ...occurrence, openedAt: start + 9 }]);
      expect((await held.store.readOccurrences('acme')).map(({ clearedAt }) => clearedAt)).toEqual([
        start + 5,
        null,
      ]);
    });

    it('tells occurrences apart by trigger, promise, source, subject and opening, oldest first', async () => {
      const others = [
        { ...occurrence, openedAt: start + 1 },
        { ...occurrence, trigger: 'irrecoverable', openedAt: start + 2 },
        { ...occurrence, promise: 'latency', openedAt: start + 3 },
        { ...occurrence, source: 'api', openedAt: start + 4 },
        { ...occurrence, subject: '2026-08', openedAt: start + 5 },
      ];
      await held.store.putOccurrences([...others].reverse());
      await held.store.putOccurrences([occurrence, ...others]);
      expect(await held.store.readOccurrences('acme')).toEqual([occurrence, ...others]);
      expect(await held.store.readOccurrences('beta')).toEqual([]);
    });
  });
}
