// What every store engine must do with heartbeats.
import { describe, expect, it } from 'vitest';
import { api, minute, start } from './store-facts.ts';
import type { HeldStore } from './store-held.ts';

export function beatsContract(held: HeldStore): void {
  describe('heartbeats', () => {
    it('names the newest at or before an instant, in whatever order they came', async () => {
      await held.store.putBeat({ ...api, at: start + minute });
      await held.store.putBeat({ ...api, at: start });
      const known = async (before: number) => held.store.lastBeat(api, before);
      expect(await known(start - 1)).toBeNull();
      expect(await known(start)).toBe(start);
      expect(await known(start + minute - 1)).toBe(start);
      expect(await known(start + 60 * minute)).toBe(start + minute);
    });

    it('keeps them to the second, cut', async () => {
      await held.store.putBeat({ ...api, at: start + 1999 });
      await held.store.putBeat({ ...api, at: start + 1000 });
      expect(await held.store.lastBeat(api, start + 5000)).toBe(start + 1000);
      expect(await held.store.lastBeat(api, start + 999)).toBeNull();
    });

    it('keeps sources and agreements apart', async () => {
      await held.store.putBeat({ ...api, at: start });
      expect(await held.store.lastBeat({ ...api, source: 'web' }, start)).toBeNull();
      expect(await held.store.lastBeat({ ...api, agreement: 'beta' }, start)).toBeNull();
    });
  });
}
