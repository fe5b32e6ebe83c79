import { createInstruments } from '@upheld/collector/metrics/instruments';
import { showHealth } from '@upheld/collector/metrics/store-instruments';
import { describe, expect, it } from 'vitest';

async function shown(...healths: Parameters<typeof showHealth>[1][]) {
  const { registry, store } = createInstruments();
  for (const health of healths) showHealth(store, health);
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) => /^upheld_store_(size|disk|oldest|unsealed|late)/.test(line));
}

const health = {
  ...{ sizeBytes: 8192, freeBytes: 1_000_000, lateHours: 2 },
  ...{ oldestHead: 1_782_864_000_000, unsealedSince: 1_782_864_060_500 },
};

describe("the store's metrics", () => {
  it('show how the store stands, in bytes and seconds', async () => {
    expect(await shown(health)).toEqual([
      'upheld_store_size_bytes 8192',
      'upheld_store_disk_free_bytes 1000000',
      'upheld_store_oldest_head_row_timestamp_seconds 1782864000',
      'upheld_store_unsealed_since_timestamp_seconds 1782864060.5',
      'upheld_store_late_blocks 2',
    ]);
  });

  it('show no number for what is not known any more', async () => {
    const nothing = { ...health, freeBytes: null, oldestHead: null, unsealedSince: null, lateHours: 0 };
    expect(await shown(health, nothing)).toEqual([
      'upheld_store_size_bytes 8192',
      'upheld_store_late_blocks 0',
    ]);
  });
});
