// How the store does, as Prometheus sees it: what it is asked, what it refuses, what waits for it and what it takes.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { StoreHealth } from '../store/health.ts';

/** The store's instruments on a registry. */
export function createStoreInstruments(registry: Registry) {
  const registers = [registry];
  return {
    operations: new Counter({
      name: 'upheld_store_operations_total',
      help: 'Calls to the store.',
      labelNames: ['operation'],
      registers,
    }),
    errors: new Counter({
      name: 'upheld_store_errors_total',
      help: 'Calls that the store refused or that failed.',
      labelNames: ['operation'],
      registers,
    }),
    commitDuration: new Histogram({
      name: 'upheld_store_commit_duration_seconds',
      help: 'How long a batch of samples took to be durable.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    size: new Gauge({
      name: 'upheld_store_size_bytes',
      help: 'What the store takes on its disk, log included.',
      registers,
    }),
    free: new Gauge({
      name: 'upheld_store_disk_free_bytes',
      help: 'What is left on the disk of the store; missing where the engine cannot tell.',
      registers,
    }),
    oldestHead: new Gauge({
      name: 'upheld_store_oldest_head_row_timestamp_seconds',
      help: 'The oldest sample that is still kept as a row besides its block.',
      registers,
    }),
    unsealedSince: new Gauge({
      name: 'upheld_store_unsealed_since_timestamp_seconds',
      help: 'The oldest sample that is in no block yet.',
      registers,
    }),
    lateHours: new Gauge({
      name: 'upheld_store_late_blocks',
      help: 'Blocks that wait to be written anew because samples came to their hour.',
      registers,
    }),
    blocksSealed: new Counter({
      name: 'upheld_store_blocks_sealed_total',
      help: 'Blocks that were written, new versions included.',
      registers,
    }),
    rowsRetired: new Counter({
      name: 'upheld_store_head_rows_retired_total',
      help: 'Rows that went because a block holds them.',
      registers,
    }),
    damagedBlocks: new Gauge({
      name: 'upheld_store_damaged_blocks',
      help: 'Sealed hours that were passed over by sealing or retiring because their block cannot be read.',
      registers,
    }),
  };
}

export type StoreInstruments = ReturnType<typeof createStoreInstruments>;

/** Shows how the store stands; what is not known, or is nothing, shows no number. */
export function showHealth(instruments: StoreInstruments, health: StoreHealth): void {
  instruments.size.set(health.sizeBytes);
  instruments.lateHours.set(health.lateHours);
  setOrRemove(instruments.free, health.freeBytes);
  setOrRemove(instruments.oldestHead, inSeconds(health.oldestHead));
  setOrRemove(instruments.unsealedSince, inSeconds(health.unsealedSince));
}

const inSeconds = (instant: number | null) => (instant === null ? null : instant / 1000);

function setOrRemove(gauge: Gauge, value: number | null): void {
  if (value === null) gauge.remove();
  else gauge.set(value);
}
