// Who hears of ticket desks: the counters, and the log, which says what failed and what polling had missed.
import type { CollectParts } from './collect/collect.ts';
import type { Failures } from './failures.ts';
import type { Logger } from './log.ts';
import type { Instruments } from './metrics/instruments.ts';
import { countSync } from './metrics/record-syncs.ts';

export type SyncObserverParts = { log: Logger; failures: Failures; instruments: Instruments };

/** Nothing has been read yet. */
export function observeSyncs({ log, failures, instruments }: SyncObserverParts): CollectParts['onSync'] {
  return (target, result) => {
    const { key } = target;
    failures.worked(key);
    countSync(instruments, target, result);
    if (!result.ok) {
      log.warn({ event: 'sync-failed', source: key, reason: result.reason, error: result.error });
    } else if (result.overlooked !== null && result.overlooked.events > 0) {
      log.warn({ event: 'events-overlooked', source: key, ...result.overlooked });
    }
  };
}
