// Ticket desks, one request at a time for each: its slots, its looks at open tickets and the hints that it gives
// wait for one another. A desk that could not be read rests.
import type { Clock } from '../clock.ts';
import { SyncError } from '../connectors/connector.ts';
import type { Store } from '../store/store.ts';
import { createBackoff } from './backoff.ts';
import { createInTurn } from './in-turn.ts';
import { keepTold } from './keep-told.ts';
import { politely, type Outside } from './outside.ts';
import { syncDesk, type DeskMemory, type SyncResult } from './sync-desk.ts';
import type { SyncTarget } from './target.ts';

export type DesksParts = {
  store: Store;
  clock: Clock;
  outside: () => Outside;
  /** A share of 1, another one each time. */
  random: () => number;
  /** Whether this process is the one that asks it now. */
  mayAsk: (target: SyncTarget) => boolean;
};

export type Desks = {
  /** Null where nothing was asked, because the desk rests, or where the end of the process cut it short. */
  sync(target: SyncTarget): Promise<SyncResult | null>;
  /** Reads one ticket; what became of it is null as above, and where all went well. Says nothing of how far the desk is known. */
  read(target: SyncTarget, ticket: string): Promise<(SyncResult & { ok: false }) | null>;
  /** Milliseconds for which a desk is left alone. */
  restLeft(target: SyncTarget): number;
  /** Whether the desk is being read. */
  isUnderWay(target: SyncTarget): boolean;
  /** Ends what is under way before its next request. */
  close(): void;
};

type Known = DeskMemory & { of: SyncTarget };

/** Nothing is known of any desk at first. */
export function createDesks(desksParts: DesksParts): Desks {
  const { store, clock, outside, random } = desksParts;
  const backoff = createBackoff(clock, random);
  const inTurn = createInTurn();
  const memories = new Map<string, Known>();
  let isClosed = false;
  const isOver = (target: SyncTarget) => isClosed || !desksParts.mayAsk(target);
  const mayAsk = (target: SyncTarget) => !isOver(target) && backoff.left(target.key) === 0;
  const contextOf = ({ key, from }: SyncTarget) => ({ ...politely(outside(), key, clock), from });

  async function sync(target: SyncTarget): Promise<SyncResult | null> {
    if (!mayAsk(target)) return null;
    const memory = recall(target, memories);
    const parts = { store, clock, memory, isOver: () => isOver(target) };
    const result = await syncDesk(target, contextOf(target), parts);
    if (result?.ok === true) backoff.worked(target);
    else if (result !== null) backoff.failed(target, result.retryAfterMs);
    return result;
  }

  async function read(target: SyncTarget, ticket: string): Promise<(SyncResult & { ok: false }) | null> {
    const { agreement, source, spec, kind } = target;
    if (kind.lookup === undefined || !mayAsk(target)) return null;
    const begun = clock.monotonic();
    try {
      const told = await kind.lookup.read(spec, ticket, contextOf(target));
      const reading = { ticket, at: clock.now(), polledUntil: -Infinity };
      await keepTold({ agreement, source }, told, reading, store);
      return null;
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      const { message, reason, retryAfterMs } = error;
      backoff.failed(target, retryAfterMs);
      return { ok: false, tookMs: clock.monotonic() - begun, error: message, reason, retryAfterMs };
    }
  }

  return {
    sync: (target) => inTurn.next(target.key, () => sync(target)),
    read: (target, ticket) => inTurn.next(target.key, () => read(target, ticket)),
    restLeft: ({ key }) => backoff.left(key),
    isUnderWay: ({ key }) => inTurn.isUnderWay(key),
    close() {
      isClosed = true;
    },
  };
}

/** A look under terms that were loaded anew begins anew: its list may be that of another queue. */
function recall(target: SyncTarget, memories: Map<string, Known>): Known {
  const known = memories.get(target.key);
  if (known?.of === target) return known;
  const fresh = { of: target, look: null };
  memories.set(target.key, fresh);
  return fresh;
}
