import { describe, expect, it } from 'vitest';
import { createPlaces, type Place } from '@upheld/collector/webhooks/places';
import { fakeClock } from '../schedule/fake-clock.ts';

const listened = () => {
  const clock = fakeClock(0);
  const places = createPlaces(clock);
  const taken = (source: string, count: number) =>
    Array.from({ length: count }, () => places.take(source)).filter((place) => place !== null);
  return { clock, places, taken };
};

/** Whether a place was told that its body is late. */
const isLate = (place: Place | undefined) => Promise.race([place?.late, Promise.resolve('in time')]);

describe('the places for bodies of webhooks', () => {
  it('are 16 for each source', () => {
    const { taken } = listened();
    expect(taken('acme/tickets', 17)).toHaveLength(16);
    expect(taken('acme/issues', 17)).toHaveLength(16);
  });

  it('are 64 for all sources together', () => {
    const { taken } = listened();
    expect(['a', 'b', 'c', 'd'].map((source) => taken(source, 16).length)).toEqual([16, 16, 16, 16]);
    expect(taken('e', 1)).toEqual([]);
  });

  it('are for the next one when they are left', () => {
    const { taken } = listened();
    const [first] = ['a', 'b', 'c', 'd'].map((source) => taken(source, 16)[0]);
    first?.leave();
    expect(taken('e', 2)).toHaveLength(1);
    const [again] = taken('a', 1);
    expect(again).toBeUndefined();
  });

  it('are the same many after a source had left all of its own', () => {
    const { taken } = listened();
    for (const place of taken('a', 16)) place.leave();
    expect(taken('a', 17)).toHaveLength(16);
  });

  it('tell after 5 seconds that a body is late, and nothing once they are left', async () => {
    const { taken, clock } = listened();
    const [kept, left] = taken('a', 2);
    left?.leave();
    await clock.advance(4_999);
    expect(await isLate(kept)).toBe('in time');
    await clock.advance(1);
    expect([await isLate(kept), await isLate(left)]).toEqual(['late', 'in time']);
    expect(clock.pending()).toBe(0);
  });
});
