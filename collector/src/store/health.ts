// How a store stands, for /metrics and for whoever looks after it.
import type { Instant } from '@upheld/shared/time/instant';

export type StoreHealth = {
  /** What the store takes on its disk, log included. */
  sizeBytes: number;
  /** What is left on that disk; null where the engine cannot tell. */
  freeBytes: number | null;
  /** The oldest head row; null without any. */
  oldestHead: Instant | null;
  /** Every hour before it is sealed, of every target that has samples after it; null where nothing waits. */
  unsealedSince: Instant | null;
  /** Closed hours that samples came to and that are to be sealed anew. */
  lateHours: number;
};

export interface HealthStore {
  health(): Promise<StoreHealth>;
}
