// Who hears of the store: the counters, and the log, which says what failed and that it works again.
import type { OnCall } from './counted-store.ts';
import type { Failures } from './failures.ts';
import type { HousekeepingParts } from './housekeeping.ts';
import type { Instruments } from './metrics/instruments.ts';
import { showHealth } from './metrics/store-instruments.ts';

export type StoreObserver = {
  onCall: OnCall;
  housekeeping: Pick<
    HousekeepingParts,
    'onSealed' | 'onRetired' | 'onDamaged' | 'onHealth' | 'onError' | 'onWorked'
  >;
};

/** Nothing has been asked of it yet. */
export function observeStore(failures: Failures, { store }: Pick<Instruments, 'store'>): StoreObserver {
  return {
    onCall: (operation, tookMs, error) => {
      store.operations.inc({ operation });
      store.errors.inc({ operation }, error === null ? 0 : 1);
      if (operation === 'putSamples' && error === null) store.commitDuration.observe(tookMs / 1000);
    },
    housekeeping: {
      onSealed: (blocks) => store.blocksSealed.inc(blocks),
      onRetired: (rows) => store.rowsRetired.inc(rows),
      onDamaged: (hours) => store.damagedBlocks.set(hours),
      onHealth: (health) => showHealth(store, health),
      onError: failures.failed,
      onWorked: failures.worked,
    },
  };
}
