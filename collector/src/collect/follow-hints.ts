// Hints of desks that something has changed. They only make haste: polling alone reaches the same state, so that
// one that is lost, repeated or wrong changes nothing that is known.
import type { Clock } from '../clock.ts';
import type { Desks } from './desks.ts';
import type { SyncResult } from './sync-desk.ts';
import type { SyncTarget } from './target.ts';
import { createWaitingHints, type WaitingHints } from './waiting-hints.ts';

export type FollowHintsParts = {
  desks: Pick<Desks, 'sync' | 'read' | 'restLeft'>;
  clock: Pick<Clock, 'monotonic' | 'setTimer'>;
  onSync: (target: SyncTarget, result: SyncResult) => void;
  /** The storage refused what a hint brought. */
  onError: (what: string, error: unknown) => void;
};

export type Hints = {
  /** Returns at once. No tickets: something has changed, and the desk is polled. */
  hint(target: SyncTarget, tickets: readonly string[]): void;
  /** Follows none any more. */
  close(): void;
};

/** A desk of which hints wait or did. */
type Hinted = {
  target: SyncTarget;
  waiting: WaitingHints;
  isFollowed: boolean;
  /** When hints may poll it again, by the monotonic clock. */
  pollFrom: number;
};

/** A busy desk gives hints every second, and each poll takes requests from those that its slots need. */
const betweenPollsMs = 10_000;

/** No hints wait. */
export function followHints({ desks, clock, onSync, onError }: FollowHintsParts): Hints {
  const hinted = new Map<string, Hinted>();
  const timers = new Set<() => void>();
  let isClosed = false;

  /** What waits is followed one thing at a time, so that a slot finds its turn in between. */
  function follow(desk: Hinted): void {
    if (isClosed || desk.waiting.isEmpty()) {
      desk.isFollowed = false;
      return;
    }
    desk.isFollowed = true;
    const delayMs = Math.max(
      desks.restLeft(desk.target),
      desk.waiting.isPollOnly() ? desk.pollFrom - clock.monotonic() : 0,
    );
    if (delayMs > 0) return later(desk, delayMs);
    void next(desk)
      .catch((error: unknown) => {
        if (!isClosed) onError(desk.target.key, error);
      })
      .finally(() => follow(desk));
  }

  function later(desk: Hinted, delayMs: number): void {
    const cancel = clock.setTimer(() => {
      timers.delete(cancel);
      follow(desk);
    }, delayMs);
    timers.add(cancel);
  }

  /** A ticket that cannot be read is left to the next poll. */
  async function next(desk: Hinted): Promise<void> {
    const { target, waiting } = desk;
    const ticket = waiting.take();
    if (ticket === undefined) return;
    const result = ticket === null ? await desks.sync(target) : await desks.read(target, ticket);
    if (ticket === null) desk.pollFrom = clock.monotonic() + betweenPollsMs;
    if (result !== null) onSync(target, result);
    if (result === null && desks.restLeft(target) > 0) waiting.add(ticket === null ? [] : [ticket]);
    else if (ticket !== null && result !== null) waiting.pollInstead();
  }

  return {
    hint(target, tickets) {
      const desk = recall(target, hinted);
      desk.waiting.add(tickets);
      if (!desk.isFollowed) follow(desk);
    },
    close() {
      isClosed = true;
      for (const cancel of timers) cancel();
    },
  };
}

/** What waits of a desk whose terms were loaded anew is read under the new ones. */
function recall(target: SyncTarget, hinted: Map<string, Hinted>): Hinted {
  const known = hinted.get(target.key);
  if (known?.target === target) return known;
  const fresh = {
    ...{ target, waiting: createWaitingHints(target.kind.lookup !== undefined) },
    ...{ isFollowed: false, pollFrom: known?.pollFrom ?? -Infinity },
  };
  hinted.set(target.key, fresh);
  return fresh;
}
