// What every store engine must do for processes that share it: leases on shards, fences, hints, and who listened when.
import type { Holder, Lease, Listener } from '@upheld/collector/store/leases';
import { describe, expect, it, vi } from 'vitest';
import { api, desk, minute, okSample, start } from './store-facts.ts';
import { instantsIn, type HeldStore } from './store-held.ts';

const probes = 'vantage/main';
const all = 4096;

const runs = (id: string, ...scopes: string[]): Holder => ({
  id,
  scopes,
  leaseMs: 60_000,
  configuration: {},
});
/** Its time is over as soon as it has spoken. */
const gone = (id: string, ...scopes: string[]): Holder => ({ ...runs(id, ...scopes), leaseMs: 0 });
const shardsOf = (leases: Lease[]) => leases.map(({ shard }) => shard);
const fencesOf = (leases: Lease[]) => [...new Set(leases.map(({ fence }) => fence))];
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

export function leasesContract(held: HeldStore): void {
  /** A lease that is over at once has been kept on time for as long as it was: whoever has it claims what it finds. */
  const takesOver = async (id: string, ...scopes: string[]) => {
    await held.store.keepLeases(gone(id, ...scopes));
    return held.store.keepLeases(runs(id, ...scopes));
  };

  describe('leases', () => {
    it('gives every shard of every scope to whoever runs alone', async () => {
      const kept = await held.store.keepLeases(runs('a', probes, 'desks'));
      expect(kept.shares).toEqual({ [probes]: all, desks: all });
      expect(kept.held.map(({ scope }) => scope)).toEqual([
        ...Array.from({ length: all }, () => 'desks'),
        ...Array.from({ length: all }, () => probes),
      ]);
      expect(shardsOf(kept.held)).toEqual([...numbers(0, all), ...numbers(0, all)]);
      expect(fencesOf(kept.held)).toEqual([1]);
      expect(kept.leftMs).toBeGreaterThan(50_000);
      expect(kept.leftMs).toBeLessThanOrEqual(60_000);
    });

    it('counts the processes that run on it, and none that ended or did not say so in time', async () => {
      expect(await held.store.countHolders()).toBe(0);
      await held.store.keepLeases(runs('a', probes));
      await held.store.keepLeases(runs('b'));
      await held.store.keepLeases(gone('c', probes));
      expect(await held.store.countHolders()).toBe(2);
      await held.store.releaseLeases('a');
      expect(await held.store.countHolders()).toBe(1);
    });

    it('changes nothing where a holder says again that it runs', async () => {
      const first = await held.store.keepLeases(runs('a', probes));
      const again = await held.store.keepLeases(runs('a', probes));
      expect(again.held).toEqual(first.held);
    });

    it('leaves the share of another to whoever holds it until it is released', async () => {
      const { held: first } = await held.store.keepLeases(runs('a', probes));
      expect(await held.store.keepLeases(runs('b', probes))).toMatchObject({
        ...{ held: [], shares: { [probes]: 2048 } },
      });
      expect(await held.store.keepLeases(runs('a', probes))).toMatchObject({
        ...{ held: first, shares: { [probes]: 2048 } },
      });
      await held.store.releaseLeases('a', first.slice(2048));
      const a = await held.store.keepLeases(runs('a', probes));
      const b = await held.store.keepLeases(runs('b', probes));
      expect(a.held).toEqual(first.slice(0, 2048));
      expect(shardsOf(b.held)).toEqual(numbers(2048, all));
      expect(fencesOf(b.held)).toEqual([2]);
    });

    it('divides what cannot be divided evenly so that nothing is left over', async () => {
      const { held: first } = await held.store.keepLeases(runs('a', probes));
      await held.store.keepLeases(runs('b', probes));
      // 4096 / 3 = 1365.33…
      expect((await held.store.keepLeases(runs('c', probes))).shares).toEqual({ [probes]: 1366 });
      await held.store.releaseLeases('a', first.slice(1366));
      const b = await held.store.keepLeases(runs('b', probes));
      const c = await held.store.keepLeases(runs('c', probes));
      expect([b.held.length, c.held.length]).toEqual([1366, 1364]);
    });

    it('frees the shards of a holder whose time is over, under a higher fence', async () => {
      await held.store.keepLeases(gone('a', probes));
      const b = await takesOver('b', probes);
      expect(b).toMatchObject({ shares: { [probes]: all } });
      expect(shardsOf(b.held)).toEqual(numbers(0, all));
      expect(fencesOf(b.held)).toEqual([2]);
      expect((await held.store.keepLeases(runs('a', probes))).held).toEqual([]);
    });

    it('leaves a holder that was away what nobody claimed meanwhile, under the same fence', async () => {
      const before = await held.store.keepLeases(gone('a', probes));
      const after = await held.store.keepLeases(runs('a', probes));
      expect(after.held).toEqual(before.held);
    });

    it('leaves the shards of one whose time is over to it until another has been on time for a whole lease', async () => {
      const leaseMs = 1_000;
      const began = performance.now();
      const passed = (ms: number) =>
        vi.waitFor(() => expect(performance.now() - began).toBeGreaterThan(ms), 20_000);
      const look = (...more: string[]) =>
        held.store.keepLeases({ ...runs('b', probes, 'desks', ...more), leaseMs });
      const takes = (shards: number, ...more: string[]) =>
        vi.waitFor(async () => expect((await look(...more)).held).toHaveLength(shards), {
          ...{ timeout: 20_000, interval: 20 },
        });
      await held.store.keepLeases(gone('a', probes));
      const first = await look();
      expect(first.shares).toEqual({ desks: all, [probes]: all });
      // What nobody holds is claimed at once.
      expect(first.held.map(({ scope }) => scope)).toEqual(Array.from({ length: all }, () => 'desks'));
      await takes(2 * all);
      // The store counts in whole milliseconds.
      const tookMs = performance.now() - began;
      expect(tookMs).toBeGreaterThan(leaseMs - 2);
      expect(fencesOf((await look()).held)).toEqual([1, 2]);
      // It says nothing for longer than a holder that is on time, and begins anew.
      await held.store.keepLeases(gone('c', 'vantage/second'));
      const silentUntil = performance.now() - began + 0.65 * leaseMs;
      await passed(silentUntil);
      expect((await look('vantage/second')).held).toHaveLength(2 * all);
      await takes(3 * all, 'vantage/second');
      expect(performance.now() - began).toBeGreaterThan(silentUntil + leaseMs - 2);
    });

    it('gives back to holders that were away together what each had', async () => {
      const before = await held.store.keepLeases(runs('a', probes));
      await held.store.keepLeases(runs('b', probes));
      await held.store.releaseLeases('a', before.held.slice(2048));
      const of = (kept: { held: Lease[] }) => kept.held;
      const both = async (how: typeof runs) => [
        of(await held.store.keepLeases(how('a', probes))),
        of(await held.store.keepLeases(how('b', probes))),
      ];
      const had = await both(runs);
      expect(had.map(({ length }) => length)).toEqual([2048, 2048]);
      // Now the time of both is over, as after an outage.
      await both((id, ...scopes) => ({ ...runs(id, ...scopes), leaseMs: 1 }));
      expect(await both(runs)).toEqual(had);
      expect(await both(runs)).toEqual(had);
    });

    it('takes no shard for two holders that ask at once', async () => {
      const [a, b] = await Promise.all([
        held.store.keepLeases(runs('a', probes)),
        held.store.keepLeases(runs('b', probes)),
      ]);
      const again = await Promise.all([
        held.store.keepLeases(runs('a', probes)),
        held.store.keepLeases(runs('b', probes)),
      ]);
      const held2 = again.flatMap((kept) => shardsOf(kept.held));
      expect(new Set(held2).size).toBe(held2.length);
      expect(a.held.length + b.held.length).toBeGreaterThan(0);
    });

    it('frees all of a holder that ends in order, and counts it no more', async () => {
      await held.store.keepLeases(runs('a', probes, 'desks'));
      await held.store.releaseLeases('a');
      const b = await held.store.keepLeases(runs('b', probes, 'desks'));
      expect(b.shares).toEqual({ [probes]: all, desks: all });
      expect(b.held).toHaveLength(2 * all);
    });

    it('releases a lease only for whoever still holds it', async () => {
      const { held: first } = await held.store.keepLeases(gone('a', probes));
      const { held: second } = await takesOver('b', probes);
      await held.store.releaseLeases('a', second);
      await held.store.releaseLeases('b', first);
      expect((await held.store.keepLeases(runs('b', probes))).held).toEqual(second);
    });

    it('counts only those who ask for the same scope, and lets go of a scope that is asked for no more', async () => {
      await held.store.keepLeases(runs('a', probes, 'desks'));
      const b = await held.store.keepLeases(runs('b', 'desks', 'vantage/second'));
      expect(b.shares).toEqual({ desks: 2048, 'vantage/second': all });
      expect(b.held).toHaveLength(all);
      const moved = await held.store.keepLeases(runs('a', 'vantage/second'));
      expect(moved).toMatchObject({ held: [], shares: { 'vantage/second': 2048 } });
      const c = await held.store.keepLeases(runs('c', probes));
      expect(shardsOf(c.held)).toEqual(numbers(0, all));
    });

    it('gives nothing to a holder that names no scope, takes back what it had, and counts it in none', async () => {
      await held.store.keepLeases(runs('a', probes));
      expect(await held.store.keepLeases(runs('a'))).toMatchObject({ held: [], shares: {} });
      const b = await held.store.keepLeases(runs('b', probes));
      expect(b.shares).toEqual({ [probes]: all });
      expect(b.held).toHaveLength(all);
      // The first again, under no scope of which it has anything.
      expect(await held.store.keepLeases(runs('a'))).toMatchObject({ held: [], shares: {} });
      expect((await held.store.keepLeases(runs('b', probes))).held).toEqual(b.held);
    });

    it('tells what time it is by its own clock', async () => {
      const before = Date.now();
      const { storeNow } = await held.store.keepLeases(runs('a', probes));
      // Both are on this machine; the store counts in whole milliseconds.
      expect(storeNow).toBeGreaterThanOrEqual(before - 1);
      expect(storeNow).toBeLessThanOrEqual(Date.now() + 1);
    });

    it('tells how many of those that run have another configuration', async () => {
      const says = async (id: string, configuration: Record<string, string>, leaseMs = 60_000) =>
        (await held.store.keepLeases({ ...runs(id, probes), configuration, leaseMs })).differing;
      expect(await says('gone', { terms: 'old' }, 0)).toBe(0);
      expect(await says('a', { terms: 'old', 'settings/main': 'x' })).toBe(0);
      expect(await says('b', { terms: 'old', 'settings/main': 'x' })).toBe(0);
      expect(await says('c', { terms: 'new', 'settings/main': 'x' })).toBe(2);
      expect(await says('a', { terms: 'old', 'settings/main': 'x' })).toBe(1);
      // What only one of them has does not differ: settings of another vantage.
      expect(await says('d', { terms: 'new', 'settings/second': 'y' })).toBe(2);
      expect(await says('a', { terms: 'new', 'settings/main': 'x' })).toBe(1);
      expect(await says('b', { terms: 'new', 'settings/main': 'z' })).toBe(2);
      // One that ended in order is counted no more.
      await held.store.releaseLeases('b');
      expect(await says('c', { terms: 'new', 'settings/main': 'x' })).toBe(0);
    });

    it('forgets nothing when it is closed', async () => {
      const before = await held.store.keepLeases(gone('a', probes));
      await held.reopen();
      expect((await held.store.keepLeases(runs('a', probes))).held).toEqual(before.held);
    });
  });

  describe('samples under a lease', () => {
    const [mine, other] = [7, 8];
    const at = (number: number) => start + number * minute;

    it('are stored under the last fence of their shard, and under none before', async () => {
      await held.store.keepLeases(gone('a', probes));
      await takesOver('b', probes);
      const under = (fence: number, shard = mine) => ({ lease: { scope: probes, shard, fence } });
      const result = await held.store.putSamples([
        { ...okSample(at(0)), ...under(2) },
        { ...okSample(at(1)), ...under(1) },
        okSample(at(2)),
        { ...okSample(at(3)), ...under(2, other) },
        { ...okSample(at(4)), ...under(3) },
      ]);
      expect(result).toEqual({ stored: 3, duplicates: 0, conflicts: [], fenced: [1, 4] });
      expect(await instantsIn(held)).toEqual([at(0), at(2), at(3)]);
    });

    it('are not stored under a lease that nobody ever gave', async () => {
      const lease = { scope: probes, shard: mine, fence: 0 };
      const result = await held.store.putSamples([{ ...okSample(at(0)), lease }]);
      expect(result).toEqual({ stored: 0, duplicates: 0, conflicts: [], fenced: [0] });
      expect(await instantsIn(held)).toEqual([]);
    });

    it('are not stored where their slot lies more than five seconds ahead of the clock of the store', async () => {
      await held.store.keepLeases(runs('a', probes));
      const lease = { scope: probes, shard: mine, fence: 1 };
      const now = Math.floor(Date.now() / 1000) * 1000;
      const result = await held.store.putSamples([
        { ...okSample(now), lease },
        { ...okSample(now + 4_000), lease },
        { ...okSample(now + 60_000), lease },
        { ...okSample(now + 600_000), lease },
      ]);
      expect(result).toEqual({ stored: 2, duplicates: 0, conflicts: [], fenced: [2, 3] });
      expect(await held.store.lastSlot({ ...api, vantage: 'main' })).toBe(now + 4_000);
    });

    it('are told apart from conflicts, each by its place', async () => {
      await held.store.keepLeases(gone('a', probes));
      await takesOver('b', probes);
      const lease = { scope: probes, shard: mine, fence: 2 };
      await held.store.putSamples([okSample(at(0), 1), okSample(at(1), 1)]);
      const result = await held.store.putSamples([
        { ...okSample(at(0), 1), lease: { ...lease, fence: 1 } },
        { ...okSample(at(0), 1), lease },
        { ...okSample(at(1), 2), lease },
      ]);
      expect(result).toMatchObject({ stored: 0, duplicates: 1, conflicts: [{ index: 2 }], fenced: [0] });
    });

    it('raise no revision where none is stored', async () => {
      await held.store.putSamples([okSample(at(0))]);
      const before = await held.store.revision(api.agreement);
      await held.store.putSamples([{ ...okSample(at(1)), lease: { scope: probes, shard: mine, fence: 9 } }]);
      expect(await held.store.revision(api.agreement)).toBe(before);
    });
  });

  describe('hints', () => {
    const other = { ...desk, source: 'other-desk' };

    it('are each given once, to whoever collects their desk', async () => {
      await held.store.putHint(desk, ['T-2', 'T-1']);
      await held.store.putHint(desk, ['T-1', 'T-3']);
      await held.store.putHint(other, ['T-9']);
      expect(await held.store.takeHints([desk])).toEqual([{ ...desk, tickets: ['T-1', 'T-2', 'T-3'] }]);
      expect(await held.store.takeHints([desk])).toEqual([]);
      expect(await held.store.takeHints([])).toEqual([]);
      expect(await held.store.takeHints([desk, other])).toEqual([{ ...other, tickets: ['T-9'] }]);
    });

    it('that something changed are kept beside those that name tickets', async () => {
      await held.store.putHint(desk, []);
      await held.store.putHint(desk, ['T-1']);
      await held.store.putHint(desk, []);
      expect(await held.store.takeHints([desk])).toEqual([
        { ...desk, tickets: [] },
        { ...desk, tickets: ['T-1'] },
      ]);
    });

    it('wait for a collector while none runs', async () => {
      await held.store.putHint(desk, ['T-1']);
      await held.reopen();
      expect(await held.store.takeHints([desk])).toEqual([{ ...desk, tickets: ['T-1'] }]);
    });
  });

  describe('listeners', () => {
    const heard = (id: string, since: number, until: number): Listener => ({
      ...{ ...api, id, since: start + since, until: start + until, reason: 'stopped' },
    });

    it('are told by what each said last, the newest first', async () => {
      await held.store.recordListening([heard('a', 0, 1000)]);
      await held.store.recordListening([heard('b', 500, 3000)]);
      await held.store.recordListening([{ ...heard('a', 1500, 2000), reason: 'storage' }]);
      expect(await held.store.readListeners(api)).toEqual([
        heard('b', 500, 3000),
        { ...heard('a', 1500, 2000), reason: 'storage' },
      ]);
    });

    it('are told apart by what they listened to', async () => {
      const other = { ...heard('a', 0, 2000), source: 'nightly' };
      const foreign = { ...heard('a', 0, 3000), agreement: 'globex' };
      await held.store.recordListening([heard('a', 0, 1000), other, foreign]);
      expect(await held.store.readListeners(api)).toEqual([heard('a', 0, 1000)]);
      expect(await held.store.readListeners({ ...api, source: 'nightly' })).toEqual([other]);
      expect(await held.store.readListeners({ ...api, agreement: 'globex' })).toEqual([foreign]);
    });

    it('that ended more than 400 days ago are forgotten', async () => {
      await held.store.recordListening([heard('a', 0, 1000), heard('b', 0, 2000)]);
      await held.store.recordListening([heard('c', 0, 1001 + 400 * 24 * 60 * minute)]);
      expect((await held.store.readListeners(api)).map(({ id }) => id)).toEqual(['c', 'b']);
    });
  });

  describe('what all processes must have alike', () => {
    it('is what was said first, for good', async () => {
      expect(await held.store.agreeOn('key', 'first')).toBe('first');
      expect(await held.store.agreeOn('key', 'second')).toBe('first');
      await held.reopen();
      expect(await held.store.agreeOn('key', 'third')).toBe('first');
      expect(await held.store.agreeOn('other', 'third')).toBe('third');
    });
  });
}
