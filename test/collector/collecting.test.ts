// Which targets a process asks while leases come and go, and that the account of their slots has no hole.
import { describe, expect, it, vi } from 'vitest';
import { startCollecting } from '@upheld/collector/collecting';
import type { Target } from '@upheld/collector/collect/target';
import type { Asking, Follower } from '@upheld/collector/leases/asking';
import { StoreError, type StoreErrorCode } from '@upheld/collector/store/store-error';
import { slotPhase } from '@upheld/shared/time/slots';
import { collecting, minute, noon, probed, slotsIn } from './collect/scene.ts';
import { temporaryStore } from './collect/temporary-store.ts';
import { fakeClock } from './schedule/fake-clock.ts';

const slot = (number: number) => noon + slotPhase('acme', 'api', minute) + number * minute;
const ended = (how: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => [slot(from + n), how]);

/** Leases as a test gives them: null is held by another. They are real to the store. */
async function scene(targets: Target[] = [probed()]) {
  const store = await temporaryStore();
  const clock = fakeClock(noon);
  const scope = 'vantage/main';
  const claim = (id: string) => store.keepLeases({ id, scopes: [scope], leaseMs: 0, configuration: {} });
  const { held } = await claim('a');
  const shard = held[0]?.shard ?? 0;
  const world = { fence: 1, may: true };
  let follower: Follower = { onChange: () => undefined, underWay: () => [] };
  const asking: Asking = {
    mayAsk: () => world.may,
    leaseOf: () => ({ scope, shard, fence: world.fence }),
    maySettle: () => true,
    standing: () => null,
    follow: (next) => {
      follower = next;
    },
    look: async () => undefined,
    stop: async () => undefined,
  };
  const { collect, kept, fenced } = collecting(store, { clock, asking });
  const errors: unknown[] = [];
  const gate: { open: Promise<null>; fault: StoreError | null } = {
    open: Promise.resolve(null),
    fault: null,
  };
  const lastSlot: typeof store.lastSlot = async (target) => {
    await gate.open;
    if (gate.fault !== null) throw gate.fault;
    return store.lastSlot(target);
  };
  const running = await startCollecting({
    ...{ store: { ...store, lastSlot }, clock, asking, collect, targets: () => targets },
    onPlan: () => undefined,
    onError: (...error) => errors.push(error),
  });
  const change = async (next: Partial<typeof world>) => {
    Object.assign(world, next);
    follower.onChange();
    await clock.advance(0);
  };
  /** Another process claims all shards. */
  const claimed = async (id: string) => void (await claim(id));
  let settled = 0;
  /** So many slots come, and the store has taken or refused what came of them: it keeps no fake time. */
  const pass = async (slots: number) => {
    await clock.advance(slots * minute);
    settled += slots;
    await vi.waitFor(() => expect(kept.length + fenced.length).toBeGreaterThanOrEqual(settled), 10_000);
    await vi.waitFor(() => expect(follower.underWay()).toEqual([]), 10_000);
  };
  return {
    ...{ pass, gate },
    store,
    clock,
    world,
    kept,
    fenced,
    errors,
    collect,
    running,
    change,
    claimed,
    under: () => follower,
  };
}

const stop = async ({ running, collect }: Awaited<ReturnType<typeof scene>>) => {
  await running.stop();
  await collect.close();
};

describe('a process that shares its targets', () => {
  it('asks nothing that is not its own', async () => {
    const all = await scene();
    await all.change({ may: false });
    await all.clock.advance(3 * minute);
    await stop(all);
    expect(await slotsIn(all.store)).toEqual([]);
  });

  it('accounts for the slots since the last stored one when it takes a target over', async () => {
    const all = await scene();
    await all.pass(2);
    await all.change({ may: false });
    await all.clock.advance(3 * minute);
    await all.claimed('b');
    await all.change({ may: true, fence: 2 });
    await all.clock.advance(2 * minute);
    await stop(all);
    expect(await slotsIn(all.store)).toEqual([
      ...ended('ok', 0, 1),
      ...ended('stopped', 2, 4),
      ...ended('ok', 5, 6),
    ]);
    expect(all.errors).toEqual([]);
  });

  it('asks nobody in a slot that comes when its lease is over, before anybody has told it', async () => {
    const all = await scene();
    await all.pass(2);
    all.world.may = false;
    await all.clock.advance(minute);
    await stop(all);
    expect(await slotsIn(all.store)).toEqual([...ended('ok', 0, 1), ...ended('stopped', 2, 2)]);
  });

  it('stores nothing under a lease that has passed to another, which accounts for it, and says what it dropped', async () => {
    const all = await scene();
    await all.pass(2);
    await all.claimed('b');
    await all.clock.advance(2 * minute);
    await stop(all);
    expect(await slotsIn(all.store)).toEqual(ended('ok', 0, 1));
    expect(all.kept.map(({ at }) => at)).toEqual([slot(0), slot(1)]);
    expect(all.fenced.map(({ at }) => at)).toEqual([slot(2), slot(3)]);
  });

  it('begins a target anew that another held in between, though it never saw it gone', async () => {
    const all = await scene();
    await all.pass(2);
    await all.claimed('b');
    await all.pass(2);
    await all.claimed('c');
    await all.change({ fence: 3 });
    await all.clock.advance(minute);
    await stop(all);
    expect(await slotsIn(all.store)).toEqual([
      ...ended('ok', 0, 1),
      ...ended('stopped', 2, 3),
      ...ended('ok', 4, 4),
    ]);
  });

  it('accounts for the slots before its own also where it ends in the middle of that', async () => {
    const all = await scene();
    await all.pass(2);
    await all.change({ may: false });
    await all.clock.advance(2 * minute);
    const reading = Promise.withResolvers<null>();
    all.gate.open = reading.promise;
    await all.change({ may: true, fence: 1 });
    await all.clock.advance(minute);
    const stopping = stop(all);
    reading.resolve(null);
    await stopping;
    expect(await slotsIn(all.store)).toEqual([
      ...ended('ok', 0, 1),
      ...ended('stopped', 2, 3),
      ...ended('ok', 4, 4),
    ]);
  });

  const forNow: StoreErrorCode[] = ['lost', 'busy', 'io', 'full', 'no-entry'];
  it.each(forNow)(
    'asks nobody whose last slot it cannot read for now (%s), and accounts for the time when it can',
    async (code) => {
      const all = await scene();
      await all.pass(2);
      await all.change({ may: false });
      await all.clock.advance(minute);
      await all.claimed('b');
      all.gate.fault = new StoreError(code, 'the server is restarted');
      await all.change({ may: true, fence: 2 });
      await all.clock.advance(2 * minute);
      expect(await slotsIn(all.store)).toEqual(ended('ok', 0, 1));
      all.gate.fault = null;
      await all.clock.advance(1_000);
      await all.pass(2);
      await stop(all);
      expect(await slotsIn(all.store)).toEqual([
        ...ended('ok', 0, 1),
        ...ended('stopped', 2, 4),
        ...ended('ok', 5, 6),
      ]);
      expect(new Set(all.errors.map(String))).toEqual(
        new Set(['acme/api,StoreError: the server is restarted']),
      );
    },
  );

  it('holds on to what is under way, and takes it up again only when that is stored', async () => {
    const answer = Promise.withResolvers<null>();
    let asked = 0;
    const slow = probed('api', async () => {
      asked += 1;
      if (asked === 1) await answer.promise;
      return { outcome: 'ok', reason: null, latencyMs: 1, phases: {}, status: 200, error: null };
    });
    const all = await scene([slow]);
    await all.clock.advance(minute);
    expect(all.under().underWay()).toEqual([slow]);
    await all.change({ may: false });
    expect(all.under().underWay()).toEqual([slow]);
    await all.change({ may: true, fence: 1 });
    answer.resolve(null);
    await vi.waitFor(() => expect(all.under().underWay()).toEqual([]), 10_000);
    await all.pass(2);
    await stop(all);
    const told = await slotsIn(all.store);
    expect(told[0]).toEqual([slot(0), 'ok']);
    expect(told.map(([at]) => at)).toEqual([slot(0), slot(1), slot(2)]);
  });
});
