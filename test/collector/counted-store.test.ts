import { countedStore } from '@upheld/collector/counted-store';
import type { Store } from '@upheld/collector/store/store';
import { StoreError } from '@upheld/collector/store/store-error';
import { describe, expect, it } from 'vitest';
import { okSample, start } from '../contracts/store-facts.ts';
import { fakeClock } from './schedule/fake-clock.ts';

const full = new StoreError('full', 'the disk is full');

/** A store of which only what a test calls is there. */
function scene(parts: Partial<Store>) {
  const clock = fakeClock(start);
  const told: [string, number, unknown][] = [];
  // The calls that a test does not make are never looked for.
  const store = countedStore(parts as Store, clock, (...call) => told.push(call));
  return { store, clock, told };
}

describe('a counted store', () => {
  it('gives what the store gives, and tells the call with its time', async () => {
    const { store, clock, told } = scene({
      lastSlot: async ({ source }) => {
        clock.stall(12);
        return source === 'api' ? start : null;
      },
    });
    expect(await store.lastSlot({ agreement: 'acme', source: 'api', vantage: 'main' })).toBe(start);
    expect(told).toEqual([['lastSlot', 12, null]]);
  });

  it('tells a failure and lets it through as it is', async () => {
    const { store, told } = scene({ putSamples: () => Promise.reject(full) });
    await expect(store.putSamples([okSample(start)])).rejects.toBe(full);
    expect(told).toEqual([['putSamples', 0, full]]);
  });
});
