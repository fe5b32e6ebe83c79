import { reportFailures } from '@upheld/collector/failures';
import { createInstruments } from '@upheld/collector/metrics/instruments';
import { observeStore } from '@upheld/collector/observe-store';
import { StoreError } from '@upheld/collector/store/store-error';
import { describe, expect, it } from 'vitest';

const full = new StoreError('full', 'the disk is full');

/** What the metrics and the log say after `happen`. */
async function after(happen: (observer: ReturnType<typeof observeStore>) => void) {
  const lines: object[] = [];
  const push = (line: object) => void lines.push(line);
  const instruments = createInstruments();
  happen(observeStore(reportFailures({ error: push, info: push }), instruments));
  const text = await instruments.registry.metrics();
  return { lines, metrics: text.split('\n').filter((line) => line.startsWith('upheld_store_')) };
}

describe('observing the store', () => {
  it('counts calls and failures by operation, and times commits that came to be', async () => {
    const { metrics } = await after(({ onCall }) => {
      onCall('putSamples', 4, null);
      onCall('putSamples', 900, full);
      onCall('readDesk', 1, null);
    });
    expect(metrics).toContain('upheld_store_operations_total{operation="putSamples"} 2');
    expect(metrics).toContain('upheld_store_errors_total{operation="putSamples"} 1');
    expect(metrics).toContain('upheld_store_operations_total{operation="readDesk"} 1');
    expect(metrics).toContain('upheld_store_errors_total{operation="readDesk"} 0');
    expect(metrics).toContain('upheld_store_commit_duration_seconds_count 1');
    expect(metrics).toContain('upheld_store_commit_duration_seconds_sum 0.004');
  });

  it('counts what housekeeping did, and says once that it fails and once that it works again', async () => {
    const { lines, metrics } = await after(({ housekeeping }) => {
      housekeeping.onSealed(3);
      housekeeping.onRetired(180);
      housekeeping.onDamaged(2);
      housekeeping.onError('sealing', full);
      housekeeping.onError('sealing', full);
      housekeeping.onWorked('sealing');
    });
    expect(metrics).toContain('upheld_store_blocks_sealed_total 3');
    expect(metrics).toContain('upheld_store_head_rows_retired_total 180');
    expect(metrics).toContain('upheld_store_damaged_blocks 2');
    expect(lines).toEqual([
      { event: 'failed', what: 'sealing', err: full },
      { event: 'works-again', what: 'sealing' },
    ]);
  });
});
