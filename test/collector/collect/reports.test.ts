import { describe, expect, it } from 'vitest';
import type { Attempt } from '@upheld/collector/probes/probe';
import type { ReportedStatus } from '@upheld/shared/facts/status-report';
import { collecting, full, minute, noon, probed, slotsIn } from './scene.ts';
import { temporaryStore } from './temporary-store.ts';

const read = (status: ReportedStatus) => async (): Promise<Attempt> => ({
  ...{ outcome: 'ok', reason: null, latencyMs: 20, phases: {}, status: 200, error: null },
  seen: { report: { status, maintenance: [] } },
});

describe('what a partner says of itself', () => {
  it('is kept beside the slot in which it was read, and told once it is durable', async () => {
    const store = await temporaryStore();
    const { collect, reports } = collecting(store);
    for (const [slot, status] of (['operational', 'operational', 'degraded'] as const).entries()) {
      const target = probed('page', read(status));
      const at = noon + slot * minute;
      await collect.keep(target, at, await collect.ask(target, at));
    }
    expect(await store.readReports({ agreement: 'acme', source: 'page', limit: 9 })).toEqual([
      { at: noon + 2 * minute, seenAt: noon + 2 * minute, status: 'degraded', maintenance: [] },
      { at: noon, seenAt: noon + minute, status: 'operational', maintenance: [] },
    ]);
    expect(reports).toMatchObject([
      { source: 'page', status: 'operational' },
      { source: 'page', status: 'operational' },
      { source: 'page', status: 'degraded' },
    ]);
    expect(await slotsIn(store, 'page')).toHaveLength(3);
  });

  it('is told to nobody while the storage refuses it', async () => {
    const store = await temporaryStore();
    const putReport = () => Promise.reject(full);
    const { collect, reports } = collecting({ ...store, putReport });
    const target = probed('page', read('operational'));
    await expect(collect.keep(target, noon, await collect.ask(target, noon))).rejects.toBe(full);
    expect(reports).toEqual([]);
    expect(await slotsIn(store, 'page')).toEqual([[noon, 'ok']]);
  });
});
