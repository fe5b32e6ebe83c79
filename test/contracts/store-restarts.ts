// What every store engine must keep over restarts, kills and other processes.
import { openStore } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { describe, expect, it } from 'vitest';
import {
  aLoadTest,
  aReport,
  aSlice,
  api,
  badSample,
  batchOf,
  desk,
  everything,
  occurrence,
  okSample,
  start,
} from './store-facts.ts';
import { instantsIn, type HeldStore } from './store-held.ts';
import { runWriter } from './store-process.ts';

export function restartsContract(held: HeldStore): void {
  describe('restarts and other processes', () => {
    it('keeps everything over a restart', async () => {
      const opened: TicketEvent = { ticket: 'T-1', at: start, type: 'opened', severity: 2 };
      await held.store.putSamples([
        okSample(start),
        { ...badSample(start + 1), detail: { error: 'refused' } },
      ]);
      await held.store.putTicketEvents({ ...desk, events: [opened], cursor: 'page-2' });
      await held.store.recordSync(desk, start);
      await held.store.putLoadTests([aLoadTest()]);
      await held.store.putSlices([aSlice()]);
      await held.store.putBeat({ ...api, at: start });
      await held.store.putReport(aReport(start));
      await held.store.putOccurrences([occurrence]);
      const everythingKept = async () => [
        await held.store.readSamples(everything),
        await held.store.readFailures({ ...everything, limit: 10 }),
        await held.store.readTicketEvents(desk),
        await held.store.readDesk(desk),
        await held.store.readLoadTests('acme'),
        await held.store.readSlices(everything),
        await held.store.lastBeat(api, start),
        await held.store.readReports({ ...api, limit: 10 }),
        await held.store.readOccurrences('acme'),
        await held.store.revision('acme'),
      ];
      const before = await everythingKept();
      await held.reopen();
      expect(await everythingKept()).toEqual(before);
      expect((await held.store.putSamples([okSample(start)])).duplicates).toBe(1);
    });

    it('answers the calls before a close and refuses those after it', async () => {
      const last = held.store.putSamples([okSample(start)]);
      await held.store.close();
      expect((await last).stored).toBe(1);
      await expect(held.store.revision('acme')).rejects.toMatchObject({ name: 'StoreError', code: 'closed' });
    });

    it.runIf(held.isShared)(
      'lets two processes write at once: one wins each slot, and every change raises the revision',
      async () => {
        const writer = runWriter({ url: held.url, vantage: 'main', batches: 20, rows: 50, outcome: 'bad' });
        const here = { stored: 0, conflicts: 0, changes: 0 };
        for (let batch = 0; batch < 20; batch += 1) {
          const result = await held.store.putSamples(batchOf('main', batch, 50, true));
          here.stored += result.stored;
          here.conflicts += result.conflicts.length;
          here.changes += Math.sign(result.stored);
        }
        const there = await writer;
        const sum = (field: 'stored' | 'conflicts') => there.reduce((total, each) => total + each[field], 0);
        expect(here.stored + sum('stored')).toBe(20 * 50);
        expect(here.conflicts + sum('conflicts')).toBe(20 * 50);
        const changesThere = there.filter(({ stored }) => stored > 0).length;
        expect(await held.store.revision('acme')).toBe(here.changes + changesThere);
      },
    );

    it.runIf(held.isShared)(
      'lets two hold it open and change desks at once, and loses no change',
      async () => {
        const other = await openStore(held.url);
        const changes = Array.from({ length: 100 }, (_, change) => [
          held.store.recordSyncFailure({ ...desk, source: `desk-${change}` }, start, 'refused'),
          other.recordSyncFailure({ ...desk, source: `own-desk-${change}` }, start, 'refused'),
        ]);
        await Promise.all(changes.flat());
        await other.close();
        expect(await held.store.revision('acme')).toBe(2 * 100);
      },
    );

    it.runIf(held.isShared)('sees what another process wrote', async () => {
      expect(await held.store.revision('acme')).toBe(0);
      await runWriter({ url: held.url, vantage: 'west', batches: 2, rows: 3, outcome: 'ok' });
      expect(await held.store.revision('acme')).toBe(2);
      expect(await instantsIn(held)).toEqual([0, 1, 2, 3, 4, 5].map((slot) => start + slot));
    });

    // Where the server is the test's own process, it would be tested and not the store.
    it.skipIf(held.isOneSession)(
      'loses nothing acknowledged and leaves no partial batch when its writer is killed 20 times',
      async () => {
        const rows = 50;
        for (let round = 1; round <= 20; round += 1) {
          const vantage = `round-${round}`;
          const task = { url: held.url, vantage, batches: 100_000, rows, outcome: 'ok' as const };
          await held.store.close();
          const acknowledged = await runWriter(task, round);
          await held.reopen();
          const kept = await keptRows(held.store, vantage);
          expect(acknowledged.length).toBeGreaterThanOrEqual(round);
          expect(kept).toBeGreaterThanOrEqual(acknowledged.length * rows);
          expect(kept % rows).toBe(0);
        }
      },
      120_000,
    );
  });
}

/** A writer fills its slots from the first, so the rows kept are those of whole batches if none is partial. */
async function keptRows(store: Store, vantage: string): Promise<number> {
  const series = await store.readSamples(everything);
  return series.find((each) => each.vantage === vantage)?.at.length ?? 0;
}
