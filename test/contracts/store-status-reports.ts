// What every store engine must do with what partners report of themselves.
import type { PublishedMaintenance } from '@upheld/shared/facts/status-report';
import { describe, expect, it } from 'vitest';
import { aReport, api, hour, minute, start } from './store-facts.ts';
import type { HeldStore } from './store-held.ts';

const works = (id: string, from: number): PublishedMaintenance => ({
  ...{ id, name: 'Database upgrade', start: from, end: null },
});

export function statusReportsContract(held: HeldStore): void {
  describe('status reports', () => {
    const kept = async (limit = 10) => held.store.readReports({ ...api, limit });

    it('keeps one row for as long as a page says the same', async () => {
      for (let poll = 0; poll <= 120; poll += 1) await held.store.putReport(aReport(start + poll * minute));
      expect(await kept()).toEqual([
        { at: start, seenAt: start + 2 * hour, status: 'operational', maintenance: [] },
      ]);
    });

    it('confirms a row once a minute at most', async () => {
      for (const after of [0, 15_000, 59_999]) await held.store.putReport(aReport(start + after));
      expect((await kept())[0]?.seenAt).toBe(start);
      await held.store.putReport(aReport(start + minute));
      expect((await kept())[0]?.seenAt).toBe(start + minute);
    });

    it('adds a row for every change, and for a change back, and gives the newest first', async () => {
      const changes = ['operational', 'major_outage', 'operational', 'unknown'] as const;
      for (const [poll, status] of changes.entries()) {
        await held.store.putReport(aReport(start + poll, { status }));
      }
      expect((await kept()).map(({ at, status }) => [at - start, status])).toEqual([
        [3, 'unknown'],
        [2, 'operational'],
        [1, 'major_outage'],
        [0, 'operational'],
      ]);
      expect((await kept(2)).map(({ at }) => at - start)).toEqual([3, 2]);
    });

    it('takes another maintenance for a change, and another order of them for none', async () => {
      const planned = [works('m-1', start + hour), works('m-2', start)];
      await held.store.putReport(aReport(start, { maintenance: planned }));
      await held.store.putReport(aReport(start + 1, { maintenance: planned.toReversed() }));
      expect((await kept()).map(({ maintenance }) => maintenance)).toEqual([planned.toReversed()]);
      const ended = [{ ...works('m-1', start + hour), end: start + 2 * hour }, works('m-2', start)];
      await held.store.putReport(aReport(start + 2, { maintenance: ended }));
      await held.store.putReport(aReport(start + 3));
      expect((await kept()).map(({ maintenance }) => maintenance.length)).toEqual([0, 2, 2]);
    });

    it('goes by the order of arrival where a clock was set back', async () => {
      await held.store.putReport(aReport(start + hour, { status: 'major_outage' }));
      for (const after of [0, 1, 2]) await held.store.putReport(aReport(start + after));
      expect((await kept()).map(({ at, status }) => [at - start, status])).toEqual([
        [0, 'operational'],
        [hour, 'major_outage'],
      ]);
    });

    it('never unsees what it has seen', async () => {
      await held.store.putReport(aReport(start + hour));
      await held.store.putReport(aReport(start));
      expect(await kept()).toMatchObject([{ at: start + hour, seenAt: start + hour }]);
    });

    it('keeps sources and agreements apart', async () => {
      await held.store.putReport(aReport(start));
      await held.store.putReport(aReport(start + 1, { source: 'web' }));
      await held.store.putReport(aReport(start + 2, { agreement: 'beta' }));
      expect((await kept()).map(({ at }) => at)).toEqual([start]);
    });
  });
}
