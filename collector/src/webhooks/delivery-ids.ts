// Which deliveries were taken, for a day. In memory is enough: a delivery that is sent again after a restart makes
// us read a ticket once more, and no more than that. An id that its sender does not sign can be made up by whoever
// has overheard a delivery; the pace of hints holds for them too.
import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';

export type DeliveryIds = {
  /** Whether the source has not delivered `id` within a day. From now on it has. */
  take(source: string, id: string): boolean;
  /** Forgets what others than these delivered. */
  keepOnly(sources: readonly string[]): void;
};

const keptMs = 24 * 3_600_000;

/** Of each source; beyond that the oldest are forgotten. */
const most = 10_000;

/** No id was taken yet. */
export function createDeliveryIds({ monotonic }: Pick<Clock, 'monotonic'>): DeliveryIds {
  /** When each was taken, the oldest first. */
  const takenBySource = new Map<string, Map<string, number>>();
  return {
    take(source, id) {
      const taken = takenBySource.get(source) ?? new Map<string, number>();
      takenBySource.set(source, taken);
      const digest = createHash('sha256').update(id).digest('base64');
      const before = taken.get(digest);
      if (before !== undefined && before > monotonic() - keptMs) return false;
      taken.delete(digest);
      makeRoom(taken);
      taken.set(digest, monotonic());
      return true;
    },
    keepOnly(sources) {
      for (const source of takenBySource.keys()) if (!sources.includes(source)) takenBySource.delete(source);
    },
  };
}

/** For one more. */
function makeRoom(taken: Map<string, number>): void {
  const [oldest] = taken.keys();
  if (taken.size >= most && oldest !== undefined) taken.delete(oldest);
}
