import { describe, expect, it } from 'vitest';
import { createAllowance } from '@upheld/collector/egress/allowance';
import { fakeClock, settled } from '../schedule/fake-clock.ts';

/** An allowance on a clock that stands still, and when whoever asked was let in, in milliseconds from the start. */
function scene(terms: { requestsPerSecond: number; atOnce: number }) {
  const clock = fakeClock(0);
  const start = clock.monotonic();
  const allowance = createAllowance(terms, clock);
  const admitted: number[] = [];
  const refused: number[] = [];
  const leaves: (() => void)[] = [];
  /** One request that waits for room for so long. */
  const enter = async (patienceMs: number) => {
    const leave = await allowance.enter(clock.monotonic() + patienceMs);
    const at = clock.monotonic() - start;
    if (leave === null) refused.push(at);
    else {
      admitted.push(at);
      leaves.push(leave);
    }
  };
  const enterMany = (count: number, patienceMs: number) => {
    for (let number = 0; number < count; number += 1) void enter(patienceMs);
  };
  return { clock, allowance, admitted, refused, leaves, enter, enterMany };
}

describe('an allowance', () => {
  it('lets a burst of one second leave at once, and then its rate', async () => {
    const { clock, admitted, enterMany } = scene({ requestsPerSecond: 20, atOnce: 1_000 });
    enterMany(25, 10_000);
    await clock.advance(1_000);
    expect(admitted.filter((at) => at === 0)).toHaveLength(20);
    // One more every 50 ms; half a request of slack lets each leave 25 ms early.
    expect(admitted.slice(20)).toEqual([25, 75, 125, 175, 225]);
  });

  it('lets no more leave in ten seconds than its rate and its burst', async () => {
    const { clock, admitted, enterMany } = scene({ requestsPerSecond: 7, atOnce: 1_000 });
    enterMany(1_000, 60_000);
    await clock.advance(10_000);
    // Ten at once, and 7 a second for 10 seconds.
    expect(admitted).toHaveLength(80);
  });

  it('is full again after a pause, and not more than that', async () => {
    const { clock, admitted, enterMany } = scene({ requestsPerSecond: 10, atOnce: 1_000 });
    enterMany(10, 0);
    await clock.advance(60_000);
    enterMany(11, 0);
    await clock.advance(0);
    expect(admitted).toHaveLength(20);
  });

  it('refuses at the very end of the time that a request may wait', async () => {
    const { clock, refused, enter, enterMany } = scene({ requestsPerSecond: 1, atOnce: 1_000 });
    enterMany(10, 0);
    await settled();
    void enter(250);
    await clock.advance(249);
    expect(refused).toEqual([]);
    await clock.advance(1);
    expect(refused).toEqual([250]);
  });

  it('lets so many be under way, first come, first served', async () => {
    const { clock, admitted, leaves, enterMany } = scene({ requestsPerSecond: 100, atOnce: 2 });
    enterMany(4, 10_000);
    await clock.advance(1_000);
    expect(admitted).toEqual([0, 0]);
    leaves[0]?.();
    await clock.advance(500);
    expect(admitted).toEqual([0, 0, 1_000]);
    leaves[1]?.();
    await settled();
    expect(admitted).toEqual([0, 0, 1_000, 1_500]);
  });

  it('counts the end of a request once, however often it is told', async () => {
    const { admitted, leaves, enterMany } = scene({ requestsPerSecond: 100, atOnce: 1 });
    enterMany(3, 10_000);
    await settled();
    leaves[0]?.();
    leaves[0]?.();
    await settled();
    expect(admitted).toHaveLength(2);
  });

  it('is used up as well by what leaves without asking', async () => {
    const { clock, allowance, admitted, enter } = scene({ requestsPerSecond: 10, atOnce: 10 });
    for (let hop = 0; hop < 12; hop += 1) allowance.charge();
    void enter(10_000);
    await clock.advance(1_000);
    // Twelve cost 1,200 ms, of which 950 may lie ahead.
    expect(admitted).toEqual([250]);
  });

  it('keeps no timer once nobody waits', async () => {
    const { clock, enterMany } = scene({ requestsPerSecond: 1, atOnce: 1_000 });
    enterMany(20, 5_000);
    await clock.advance(20_000);
    expect(clock.pending()).toBe(0);
  });
});
