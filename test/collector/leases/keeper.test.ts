import { describe, expect, it, onTestFinished } from 'vitest';
import { keepLeases, type Change } from '@upheld/collector/leases/keeper';
import type { Holder, KeptLeases, Lease } from '@upheld/collector/store/leases';
import { fakeClock, settled } from '../schedule/fake-clock.ts';

const scope = 'vantage/main';
const leases = (from: number, to: number, fence = 1): Lease[] =>
  Array.from({ length: to - from }, (_, n) => ({ scope, shard: from + n, fence }));

/** A store that answers as it is told to; it begins by giving four shards of four. */
function scene() {
  const clock = fakeClock(0);
  const changes: Change[] = [];
  const errors: unknown[] = [];
  const asked: Holder[] = [];
  const released: (Lease[] | undefined)[] = [];
  const world = {
    answer: async (): Promise<KeptLeases> => ({ held: leases(0, 4), shares: { [scope]: 4 }, leftMs: 12_000 }),
    underWay: [] as Lease[],
    scopes: [scope],
  };
  const keeper = keepLeases({
    store: {
      keepLeases: async (holder) => {
        asked.push(holder);
        return world.answer();
      },
      releaseLeases: async (_holder, given) => void released.push(given),
    },
    clock,
    id: 'a',
    scopes: () => world.scopes,
    onChange: (change) => changes.push(change),
    underWay: () => world.underWay,
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => keeper.stop());
  const may = () => [0, 1, 2, 3].filter((shard) => keeper.mayBegin(scope, shard));
  return { clock, world, keeper, changes, errors, asked, released, may };
}

const away = () => Promise.reject(new Error('the database is away'));

describe('leases on shards', () => {
  it('let nothing begin before the store has answered', async () => {
    const { keeper, may } = scene();
    expect(may()).toEqual([]);
    expect(keeper.standing().hasLooked).toBe(false);
    await settled();
    expect(may()).toEqual([0, 1, 2, 3]);
    expect(keeper.standing()).toEqual({
      ...{ held: { [scope]: 4 }, shares: { [scope]: 4 }, isCurrent: true, hasLooked: true },
    });
  });

  it('are asked for every second, for twelve', async () => {
    const { clock, asked } = scene();
    await clock.advance(3_000);
    expect(asked).toHaveLength(4);
    expect(asked[0]).toEqual({ id: 'a', scopes: [scope], leaseMs: 12_000 });
  });

  it('tell of a change once, and of nothing while they stay', async () => {
    const { clock, changes } = scene();
    await clock.advance(5_000);
    expect(changes).toEqual([{ gained: 4, lost: 0, isLost: false }]);
  });

  it('are gone on with while the store is away, though others may claim them, and it is said', async () => {
    const { clock, world, changes, errors, may, keeper } = scene();
    await settled();
    world.answer = away;
    await clock.advance(11_999);
    expect(keeper.isHeld(scope, 0)).toBe(true);
    expect(keeper.standing().isCurrent).toBe(true);
    await clock.advance(1);
    expect(keeper.isHeld(scope, 0)).toBe(false);
    expect(keeper.standing()).toMatchObject({ isCurrent: false, held: { [scope]: 4 } });
    expect(errors.map(String).filter((words) => words.includes('as long as leases last'))).toHaveLength(1);
    await clock.advance(3_600_000);
    expect(may()).toEqual([0, 1, 2, 3]);
    expect(changes).toEqual([{ gained: 4, lost: 0, isLost: false }]);
  });

  it('that nobody claimed while the store was away are kept, and others are lost when it answers', async () => {
    const { clock, world, changes, may, keeper } = scene();
    await settled();
    world.answer = away;
    await clock.advance(60_000);
    world.answer = async () => ({ held: leases(0, 3), shares: { [scope]: 4 }, leftMs: 12_000 });
    await clock.advance(1_000);
    expect(may()).toEqual([0, 1, 2]);
    expect(keeper.isHeld(scope, 0)).toBe(true);
    expect(changes.slice(1)).toEqual([{ gained: 0, lost: 1, isLost: false }]);
  });

  it('tell that the store answers again also where nothing else changed, and once', async () => {
    const { clock, world, changes } = scene();
    await settled();
    const { answer } = world;
    world.answer = away;
    await clock.advance(2_000);
    world.answer = answer;
    await clock.advance(5_000);
    expect(changes.slice(1)).toEqual([{ gained: 0, lost: 0, isLost: false }]);
  });

  it('let nothing begin after a sleep, whichever timer comes first', async () => {
    const { clock, may } = scene();
    await settled();
    clock.stall(30_000);
    expect(may()).toEqual([]);
  });

  it('are lost to a sleep, to the millisecond, until the store was asked after it', async () => {
    const { clock, world, may, changes } = scene();
    await settled();
    const waiting = Promise.withResolvers<KeptLeases>();
    world.answer = () => waiting.promise;
    clock.stall(11_999);
    expect(may()).toEqual([0, 1, 2, 3]);
    clock.stall(1);
    expect(may()).toEqual([]);
    await clock.advance(0);
    expect(changes.at(-1)).toEqual({ gained: 0, lost: 4, isLost: true });
    waiting.resolve({ held: leases(0, 2), shares: { [scope]: 4 }, leftMs: 12_000 });
    await settled();
    expect(may()).toEqual([0, 1]);
  });

  it('that were asked for before a sleep do not count after it', async () => {
    const { clock, world, may } = scene();
    await settled();
    const before = Promise.withResolvers<KeptLeases>();
    world.answer = () => before.promise;
    await clock.advance(1_000);
    clock.stall(30_000);
    before.resolve({ held: leases(0, 4), shares: { [scope]: 4 }, leftMs: 12_000 });
    await settled();
    expect(may()).toEqual([]);
    world.answer = async () => ({ held: leases(0, 1), shares: { [scope]: 4 }, leftMs: 12_000 });
    await clock.advance(1_000);
    expect(may()).toEqual([0]);
  });

  it('are gone on with also by a process that slept, when the store cannot be reached after it', async () => {
    const { clock, world, may } = scene();
    await settled();
    world.answer = away;
    await clock.advance(20_000);
    clock.stall(10_000);
    expect(may()).toEqual([]);
    await clock.advance(1_000);
    expect(may()).toEqual([0, 1, 2, 3]);
  });

  it('come back to a process that slept past their end when it has asked a store that it cannot reach', async () => {
    const { clock, world, may, changes } = scene();
    await settled();
    const waiting = Promise.withResolvers<KeptLeases>();
    world.answer = () => waiting.promise;
    clock.stall(30_000);
    await clock.advance(0);
    expect(may()).toEqual([]);
    waiting.reject(new Error('the database is away'));
    await settled();
    expect(may()).toEqual([0, 1, 2, 3]);
    expect(changes.slice(1)).toEqual([
      { gained: 0, lost: 4, isLost: true },
      { gained: 4, lost: 0, isLost: false },
    ]);
  });

  it('count from when the store was asked: an answer that took too long holds nothing', async () => {
    const { clock, world, keeper, may } = scene();
    await settled();
    const slow = Promise.withResolvers<KeptLeases>();
    world.answer = () => slow.promise;
    await clock.advance(13_500);
    slow.resolve({ held: leases(0, 4), shares: { [scope]: 4 }, leftMs: 12_000 });
    await settled();
    expect(keeper.isHeld(scope, 0)).toBe(false);
    expect(may()).toEqual([0, 1, 2, 3]);
  });

  it('that passed to another and came back were lost in between', async () => {
    const { clock, world, changes } = scene();
    await settled();
    world.answer = async () => ({
      ...{ held: [...leases(0, 3), ...leases(3, 4, 3)], shares: { [scope]: 4 }, leftMs: 12_000 },
    });
    await clock.advance(1_000);
    expect(changes.at(-1)).toEqual({ gained: 1, lost: 1, isLost: false });
  });

  it('that are lost keep their fence, so that the store knows late samples for what they are', async () => {
    const { clock, world, keeper } = scene();
    await settled();
    world.answer = async () => ({ held: [], shares: { [scope]: 4 }, leftMs: 12_000 });
    await clock.advance(1_000);
    expect(keeper.mayBegin(scope, 1)).toBe(false);
    expect(keeper.leaseOf(scope, 1)).toEqual({ scope, shard: 1, fence: 1 });
    // Never given: 0 is below every fence.
    expect(keeper.leaseOf(scope, 99)).toEqual({ scope, shard: 99, fence: 0 });
  });

  it('beyond the share are not begun with any more, and given up when what was begun is stored', async () => {
    const { clock, world, released, changes, may } = scene();
    await settled();
    const [, , third] = leases(0, 4);
    world.underWay = third === undefined ? [] : [third];
    world.answer = async () => ({ held: leases(0, 4), shares: { [scope]: 2 }, leftMs: 12_000 });
    await clock.advance(1_000);
    expect(may()).toEqual([0, 1]);
    expect(changes.at(-1)).toEqual({ gained: 0, lost: 2, isLost: false });
    expect(released).toEqual([leases(3, 4)]);
    world.underWay = [];
    world.answer = async () => ({ held: leases(0, 3), shares: { [scope]: 2 }, leftMs: 12_000 });
    await clock.advance(1_000);
    expect(released.at(-1)).toEqual(leases(2, 3));
  });

  it('follow what the process does', async () => {
    const { clock, world, asked } = scene();
    await settled();
    world.scopes = ['desks'];
    await clock.advance(1_000);
    expect(asked.at(-1)?.scopes).toEqual(['desks']);
  });

  it('are all given back at the end, and asked for no more', async () => {
    const { clock, keeper, released, asked } = scene();
    await settled();
    await keeper.stop();
    expect(released).toEqual([undefined]);
    const before = asked.length;
    await clock.advance(5_000);
    expect(asked).toHaveLength(before);
  });
});
