// Counted traffic, source by source: one round at a time for each, and after a failure a rest, which is as long
// as the source asked for or grows from failure to failure.
import type { Clock } from '../clock.ts';
import type { SourceKey, Store } from '../store/store.ts';
import type { TrafficContext } from '../traffic/traffic.ts';
import type { CountWork } from './count-work.ts';
import type { Rests } from './rests.ts';
import { quietRound, readRound, type TrafficMemory, type TrafficRound } from './traffic-round.ts';

export type TrafficSource = SourceKey & CountWork & { key: string };

export type Traffic = {
  /**
   * What came of the round; one without a request where the source rests or is being read already. It ends before
   * its next request where it may not go on.
   */
  read(source: TrafficSource, context: TrafficContext, mayGoOn?: () => boolean): Promise<TrafficRound>;
  /** Whether the source is being read. */
  isUnderWay(key: string): boolean;
  /** Ends the rounds under way before their next request. */
  close(): void;
};

export type TrafficParts = {
  store: Pick<Store, 'putSlices' | 'readSlices'>;
  clock: Clock;
  rests: Rests;
};

type Known = TrafficMemory & { of: TrafficSource; setbacks: number };

const minute = 60_000;
const longestRestMs = 15 * minute;

/** Whatever a source says: its facts are wanted within a day. */
const longestAskedForMs = 24 * 60 * minute;

/** Nothing is known of any source at first. */
export function createTraffic({ store, clock, rests }: TrafficParts): Traffic {
  const memories = new Map<string, Known>();
  const underWay = new Set<string>();
  let isClosed = false;
  return {
    async read(source, context, mayGoOn = () => true) {
      const { key } = source;
      if (isClosed || underWay.has(key) || rests.left(key) > 0) return quietRound(clock.now());
      const known = recall(source, memories);
      underWay.add(key);
      let round: TrafficRound | null = null;
      try {
        const isOver = () => isClosed || !mayGoOn();
        round = await readRound(source, known, { store, clock, context, isOver });
        return round;
      } finally {
        underWay.delete(key);
        rests.begin(key, restAfter(round, known));
      }
    },
    isUnderWay: (key) => underWay.has(key),
    close() {
      isClosed = true;
    },
  };
}

/** Terms that were loaded anew are looked at anew; what they failed at before still counts. */
function recall(source: TrafficSource, memories: Map<string, Known>): Known {
  const known = memories.get(source.key);
  if (known?.of === source) return known;
  const fresh = { of: source, setbacks: known?.setbacks ?? 0 };
  const memory = { ...fresh, completeUntil: null, failed: new Map(), keptMs: null, toldAt: null };
  memories.set(source.key, memory);
  return memory;
}

/** Null where there is no need; a round that the storage ended (null) needs one as any failure does. */
function restAfter(round: TrafficRound | null, known: Known): number | null {
  if (round !== null && round.unread.length === 0) {
    known.setbacks = 0;
    return null;
  }
  known.setbacks = (round?.kept ?? 0) > 0 ? 1 : known.setbacks + 1;
  const asked = (round?.unread ?? []).map(({ retryAfterMs }) => retryAfterMs ?? 0);
  const askedForMs = Math.min(Math.max(0, ...asked), longestAskedForMs);
  return askedForMs > 0 ? askedForMs : Math.min(minute * 2 ** (known.setbacks - 1), longestRestMs);
}
