import { reportFailures } from '@upheld/collector/failures';
import { createLog } from '@upheld/collector/log';
import { createInstruments } from '@upheld/collector/metrics/instruments';
import { observeLeases } from '@upheld/collector/observe-leases';
import type { Sample } from '@upheld/shared/facts/sample';
import { describe, expect, it } from 'vitest';
import { fakeClock } from './schedule/fake-clock.ts';

function scene() {
  const lines: object[] = [];
  const log = createLog();
  log.warn = (line: object) => void lines.push(line);
  log.info = (line: object) => void lines.push(line);
  const [clock, instruments] = [fakeClock(0), createInstruments()];
  const observer = observeLeases({ log, failures: reportFailures(log), instruments, clock });
  return { ...observer, clock, instruments, lines };
}

const sample = (source: string, at: number): Sample => ({
  ...{ agreement: 'acme', source, vantage: 'main', at },
  ...{ outcome: 'ok', reason: null, latencyMs: 20 },
});

describe('samples that are not stored', () => {
  it('are each counted, and told once a second by how many and how many targets they are', async () => {
    const { onFenced, clock, instruments, lines } = scene();
    for (const at of [3_000, 1_000, 2_000]) {
      for (const source of ['api', 'orders']) onFenced(sample(source, at));
    }
    expect(lines).toEqual([]);
    await clock.advance(1_000);
    onFenced(sample('api', 4_000));
    await clock.advance(5_000);
    expect(lines).toEqual([
      expect.objectContaining({ event: 'fenced', slots: 6, targets: 2, from: 1_000, until: 3_000 }),
      expect.objectContaining({ event: 'fenced', slots: 1, targets: 1, from: 4_000, until: 4_000 }),
    ]);
    expect(await instruments.leases.fenced.get()).toMatchObject({ values: [{ value: 7 }] });
  });
});

describe('another configuration', () => {
  it('is told with how many others have one, and when none has', () => {
    const { onDiffering, lines } = scene();
    onDiffering(2);
    onDiffering(0);
    expect(lines).toEqual([
      expect.objectContaining({ event: 'config-differs', others: 2 }),
      { event: 'config-agrees' },
    ]);
  });
});
