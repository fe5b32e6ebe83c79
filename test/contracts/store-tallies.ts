// What every store engine must do with tallies: a cache that never outlives what it was made of.
import type { KeptTally } from '@upheld/collector/store/tallies';
import { describe, expect, it } from 'vitest';
import { api, hour, okSample, start } from './store-facts.ts';
import type { HeldStore } from './store-held.ts';

const day = 24 * hour;
const window = { start, end: start + 4 * day };
const reading = 'rows';

export function talliesContract(held: HeldStore): void {
  /** Samples of the first hours of four days, sealed. */
  const sealed = async (vantages = ['main']) => {
    for (const vantage of vantages) {
      await held.store.putSamples([0, 1, 2, 3].map((days) => ({ ...okSample(start + days * day), vantage })));
    }
    while (!(await held.store.sealHours({ before: window.end, most: 1000 })).isDone);
  };
  const read = (readings = [reading], asked = window) =>
    held.store.readTallies({ ...api, readings, ...asked });
  const changesOf = async (vantage = 'main') =>
    (await read()).vantages.find((known) => known.vantage === vantage)?.changes ?? NaN;
  const tally = (days: number, change: Partial<KeptTally> = {}): KeptTally => ({
    ...{ vantage: 'main', reading, day: start + days * day, until: start + (days + 1) * day },
    data: Uint8Array.of(1, days, 255),
    ...change,
  });
  const put = async (...tallies: KeptTally[]) => {
    const changes = await changesOf();
    return held.store.putTallies(
      api,
      tallies.map((one) => ({ ...one, changes })),
    );
  };
  const daysKept = async () => (await read()).tallies.map((kept) => (kept.day - start) / day);

  describe('tallies', () => {
    it('are given as they were kept, by vantage, reading and day, of the days that touch the window', async () => {
      await sealed(['main', 'berlin']);
      const given = [tally(1), tally(0), tally(0, { vantage: 'berlin' }), tally(0, { reading: 'times' })];
      expect(await put(...given)).toEqual({ kept: 4 });
      const [main1, main0, berlin0, times0] = given;
      expect((await read(['rows', 'times'])).tallies).toEqual([berlin0, main0, main1, times0]);
      expect((await read(['times'])).tallies).toEqual([times0]);
      expect((await read([], window)).tallies).toEqual([]);
      const secondDay = { start: start + day, end: start + day + 1 };
      expect((await read([reading], secondDay)).tallies).toEqual([main1]);
      const firstDayEnd = { start: start + day - 1, end: start + day };
      expect((await read([reading], firstDayEnd)).tallies).toEqual([berlin0, main0]);
      expect(await held.store.readTallies({ ...api, source: 'web', readings: [reading], ...window })).toEqual(
        {
          vantages: [],
          tallies: [],
        },
      );
    });

    it('are kept in place of those of the same day, and of sealed hours only', async () => {
      expect(await held.store.putTallies(api, [{ ...tally(0), changes: 0 }])).toEqual({ kept: 0 });
      await sealed();
      const longer = tally(2, { until: start + 2 * day + 2 * hour, data: Uint8Array.of(7) });
      await put(tally(2, { until: start + 2 * day + hour }));
      await put(longer);
      expect((await read()).tallies).toEqual([longer]);
      expect((await read()).vantages).toMatchObject([{ vantage: 'main', sealedUntil: window.end }]);
      expect(await put(tally(4, { until: window.end + 1 }))).toEqual({ kept: 0 });
      expect(await put(tally(0, { vantage: 'nowhere' }))).toEqual({ kept: 0 });
    });

    it('go with what they were made of: those of the day to which a sample comes, and of the next', async () => {
      await sealed();
      await put(tally(0), tally(1), tally(2), tally(3));
      await held.store.putSamples([okSample(start + day + hour)]);
      expect(await daysKept()).toEqual([0, 3]);
      await held.store.putSamples([okSample(start + day + hour)]);
      await put(tally(1));
      await held.store.putSamples([okSample(start + day + hour), okSample(start + day)]);
      expect(await daysKept()).toEqual([0, 1, 3]);
    });

    it('are refused where something came to closed hours after what they were made of was read', async () => {
      await sealed(['main', 'berlin']);
      const changes = await changesOf();
      await held.store.putSamples([okSample(start + 3 * day + hour)]);
      expect(await changesOf()).toBeGreaterThan(changes);
      const stale = [tally(0), tally(0, { vantage: 'berlin' })].map((one) => ({ ...one, changes }));
      expect(await held.store.putTallies(api, stale)).toEqual({ kept: 1 });
      expect((await read()).tallies.map(({ vantage }) => vantage)).toEqual(['berlin']);
      expect(await put(tally(0))).toEqual({ kept: 1 });
    });

    it('stay through sealing anew and through retiring, which change no sample', async () => {
      await sealed();
      await held.store.putSamples([okSample(start + hour)]);
      await put(tally(0));
      await held.store.sealHours({ before: window.end, most: 1000 });
      await held.store.retireHeads({ before: window.end, most: 1000 });
      expect(await daysKept()).toEqual([0]);
    });

    it('are dropped by agreement, or all of them', async () => {
      await sealed();
      await put(tally(0));
      await held.store.dropTallies('beta');
      expect(await daysKept()).toEqual([0]);
      await held.store.dropTallies('acme');
      expect(await daysKept()).toEqual([]);
      await put(tally(0));
      await held.store.dropTallies();
      expect(await daysKept()).toEqual([]);
    });

    it('outlive a restart', async () => {
      await sealed();
      await put(tally(0));
      await held.reopen();
      expect((await read()).tallies).toEqual([tally(0)]);
    });
  });
}
