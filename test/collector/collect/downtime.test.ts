// The slots that nobody accounted for: those since the last stored one, and those that were under way before it.
import { describe, expect, it } from 'vitest';
import { downtimeOf } from '@upheld/collector/collect/downtime';
import type { Target } from '@upheld/collector/collect/target';
import { createScheduler } from '@upheld/collector/schedule/scheduler';
import { slotPhase } from '@upheld/shared/time/slots';
import { fakeClock } from '../schedule/fake-clock.ts';
import { desk, minute, noon, probed } from './scene.ts';
import { temporaryStore } from './temporary-store.ts';

const slot = (number: number) => noon + slotPhase('acme', 'api', minute) + number * minute;
const ok = { agreement: 'acme', source: 'api', outcome: 'ok', reason: null, latencyMs: 1 } as const;

/** The slots that are stopped for a collector that begins at slot 10 and finds what is `stored`. */
async function stopped(
  stored: number[],
  change: { atOnce?: number; vantage?: string; target?: Target } = {},
) {
  const { atOnce = 3, vantage = 'main', target = { ...probed(), atOnce } } = change;
  const store = await temporaryStore();
  await store.putSamples(stored.map((number) => ({ ...ok, vantage, at: slot(number) })));
  const clock = fakeClock(slot(9) + 1);
  const nothing = () => undefined;
  const scheduler = createScheduler<Target, null>({
    ...{ targets: [target], clock, run: async () => null, keep: nothing, missed: nothing, failed: nothing },
  });
  const slots = await downtimeOf(target, 'main', store, scheduler);
  await scheduler.stop();
  return slots === null ? null : [...slots].map((at) => (at - slot(0)) / minute);
}

describe('the slots that passed while no collector ran', () => {
  it('are those since the last stored one', async () => {
    expect(await stopped([5, 6, 7])).toEqual([8, 9]);
  });

  it('are none for a target that was never asked, and for what the store tells by itself', async () => {
    expect(await stopped([])).toBe(null);
    expect(await stopped([5], { target: desk([]) })).toBe(null);
  });

  it('are also those that were under way when a later one was stored already', async () => {
    expect(await stopped([4, 5, 7])).toEqual([6, 8, 9]);
    expect(await stopped([4, 8])).toEqual([5, 6, 7, 9]);
  });

  it('are looked for no farther back than slots can be under way', async () => {
    // With two at once and the last one stored, 6 and 7 can have been under way; 3 was accounted for long ago.
    expect(await stopped([2, 4, 5, 8], { atOnce: 2 })).toEqual([6, 7, 9]);
  });

  it('are none before the first that was ever stored', async () => {
    expect(await stopped([8])).toEqual([9]);
    expect(await stopped([6, 8])).toEqual([7, 9]);
  });

  it('are not told by slots of a cadence from before', async () => {
    // The last slot of the old cadence is 6.5; one that fits only by chance is no slot before it either.
    expect(await stopped([5, 6.5])).toEqual([7, 8, 9]);
    expect(await stopped([4, 5.5, 7])).toEqual([8, 9]);
    expect(await stopped([4.5, 6, 8])).toEqual([7, 9]);
  });

  it('are not told by what another vantage stored', async () => {
    expect(await stopped([5, 7], { vantage: 'second' })).toBe(null);
  });
});
