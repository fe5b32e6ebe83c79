// What every store engine must say of itself.
import { describe, expect, it } from 'vitest';
import { sealUntil } from './store-blocks.ts';
import { hour, minute, okSample, start } from './store-facts.ts';
import type { HeldStore } from './store-held.ts';

export function healthContract(held: HeldStore): void {
  describe('says how it stands', () => {
    it('with its size, and nothing that waits while it is empty', async () => {
      const health = await held.store.health();
      expect(health).toMatchObject({ oldestHead: null, unsealedSince: null, lateHours: 0 });
      expect(health.sizeBytes).toBeGreaterThan(0);
    });

    it('with its oldest head row, and the oldest sample that no block holds', async () => {
      await held.store.putSamples([
        okSample(start + minute),
        okSample(start + hour),
        okSample(start + 90 * minute),
      ]);
      expect(await held.store.health()).toMatchObject({
        oldestHead: start + minute,
        unsealedSince: start + minute,
      });
      await sealUntil(held.store, start + hour);
      expect(await held.store.health()).toMatchObject({
        oldestHead: start + minute,
        unsealedSince: start + hour,
      });
      await sealUntil(held.store, start + 2 * hour);
      expect(await held.store.health()).toMatchObject({ oldestHead: start + minute, unsealedSince: null });
    });

    it('with the hours that samples came to after they were sealed', async () => {
      await held.store.putSamples([okSample(start)]);
      await sealUntil(held.store, start + hour);
      await held.store.putSamples([okSample(start + minute)]);
      expect((await held.store.health()).lateHours).toBe(1);
      await sealUntil(held.store, start + hour);
      expect((await held.store.health()).lateHours).toBe(0);
    });
  });
}
