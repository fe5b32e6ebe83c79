// How every store engine tells that facts changed.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { describe, expect, it } from 'vitest';
import {
  aLoadTest,
  aReport,
  aSlice,
  api,
  badSample,
  desk,
  hour,
  occurrence,
  okSample,
  start,
} from './store-facts.ts';
import type { HeldStore } from './store-held.ts';

export function revisionsContract(held: HeldStore): void {
  describe('revisions', () => {
    const opened: TicketEvent = { ticket: 'T-1', at: start, type: 'opened', severity: 2 };

    it('start at 0 and rise with every change of an agreement’s facts, and only then', async () => {
      const seen = [await held.store.revision('acme')];
      const after = async (change: Promise<unknown>) => {
        await change;
        seen.push(await held.store.revision('acme'));
      };
      await after(held.store.putSamples([okSample(start), okSample(start + 1)])); // 1: samples
      await after(held.store.putSamples([okSample(start), badSample(start)])); // a duplicate, a conflict
      await after(held.store.putTicketEvents({ ...desk, events: [opened] })); // 2: an event
      await after(held.store.putTicketEvents({ ...desk, events: [opened], cursor: 'next' })); // known already
      await after(held.store.recordSync(desk, start)); // 3: more is known
      await after(held.store.recordSync(desk, start)); // nothing new
      await after(held.store.recordSyncFailure(desk, start, 'refused')); // 4: a gap begins
      await after(held.store.recordSyncFailure(desk, start + 1, 'refused')); // it goes on
      await after(held.store.recordSync(desk, start)); // 5: it ends
      await after(held.store.putLoadTests([aLoadTest()])); // 6: a load test
      await after(held.store.putLoadTests([aLoadTest(), aLoadTest({ users: 1 })])); // a duplicate, a conflict
      const more = aSlice({ start: start + hour, end: start + 2 * hour });
      await after(held.store.putSlices([aSlice(), more])); // 7: real traffic
      await after(held.store.putSlices([aSlice(), aSlice({ end: start + 1 })])); // a duplicate, a conflict
      await after(held.store.putBeat({ ...api, at: start })); // samples tell of it
      await after(held.store.putReport(aReport(start))); // a second witness
      await after(held.store.putOccurrences([occurrence])); // follows from facts
      await after(held.store.putSamples([{ ...okSample(start), agreement: 'beta' }])); // another agreement's
      expect(seen).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 7, 7, 7, 7, 7, 7]);
      expect(await held.store.revision('beta')).toBe(1);
    });
  });

  describe('revisions of a window', () => {
    const days = (count: number) => start + count * 86_400_000;
    const quarter = { start, end: days(92) };

    it('rest while facts change long after the window', async () => {
      await held.store.putSamples([okSample(start)]);
      const before = await held.store.revision('acme', quarter);
      await held.store.putSamples([okSample(days(200))]);
      await held.store.putTicketEvents({
        ...desk,
        events: [{ ticket: 'T-1', at: days(200), type: 'opened', severity: 2 }],
      });
      await held.store.recordSync(desk, days(200));
      const known = await held.store.revision('acme', quarter);
      await held.store.recordSync(desk, days(201));
      await held.store.putLoadTests([aLoadTest({ at: days(200) })]);
      expect(before).toBeGreaterThan(0);
      expect(await held.store.revision('acme', quarter)).toBe(known);
    });

    it('rise for a sample inside, and for ticket events, syncs and load tests before its end', async () => {
      const seen = [await held.store.revision('acme', quarter)];
      const after = async (change: Promise<unknown>) => {
        await change;
        seen.push(await held.store.revision('acme', quarter));
      };
      await after(held.store.putSamples([okSample(days(45))]));
      await after(
        held.store.putTicketEvents({ ...desk, events: [{ ticket: 'T-1', at: days(-300), type: 'note' }] }),
      );
      await after(held.store.recordSync(desk, days(10)));
      await after(held.store.recordSync(desk, days(200)));
      await after(held.store.putLoadTests([aLoadTest({ at: days(-300) })]));
      expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
    });

    it('rise for a slice that reaches into it, from either side or over all of it', async () => {
      const seen = [];
      for (const [from, to] of [
        [-40, 1],
        [91, 140],
        [-100, 200],
      ] as const) {
        await held.store.putSlices([aSlice({ start: days(from), end: days(to) })]);
        seen.push(await held.store.revision('acme', { start: days(45), end: days(46) }));
      }
      seen.push(await held.store.revision('acme', quarter));
      // The day in the middle is held by the longest alone; each of the three bears on the quarter, in one
      // or more of its stretches.
      expect(seen.slice(0, 3)).toEqual([0, 0, 1]);
      expect(seen[3]).toBeGreaterThanOrEqual(3);
    });

    it('do not rise for samples and slices long before it', async () => {
      await held.store.putSamples([okSample(days(-200))]);
      await held.store.putSlices([aSlice({ start: days(-200), end: days(-199) })]);
      expect(await held.store.revision('acme', quarter)).toBe(0);
    });
  });
}
