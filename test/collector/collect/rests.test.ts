import { describe, expect, it } from 'vitest';
import { createRests } from '@upheld/collector/collect/rests';
import { fakeClock } from '../schedule/fake-clock.ts';

describe('a rest that a desk asked for', () => {
  it('lasts as long as asked, whatever somebody does to the wall clock', async () => {
    const clock = fakeClock(0);
    const rests = createRests(clock);
    rests.begin('desk', 90_000);
    clock.step(3_600_000);
    expect(rests.left('desk')).toBe(90_000);
    await clock.advance(60_000);
    expect(rests.left('desk')).toBe(30_000);
    await clock.advance(60_000);
    expect(rests.left('desk')).toBe(0);
  });

  it('is the desk’s own and ends with a sync that asks for none', () => {
    const rests = createRests(fakeClock(0));
    rests.begin('desk', 90_000);
    expect(rests.left('other')).toBe(0);
    rests.begin('desk', null);
    expect(rests.left('desk')).toBe(0);
  });
});
