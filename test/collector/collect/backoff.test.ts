import { describe, expect, it } from 'vitest';
import { createBackoff } from '@upheld/collector/collect/backoff';
import { fakeClock } from '../schedule/fake-clock.ts';

const desk = { key: 'acme/desk', everyMs: 60_000 };

describe('a desk that could not be read', () => {
  it('rests as long as it asked, whatever it failed at before', async () => {
    const clock = fakeClock(0);
    const backoff = createBackoff(clock, () => 0.5);
    for (let failures = 0; failures < 5; failures += 1) backoff.failed(desk, null);
    backoff.failed(desk, 7_000);
    expect(backoff.left(desk.key)).toBe(7_000);
    await clock.advance(7_000);
    expect(backoff.left(desk.key)).toBe(0);
  });

  it('else rests for half of an interval that doubles to a quarter of an hour, at a random share of a half', () => {
    const backoff = createBackoff(fakeClock(0), () => 0.5);
    const rests = Array.from({ length: 7 }, () => {
      backoff.failed(desk, null);
      return backoff.left(desk.key) / 1_000;
    });
    // 60, 120, 240, 480 s, and from then on 900 s
    expect(rests).toEqual([30, 60, 120, 240, 450, 450, 450]);
  });

  it('draws a new share each time', () => {
    const shares = [0, 0.25, 0.999];
    const backoff = createBackoff(fakeClock(0), () => shares.shift() ?? 0);
    const rests = [1, 2, 3].map(() => {
      backoff.failed(desk, null);
      return backoff.left(desk.key);
    });
    expect(rests).toEqual([0, 30_000, 239_760]);
  });

  it('begins anew once it was read', () => {
    const backoff = createBackoff(fakeClock(0), () => 0.5);
    for (let failures = 0; failures < 5; failures += 1) backoff.failed(desk, null);
    backoff.worked(desk);
    expect(backoff.left(desk.key)).toBe(0);
    backoff.failed(desk, null);
    expect(backoff.left(desk.key)).toBe(30_000);
  });

  it('is asked once a day, whatever it asks for', () => {
    const backoff = createBackoff(fakeClock(0), () => 0.5);
    backoff.failed(desk, 10 * 86_400_000);
    expect(backoff.left(desk.key)).toBe(86_400_000);
  });

  it('rests alone', () => {
    const backoff = createBackoff(fakeClock(0), () => 0.5);
    backoff.failed(desk, 7_000);
    expect(backoff.left('acme/other')).toBe(0);
  });
});
