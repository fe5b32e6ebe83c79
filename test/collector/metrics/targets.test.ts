import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createInstruments, type Instruments } from '@upheld/collector/metrics/instruments';
import { countSample, showReport } from '@upheld/collector/metrics/record';
import { forgetOthers, showTargets } from '@upheld/collector/metrics/targets';
import type { NewSample } from '@upheld/collector/store/store';

/** 2026-07-01T10:00:00Z. */
const at = Date.UTC(2026, 6, 1, 10);
const of = (source: string) => ({ agreement: 'acme', source, everyMs: 15_000 });
const ok = (source: string): NewSample => ({
  ...{ agreement: 'acme', source, vantage: 'main', at, outcome: 'ok', reason: null, latencyMs: 20 },
  detail: { certificateEndsAt: at + 86_400_000, attempts: [] },
});
const unmeasured = (detail: NewSample['detail']): NewSample => ({
  ...{ agreement: 'acme', source: 'api', vantage: 'main', at, outcome: 'unmeasured', reason: 'overloaded' },
  ...{ latencyMs: null, detail: detail ?? null },
});

const lines = async ({ registry }: Instruments) => (await registry.metrics()).split('\n');

describe('the metrics of targets', () => {
  it('say how often each is asked, under the terms in force', async () => {
    const instruments = createInstruments();
    showTargets(instruments, [of('api'), of('orders')]);
    showTargets(instruments, [{ ...of('api'), everyMs: 60_000 }]);
    const shown = (await lines(instruments)).filter((line) =>
      line.startsWith('upheld_probe_interval_seconds'),
    );
    expect(shown).toEqual(['upheld_probe_interval_seconds{agreement="acme",source="api"} 60']);
  });

  it('say when the certificate ends that was seen last', async () => {
    const instruments = createInstruments();
    countSample(instruments, ok('api'));
    // A day after the slot: 1,782,900,000 s + 86,400 s.
    expect(await lines(instruments)).toContain(
      'upheld_probe_tls_expiry_timestamp_seconds{agreement="acme",source="api"} 1782986400',
    );
  });

  it('count a slot as skipped where no attempt of it was kept, and not where one was', async () => {
    const instruments = createInstruments();
    const skipped = async () =>
      (await lines(instruments)).find((line) => line.includes('skipped_runs_total{reason="overloaded"}'));
    expect(await skipped()).toBe('upheld_scheduler_skipped_runs_total{reason="overloaded"} 0');
    countSample(instruments, unmeasured(null));
    countSample(instruments, unmeasured({ error: 'left alone' }));
    countSample(instruments, unmeasured({ attempts: [] }));
    expect(await skipped()).toBe('upheld_scheduler_skipped_runs_total{reason="overloaded"} 2');
  });

  it('forget every series of a source that is gone, of whatever type, and no other', async () => {
    const instruments = createInstruments();
    for (const source of ['api', 'orders']) {
      countSample(instruments, ok(source));
      showReport(instruments, { agreement: 'acme', source }, { status: 'operational', maintenance: [] });
    }
    const before = await lines(instruments);
    expect(before.filter((line) => line.includes('source="orders"')).length).toBeGreaterThan(20);
    await forgetOthers(instruments, [of('api')]);
    const after = await lines(instruments);
    expect(after.filter((line) => line.includes('source="orders"'))).toEqual([]);
    const kept = (text: string[]) => text.filter((line) => line.includes('source="api"'));
    expect(kept(after)).toEqual(kept(before));
    expect(after).toContain('upheld_scheduler_skipped_runs_total{reason="clock"} 0');
  });

  it.skipIf(spawnSync('promtool', ['--version']).error !== undefined)('lint clean', async () => {
    const instruments = createInstruments();
    showTargets(instruments, [of('api')]);
    countSample(instruments, ok('api'));
    countSample(instruments, unmeasured(null));
    const text = await instruments.registry.metrics();
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    });
    expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
  });
});
