import { describe, expect, it } from 'vitest';
import type { Outcome } from '@upheld/shared/facts/sample';
import { createRateLimits } from '@upheld/collector/collect/rate-limits';
import { fakeClock } from '../schedule/fake-clock.ts';
import { minute, noon } from './scene.ts';

const api = { key: 'api', everyMs: minute };
const other = { key: 'other', everyMs: minute };
const limited: Outcome = { outcome: 'unmeasured', reason: 'rate-limited', latencyMs: null };
const ok: Outcome = { outcome: 'ok', reason: null, latencyMs: 5 };
const bad: Outcome = { outcome: 'bad', reason: 'status', latencyMs: 5, status: 500 };
const cut: Outcome = { outcome: 'unmeasured', reason: 'own-network', latencyMs: null };

function scene() {
  const clock = fakeClock(noon);
  const rateLimits = createRateLimits(clock);
  /** For how long `api` rests after it answered so, in milliseconds. */
  const restAfter = (outcome: Outcome, retryAfterMs?: number) => {
    rateLimits.heard(api, outcome, retryAfterMs === undefined ? {} : { retryAfterMs });
    let restMs = 0;
    for (; rateLimits.resting(api) !== null; restMs += 1_000) clock.stall(1_000);
    return restMs;
  };
  return { clock, rateLimits, restAfter };
}

describe('a target that answered 429', () => {
  it('rests for as long as it asked, and says until when, in the same words all the time', () => {
    const { clock, rateLimits } = scene();
    expect(rateLimits.resting(api)).toBeNull();
    rateLimits.heard(api, limited, { retryAfterMs: 90_000 });
    const words =
      'the partner said that it is asked too often, and is left alone until 2026-08-15T12:01:30.000Z';
    expect(rateLimits.resting(api)).toBe(words);
    clock.stall(89_999);
    expect(rateLimits.resting(api)).toBe(words);
    clock.stall(1);
    expect(rateLimits.resting(api)).toBeNull();
  });

  it('rests for its interval where it does not say for how long, and twice as long each time', () => {
    const { restAfter } = scene();
    expect([1, 2, 3].map(() => restAfter(limited))).toEqual([minute, 2 * minute, 4 * minute]);
  });

  it('rests for no more than an hour, whatever it says and however often', () => {
    const { restAfter } = scene();
    expect(restAfter(limited, 86_400_000)).toBe(60 * minute);
    const rests = Array.from({ length: 10 }, () => restAfter(limited));
    expect(rests.slice(-2)).toEqual([60 * minute, 60 * minute]);
  });

  it('begins anew after an answer of another kind, good or bad', () => {
    for (const answer of [ok, bad]) {
      const { restAfter } = scene();
      restAfter(limited);
      restAfter(limited);
      expect(restAfter(answer)).toBe(0);
      expect(restAfter(limited)).toBe(minute);
    }
  });

  it('goes on doubling where we heard nothing of it in between', () => {
    const { restAfter } = scene();
    restAfter(limited);
    restAfter(cut);
    expect(restAfter(limited)).toBe(2 * minute);
  });

  it('leaves other targets alone', () => {
    const { rateLimits } = scene();
    rateLimits.heard(api, limited, {});
    expect(rateLimits.resting(other)).toBeNull();
  });
});
