// What every store engine must do. An engine's test hands over where its stores are made; this opens them
// as the product does, also from other processes. Each topic has a file of its own.
import { openStore } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beatsContract } from './store-beats.ts';
import { copyingContract } from './store-copying.ts';
import { blockModelContract } from './store-block-model.ts';
import { blocksContract } from './store-blocks.ts';
import { desksContract } from './store-desks.ts';
import { okSample, start } from './store-facts.ts';
import { healthContract } from './store-health.ts';
import type { HeldStore } from './store-held.ts';
import { leasesContract } from './store-leases.ts';
import { loadTestsContract } from './store-load-tests.ts';
import { occurrencesContract } from './store-occurrences.ts';
import { restartsContract } from './store-restarts.ts';
import { revisionsContract } from './store-revisions.ts';
import { samplesContract } from './store-samples.ts';
import { slicesContract } from './store-slices.ts';
import { statusReportsContract } from './store-status-reports.ts';
import { talliesContract } from './store-tallies.ts';
import { ticketsContract } from './store-tickets.ts';

/** A place for one empty store, and how to remove it afterwards. */
export type StorePlace = { url: string; remove(): Promise<void> };

const topics = [
  ...[blocksContract, blockModelContract],
  ...[samplesContract, ticketsContract, desksContract, loadTestsContract, slicesContract, beatsContract],
  ...[statusReportsContract, occurrencesContract, revisionsContract, restartsContract, copyingContract],
  ...[leasesContract, talliesContract, healthContract],
];

/**
 * `isShared`: whether several processes may write at once. `isOneSession`: whether its server has one session for all,
 * so that nobody can write while somebody looks at one moment of it.
 */
export function storeContract(
  engine: string,
  makePlace: () => Promise<StorePlace>,
  { isShared = true, isOneSession = false } = {},
): void {
  describe(`the ${engine} engine keeps the store contract`, () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await makePlace();
      store = await openStore(place.url);
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });
    const held: HeldStore = {
      ...{ isShared, isOneSession },
      get store() {
        return store;
      },
      get url() {
        return place.url;
      },
      async reopen() {
        await store.close();
        store = await openStore(place.url);
      },
    };
    for (const topic of topics) topic(held);

    it('says that a write would succeed, without a trace', async () => {
      await store.check();
      expect(await store.revision('check')).toBe(0);
      await store.putSamples([{ ...okSample(start), agreement: 'check' }]);
      await store.check();
      await store.close();
      await expect(store.check()).rejects.toMatchObject({ name: 'StoreError' });
    });
  });
}
