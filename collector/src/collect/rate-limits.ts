// Partners that answered a probe with 429. Such a target rests for as long as it asked, or twice as long each
// time; its slots meanwhile are not measured, and nothing is sent.
import type { Outcome } from '@upheld/shared/facts/sample';
import type { Clock } from '../clock.ts';
import type { Seen } from '../egress/seen.ts';
import { createRests } from './rests.ts';

type Limited = { key: string; everyMs: number };

export type RateLimits = {
  /** Why a target is not asked now; null where it may be. */
  resting(target: Limited): string | null;
  /** Hears how the last attempt of a target's slot ended. */
  heard(target: Limited, outcome: Outcome, seen: Seen): void;
};

/** A partner that asks for more would else end the measuring by its own word. */
const longestMs = 3_600_000;

/** Nobody rests at first. */
export function createRateLimits(clock: Pick<Clock, 'monotonic' | 'now'>): RateLimits {
  const rests = createRests(clock);
  const limited = new Map<string, { times: number; words: string }>();
  return {
    resting: ({ key }) => (rests.left(key) > 0 ? (limited.get(key)?.words ?? null) : null),
    heard({ key, everyMs }, { outcome, reason }, { retryAfterMs }) {
      if (reason === 'rate-limited') {
        const times = limited.get(key)?.times ?? 0;
        const restMs = Math.min(retryAfterMs ?? everyMs * 2 ** times, longestMs);
        rests.begin(key, restMs);
        limited.set(key, { times: times + 1, words: wordsFor(clock.now() + restMs) });
      } else if (outcome !== 'unmeasured') limited.delete(key);
    },
  };
}

/** The same words for the whole rest, so that the log says them once. */
function wordsFor(until: number): string {
  return `the partner said that it is asked too often, and is left alone until ${new Date(until).toISOString()}`;
}
