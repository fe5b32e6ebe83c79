import { describe, expect, it, onTestFinished } from 'vitest';
import { keepLeases } from '@upheld/collector/leases/keeper';
import type { Change } from '@upheld/collector/leases/open-leases';
import type { Holder, KeptLeases, Lease } from '@upheld/collector/store/leases';
import { fakeClock, settled } from '../schedule/fake-clock.ts';

const scope = 'vantage/main';
const leases = (from: number, to: number, fence = 1): Lease[] =>
  Array.from({ length: to - from }, (_, n) => ({ scope, shard: from + n, fence }));

type Answer = Pick<KeptLeases, 'held' | 'shares' | 'leftMs'>;

/** A store that answers as it is told to; it begins by giving four shards of four. Whoever names no scope is given none. */
function scene({ aheadMs = 0 } = {}) {
  const clock = fakeClock(0);
  const changes: Change[] = [];
  const errors: unknown[] = [];
  const differing: number[] = [];
  const asked: Holder[] = [];
  const released: (Lease[] | undefined)[] = [];
  const world = {
    answer: async (): Promise<Answer> => ({ held: leases(0, 4), shares: { [scope]: 4 }, leftMs: 12_000 }),
    underWay: [] as Lease[],
    scopes: [scope],
    /** How far the store's clock is ahead. */
    aheadMs,
    differing: 0,
  };
  const keeper = keepLeases({
    store: {
      keepLeases: async (holder) => {
        asked.push(holder);
        const storeNow = clock.now() + world.aheadMs;
        const answer = await world.answer();
        const given = holder.scopes.length > 0 ? answer : { ...answer, held: [], shares: {} };
        return { ...given, storeNow, differing: world.differing };
      },
      releaseLeases: async (_holder, given) => void released.push(given),
    },
    clock,
    id: 'a',
    scopes: () => world.scopes,
    configuration: () => ({ terms: 'first' }),
    onChange: (change) => changes.push(change),
    underWay: () => world.underWay,
    onError: (error) => errors.push(error),
    onDiffering: (others) => differing.push(others),
  });
  onTestFinished(() => keeper.stop());
  const may = () => [0, 1, 2, 3].filter((shard) => keeper.mayBegin(scope, shard));
  return { clock, world, keeper, changes, errors, differing, asked, released, may };
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
      ...{ clock: { aheadMs: 0, isOff: false }, differing: 0 },
    });
  });

  it('are asked for every second, for twelve', async () => {
    const { clock, asked } = scene();
    await clock.advance(3_000);
    const configuration = { terms: 'first' };
    // The first look only tells whether the clocks agree.
    expect(asked[0]).toEqual({ id: 'a', scopes: [], leaseMs: 12_000, configuration });
    asked.length = 0;
    await clock.advance(5_000);
    expect(asked).toEqual(
      Array.from({ length: 5 }, () => ({ id: 'a', scopes: [scope], leaseMs: 12_000, configuration })),
    );
  });

  it('are asked for five times a second for three seconds after the share was another', async () => {
    const { clock, world, asked } = scene();
    await clock.advance(9_000);
    asked.length = 0;
    world.answer = async () => ({ held: leases(0, 4), shares: { [scope]: 2 }, leftMs: 12_000 });
    // The last look was at 8.8 s; the next is at 9.8 s, and then 14 come until 12.6 s.
    await clock.advance(800);
    expect(asked).toHaveLength(1);
    await clock.advance(3_000);
    expect(asked).toHaveLength(15);
    await clock.advance(3_000);
    expect(asked).toHaveLength(18);
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
    const waiting = Promise.withResolvers<Answer>();
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
    const before = Promise.withResolvers<Answer>();
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
    const waiting = Promise.withResolvers<Answer>();
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
    const slow = Promise.withResolvers<Answer>();
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
    await clock.advance(4_000);
    const [, , third] = leases(0, 4);
    world.underWay = third === undefined ? [] : [third];
    world.answer = async () => ({ held: leases(0, 4), shares: { [scope]: 2 }, leftMs: 12_000 });
    await clock.advance(800);
    expect(may()).toEqual([0, 1]);
    expect(changes.at(-1)).toEqual({ gained: 0, lost: 2, isLost: false });
    expect(released).toEqual([leases(3, 4)]);
    world.underWay = [];
    world.answer = async () => ({ held: leases(0, 3), shares: { [scope]: 2 }, leftMs: 12_000 });
    await clock.advance(200);
    expect(released.at(-1)).toEqual(leases(2, 3));
  });

  it('follow what the process does', async () => {
    const { clock, world, asked } = scene();
    await settled();
    world.scopes = ['desks'];
    await clock.advance(1_000);
    expect(asked.at(-1)?.scopes).toEqual(['desks']);
  });

  it('are neither claimed nor held by a process whose clock is more than a second ahead, which says so once', async () => {
    const { clock, keeper, asked, errors, may } = scene({ aheadMs: -1_001 });
    await clock.advance(3_000);
    expect(asked.map(({ scopes }) => scopes)).toEqual([[], [], [], []]);
    expect(may()).toEqual([]);
    expect(keeper.isHeld(scope, 0)).toBe(false);
    expect(keeper.standing()).toMatchObject({ hasLooked: true, clock: { aheadMs: 1_001, isOff: true } });
    expect(errors.map(String)).toEqual([expect.stringContaining("is 1.0 s ahead of the store's")]);
  });

  it('are given back at once by a process whose clock is set wrong, ahead or behind', async () => {
    for (const stepMs of [600_000, -600_000]) {
      const { clock, world, keeper, asked, errors, changes, may } = scene();
      await settled();
      clock.step(stepMs);
      world.aheadMs = -stepMs;
      await clock.advance(1_000);
      expect(may()).toEqual([]);
      expect(keeper.standing().clock).toEqual({ aheadMs: stepMs, isOff: true });
      // The look that found out, and the one that gives all back.
      expect(asked.slice(-2).map(({ scopes }) => scopes)).toEqual([[scope], []]);
      expect(changes.at(-1)).toEqual({ gained: 0, lost: 4, isLost: false });
      const side = stepMs > 0 ? 'ahead of' : 'behind';
      expect(errors.map(String)).toEqual([expect.stringContaining(`600.0 s ${side} the store's`)]);
    }
  });

  it('are asked for again when the clocks agree within half a second, at once', async () => {
    const { clock, world, asked, changes, may } = scene({ aheadMs: -1_500 });
    await clock.advance(0);
    world.aheadMs = -501;
    await clock.advance(1_000);
    expect(may()).toEqual([]);
    world.aheadMs = -500;
    await clock.advance(1_000);
    expect(asked.slice(-2).map(({ scopes }) => scopes)).toEqual([[], [scope]]);
    expect(may()).toEqual([0, 1, 2, 3]);
    expect(changes.at(-1)).toEqual({ gained: 4, lost: 0, isLost: false });
    // Once right, a clock may be a second off.
    world.aheadMs = -1_000;
    await clock.advance(1_000);
    expect(may()).toEqual([0, 1, 2, 3]);
  });

  it('tell that the clocks agree again also where nothing is gained by it', async () => {
    const { clock, world, changes } = scene({ aheadMs: 5_000 });
    world.answer = async () => ({ held: [], shares: { [scope]: 0 }, leftMs: 12_000 });
    await clock.advance(1_000);
    expect(changes).toEqual([]);
    world.aheadMs = 0;
    await clock.advance(1_000);
    expect(changes).toEqual([{ gained: 0, lost: 0, isLost: false }]);
  });

  it('are not lost to an answer that took long: how long is no difference of clocks', async () => {
    const { clock, world, keeper, may } = scene();
    await settled();
    const slow = Promise.withResolvers<Answer>();
    const { answer } = world;
    // The store reads its clock when it is asked, and answers nine seconds later.
    world.answer = () => slow.promise;
    await clock.advance(9_000);
    slow.resolve(await answer());
    await settled();
    expect(keeper.standing().clock).toEqual({ aheadMs: 0, isOff: false });
    expect(may()).toEqual([0, 1, 2, 3]);
  });

  it('stay away from a process with a wrong clock while the store is away', async () => {
    const { clock, world, may } = scene({ aheadMs: -60_000 });
    await clock.advance(1_000);
    world.answer = away;
    await clock.advance(20_000);
    expect(may()).toEqual([]);
  });

  it('are not gone on with where the store is away just when the clock is found wrong', async () => {
    const { clock, world, may } = scene();
    await settled();
    const { answer } = world;
    clock.step(60_000);
    world.aheadMs = -60_000;
    world.answer = () => {
      world.answer = away;
      return answer();
    };
    await clock.advance(5_000);
    expect(may()).toEqual([]);
  });

  it('tell how many others have another configuration, when that changes', async () => {
    const { clock, world, keeper, differing } = scene();
    await clock.advance(1_000);
    world.differing = 2;
    await clock.advance(3_000);
    expect(keeper.standing().differing).toBe(2);
    world.differing = 0;
    await clock.advance(1_000);
    expect(differing).toEqual([2, 0]);
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
