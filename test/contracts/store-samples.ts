// What every store engine must do with samples, and with what was kept beside those that failed.
import type { NewSample } from '@upheld/collector/store/store';
import { describe, expect, it } from 'vitest';
import {
  agedSample,
  api,
  badSample,
  everything,
  minute,
  okSample,
  start,
  statusSample,
} from './store-facts.ts';
import { instantsIn, type HeldStore } from './store-held.ts';

export function samplesContract(held: HeldStore): void {
  describe('samples', () => {
    it('keeps the first of two different samples of a slot and reports the later one', async () => {
      await held.store.putSamples([okSample(start)]);
      const result = await held.store.putSamples([okSample(start + minute), badSample(start)]);
      expect(result).toEqual({
        stored: 1,
        duplicates: 0,
        conflicts: [{ index: 1, given: badSample(start), kept: okSample(start) }],
        fenced: [],
      });
      const [series] = await held.store.readSamples(everything);
      expect([...(series?.outcome ?? [])]).toEqual([0, 0]);
    });

    it('keeps the first of two different samples of a slot within one batch', async () => {
      const result = await held.store.putSamples([badSample(start), okSample(start)]);
      expect(result.stored).toBe(1);
      expect(result.conflicts).toEqual([{ index: 1, given: okSample(start), kept: badSample(start) }]);
    });

    it('counts an equal sample as a duplicate', async () => {
      await held.store.putSamples([okSample(start), badSample(start + minute)]);
      const again = await held.store.putSamples([okSample(start), badSample(start + minute)]);
      expect(again).toEqual({ stored: 0, duplicates: 2, conflicts: [], fenced: [] });
    });

    it('takes a different latency or reason for a different sample', async () => {
      await held.store.putSamples([okSample(start, 182.4), badSample(start + minute)]);
      const result = await held.store.putSamples([
        okSample(start, 182.5),
        okSample(start, null),
        { ...badSample(start + minute), outcome: 'bad', reason: 'dns', latencyMs: null },
      ]);
      expect(result.conflicts.map(({ index }) => index)).toEqual([0, 1, 2]);
    });

    it('keeps slots of other sources, vantages and agreements apart', async () => {
      const result = await held.store.putSamples([
        okSample(start),
        { ...badSample(start), vantage: 'west' },
        { ...badSample(start), source: 'web' },
        { ...badSample(start), agreement: 'beta' },
      ]);
      expect(result.stored).toBe(4);
      const series = await held.store.readSamples(everything);
      expect(series.map(({ vantage, outcome }) => [vantage, ...outcome])).toEqual([
        ['main', 0],
        ['west', 1],
      ]);
    });

    it('gives samples in rising order, in whatever order they came', async () => {
      await held.store.putSamples([3, 1, 2].map((slot) => okSample(start + slot * minute)));
      await held.store.putSamples([okSample(start)]);
      expect(await instantsIn(held)).toEqual([0, 1, 2, 3].map((slot) => start + slot * minute));
    });

    it('includes the start of a range and not its end', async () => {
      await held.store.putSamples([0, 1, 2].map((slot) => okSample(start + slot * minute)));
      const range = { ...api, start: start, end: start + 2 * minute };
      expect(await instantsIn(held, range)).toEqual([start, start + minute]);
    });

    it('gives no series for a vantage without samples in the range', async () => {
      await held.store.putSamples([okSample(start), { ...okSample(start + minute), vantage: 'west' }]);
      const series = await held.store.readSamples({ ...api, start, end: start + 1 });
      expect(series.map(({ vantage }) => vantage)).toEqual(['main']);
      expect(await held.store.readSamples({ ...everything, source: 'unheard-of' })).toEqual([]);
    });

    it('keeps latencies to 0.1 ms exactly, and cuts what is finer', async () => {
      const latencies = [0, 0.1, 0.3, 182.4, 199.9, 200, 29_999.7];
      await held.store.putSamples(latencies.map((latency, slot) => okSample(start + slot, latency)));
      // Rounded to 200.0 it would no longer stay under a threshold of 200 ms.
      await held.store.putSamples([okSample(start + 7, 199.96), okSample(start + 8, null)]);
      const [series] = await held.store.readSamples(everything);
      expect([...(series?.latencyMs ?? [])]).toEqual([...latencies, 199.9, NaN]);
    });

    it('keeps ages to 0.1 ms, cut like latencies, beside samples that have none', async () => {
      const aged = [0, 0.1, 4999.9, 86_400_000.5].map((age, slot) => agedSample(start + slot, age));
      await held.store.putSamples([...aged, okSample(start + 4), agedSample(start + 5, 4999.99)]);
      const [series] = await held.store.readSamples(everything);
      expect([...(series?.ageMs ?? [])]).toEqual([0, 0.1, 4999.9, 86_400_000.5, NaN, 4999.9]);
      expect(series).not.toHaveProperty('status');
    });

    it('keeps the status of samples that it made bad', async () => {
      await held.store.putSamples([okSample(start), statusSample(start + 1, 404), badSample(start + 2)]);
      await held.store.putSamples([statusSample(start + 3, null), statusSample(start + 4, 503)]);
      const [series] = await held.store.readSamples(everything);
      expect([...(series?.status ?? [])]).toEqual([0, 404, 0, 0, 503]);
      expect(series).not.toHaveProperty('ageMs');
      const [newest] = await held.store.readFailures({ ...everything, limit: 10 });
      expect(newest).toEqual({ ...statusSample(start + 4, 503), detail: null });
    });

    it('reads ages and statuses of the range that is asked for', async () => {
      await held.store.putSamples([
        agedSample(start, 1),
        agedSample(start + 1, 2),
        statusSample(start + 2, 500),
      ]);
      const [series] = await held.store.readSamples({ ...api, start: start + 1, end: start + 2 });
      expect(series).toMatchObject({ at: Float64Array.of(start + 1), ageMs: Float64Array.of(2) });
      expect(series).not.toHaveProperty('status');
    });

    it('takes a different age or status for a different sample, and says what it kept', async () => {
      await held.store.putSamples([agedSample(start, 4200), statusSample(start + 1, 404)]);
      const again = [agedSample(start, 4200.04), statusSample(start + 1, 404)];
      expect((await held.store.putSamples(again)).duplicates).toBe(2);
      const others = [
        agedSample(start, 4200.1),
        okSample(start, 182.4),
        statusSample(start + 1, 500),
        statusSample(start + 1, null),
      ];
      const { conflicts } = await held.store.putSamples(others);
      expect(conflicts.map(({ kept }) => kept)).toEqual([
        ...[agedSample(start, 4200), agedSample(start, 4200)],
        ...[statusSample(start + 1, 404), statusSample(start + 1, 404)],
      ]);
    });

    it('tells ok, bad and not measured apart by their codes', async () => {
      await held.store.putSamples([
        okSample(start),
        badSample(start + 1),
        { ...okSample(start + 2), outcome: 'unmeasured', reason: 'stopped', latencyMs: null },
      ]);
      const [series] = await held.store.readSamples(everything);
      expect([...(series?.outcome ?? [])]).toEqual([0, 1, 2]);
    });

    it('stores nothing of a batch that holds a row it must refuse', async () => {
      const broken = { ...okSample(start + 0.5) };
      await expect(held.store.putSamples([okSample(start), broken])).rejects.toMatchObject({
        name: 'StoreError',
        code: 'invalid',
      });
      expect(await instantsIn(held)).toEqual([]);
      expect(await held.store.revision('acme')).toBe(0);
      expect((await held.store.putSamples([okSample(start)])).stored).toBe(1);
    });

    it('names the newest slot of a target, and none for one without samples', async () => {
      await held.store.putSamples([
        okSample(start + minute),
        okSample(start),
        { ...okSample(0), vantage: 'west' },
      ]);
      expect(await held.store.lastSlot({ ...api, vantage: 'main' })).toBe(start + minute);
      expect(await held.store.lastSlot({ ...api, vantage: 'west' })).toBe(0);
      expect(await held.store.lastSlot({ ...api, vantage: 'east' })).toBeNull();
    });
  });

  describe('failures', () => {
    const failing: NewSample = {
      ...badSample(start + minute),
      detail: {
        phases: { dns: 1.5, connect: 20 },
        attempts: [
          {
            startedAt: start + minute,
            outcome: 'bad',
            reason: 'timeout',
            latencyMs: null,
            error: 'no answer',
          },
        ],
        error: 'no answer in 10 s',
      },
    };

    it('gives what was kept beside samples that did not end ok, newest first, over all vantages', async () => {
      const stopped: NewSample = {
        ...okSample(start + 2 * minute),
        vantage: 'west',
        outcome: 'unmeasured',
        reason: 'stopped',
        latencyMs: null,
      };
      await held.store.putSamples([{ ...okSample(start), detail: { status: 200 } }, failing, stopped]);
      const failures = await held.store.readFailures({ ...everything, limit: 10 });
      expect(failures).toEqual([{ ...stopped, detail: null }, failing]);
    });

    it('are those of one outcome where it is asked for', async () => {
      const stopped: NewSample = {
        ...{
          ...api,
          vantage: 'main',
          at: start + 1,
          outcome: 'unmeasured',
          reason: 'stopped',
          latencyMs: null,
        },
      };
      await held.store.putSamples([badSample(start), stopped]);
      const read = (outcome: 'bad' | 'unmeasured') =>
        held.store.readFailures({ ...everything, limit: 10, outcome });
      expect((await read('bad')).map(({ at }) => at)).toEqual([start]);
      expect((await read('unmeasured')).map(({ at }) => at)).toEqual([start + 1]);
    });

    it('are told of those that ended ok too, where those are asked for', async () => {
      const ok = { ...okSample(start), detail: { certificateEndsAt: start } };
      await held.store.putSamples([ok, badSample(start + 1)]);
      const read = await held.store.readFailures({ ...everything, limit: 10, outcome: 'ok' });
      expect(read).toEqual([ok]);
    });

    it('gives no more than the limit, and none outside the range', async () => {
      await held.store.putSamples([badSample(start), badSample(start + 1), badSample(start + 2)]);
      const newest = await held.store.readFailures({ ...everything, limit: 2 });
      expect(newest.map(({ at }) => at)).toEqual([start + 2, start + 1]);
      const ranged = await held.store.readFailures({ ...api, start, end: start + 1, limit: 10 });
      expect(ranged.map(({ at }) => at)).toEqual([start]);
    });
  });
}
