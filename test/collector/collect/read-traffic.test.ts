import { describe, expect, it } from 'vitest';
import { full } from './scene.ts';
import { temporaryStore } from './temporary-store.ts';
import { counting, countingKind, empty, hour, noon, storedIn, tenAndOne, unread } from './counting.ts';

const minute = 60_000;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe('reading counted traffic', () => {
  it('asks for every settled hour of the agreement, oldest first, and stores each', async () => {
    const store = await temporaryStore();
    const { kind, asked } = countingKind((at) => (at === -3 ? empty : tenAndOne));
    expect(await counting(store, kind).read()).toMatchObject({
      ...{ asked: 5, kept: 5, unread: [], conflicts: [], isComplete: true, at: noon + 10 * minute },
    });
    expect(asked).toEqual([-5, -4, -3, -2, -1]);
    expect(await storedIn(store)).toEqual([
      ...[
        [-5, '1/10'],
        [-4, '1/10'],
        [-3, 'empty'],
        [-2, '1/10'],
        [-1, '1/10'],
      ],
    ]);
  });

  it('leaves an hour alone until it has settled, and asks for nothing else meanwhile', async () => {
    const store = await temporaryStore();
    const { kind, asked } = countingKind(() => tenAndOne);
    const { clock, read } = counting(store, kind);
    await read();
    // Settled is what ended five minutes ago: 13:04:59 is too early for the hour from noon on.
    await clock.advance(54 * minute + 59_000);
    expect(await read()).toMatchObject({ asked: 0, isComplete: true });
    await clock.advance(1_000);
    expect(await read()).toMatchObject({ asked: 1, kept: 1, isComplete: true });
    expect(asked).toEqual([...range(-5, -1), 0]);
  });

  it('looks into the storage only when another hour has settled', async () => {
    const store = await temporaryStore();
    let looks = 0;
    const readSlices: typeof store.readSlices = async (query) => {
      looks += 1;
      return await store.readSlices(query);
    };
    const { clock, read } = counting({ ...store, readSlices }, countingKind(() => tenAndOne).kind);
    for (let passed = 0; passed < 60; passed += 1) {
      await read();
      await clock.advance(minute);
    }
    // At 12:10, and at 13:05 when the hour from noon on had settled.
    expect(looks).toBe(2);
  });

  it('goes on after 200 hours in the next round', async () => {
    const store = await temporaryStore();
    const { kind, asked } = countingKind(() => tenAndOne);
    const { read } = counting(store, kind, 450);
    expect(await read()).toMatchObject({ kept: 200, isComplete: false });
    expect(await read()).toMatchObject({ kept: 200, isComplete: false });
    expect(await read()).toMatchObject({ kept: 50, isComplete: true });
    expect(asked).toEqual(range(-450, -1));
  });

  it('reads a source once at a time', async () => {
    const store = await temporaryStore();
    const { kind, asked } = countingKind(() => tenAndOne);
    const { read } = counting(store, kind);
    const [first, second] = await Promise.all([read(), read()]);
    expect([first.kept, second.kept, second.isComplete]).toEqual([5, 0, false]);
    expect(asked).toHaveLength(5);
  });

  it('fills a hole that an earlier life left, behind hours that are stored', async () => {
    const store = await temporaryStore();
    await counting(store, countingKind((at) => (at === -3 ? unread('hour') : tenAndOne)).kind).read();
    expect((await storedIn(store)).map(([at]) => at)).toEqual([-5, -4, -2, -1]);
    const { kind, asked } = countingKind(() => tenAndOne);
    expect(await counting(store, kind).read()).toMatchObject({ kept: 1, isComplete: true });
    expect(asked).toEqual([-3]);
  });

  it('never replaces what it read: two collectors that read the same hours store them once', async () => {
    const store = await temporaryStore();
    const other = counting(store, countingKind(() => tenAndOne).kind);
    const slow = countingKind(() => empty);
    const first = counting({ ...store, readSlices: async () => [] }, slow.kind);
    await other.read();
    const { conflicts, kept } = await first.read();
    expect([conflicts.length, kept]).toEqual([5, 5]);
    expect((await storedIn(store)).map(([, held]) => held)).toEqual(Array(5).fill('1/10'));
  });

  it('ends before its next request when the process does, and stores nothing any more', async () => {
    const store = await temporaryStore();
    const scene = countingKind((at) => {
      if (at === -4) traffic.close();
      return tenAndOne;
    });
    const { read, traffic } = counting(store, scene.kind);
    expect(await read()).toMatchObject({ kept: 0, isComplete: false });
    expect(scene.asked).toEqual([-5, -4]);
    expect(await storedIn(store)).toEqual([]);
    expect(await read()).toMatchObject({ asked: 0, kept: 0 });
  });
});

describe('an hour that cannot be read', () => {
  it('keeps no other waiting, is a hole until it can, and then comes last', async () => {
    const store = await temporaryStore();
    const state = { isBroken: true };
    const { kind, asked } = countingKind((at) => (state.isBroken && at === -5 ? unread('hour') : tenAndOne));
    const { clock, read } = counting(store, kind);
    expect(await read()).toMatchObject({ kept: 4, unread: [{ about: 'hour' }], isComplete: false });
    state.isBroken = false;
    await clock.advance(56 * minute);
    expect(await read()).toMatchObject({ kept: 2, unread: [], isComplete: true });
    expect(asked).toEqual([...range(-5, -1), 0, -5]);
  });

  it('is one of a few: after three in a row the round is over', async () => {
    const store = await temporaryStore();
    const { kind, asked } = countingKind(() => unread('hour'));
    const { clock, read } = counting(store, kind, 7);
    expect(await read()).toMatchObject({ kept: 0, unread: [{}, {}, {}] });
    await clock.advance(minute);
    await read();
    expect(asked).toEqual([-7, -6, -5, -4, -3, -2]);
  });

  it('ends the round at once where the source itself is to blame; what was read before is stored', async () => {
    const store = await temporaryStore();
    const { kind, asked } = countingKind((at) => (at === -3 ? unread('source') : tenAndOne));
    expect(await counting(store, kind).read()).toMatchObject({ kept: 2, unread: [{ about: 'source' }] });
    expect(asked).toEqual([-5, -4, -3]);
    expect((await storedIn(store)).map(([at]) => at)).toEqual([-5, -4]);
  });
});

describe('after a failure', () => {
  /** How many minutes pass until each of the first rounds asks again, where the source fails forever. */
  async function restsOf(retryAfterMs: number | null, rounds: number): Promise<number[]> {
    const store = await temporaryStore();
    const { kind, asked } = countingKind(() => unread('source', retryAfterMs));
    const { clock, read } = counting(store, kind);
    await read();
    const rests: number[] = [];
    for (let waited = 1; rests.length < rounds; waited += 1) {
      await clock.advance(minute);
      await read();
      if (asked.length === rests.length + 1) continue;
      rests.push(waited);
      waited = 0;
    }
    return rests;
  }

  it('the source rests for a minute, then twice as long each time, and never longer than a quarter of an hour', async () => {
    expect(await restsOf(null, 6)).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it('the source rests for as long as it asked', async () => {
    expect(await restsOf(7 * minute, 3)).toEqual([7, 7, 7]);
  });

  it('the source rests for no longer than a day, whatever it asked', async () => {
    expect(await restsOf(90 * 24 * 60 * minute, 1)).toEqual([24 * 60]);
  });

  it('of the storage it rests too, and what was read is asked for again', async () => {
    const store = await temporaryStore();
    const storage = { isFull: true };
    const putSlices: typeof store.putSlices = async (slices) => {
      if (storage.isFull) throw full;
      return await store.putSlices(slices);
    };
    const { kind, asked } = countingKind(() => tenAndOne);
    const { clock, read } = counting({ ...store, putSlices }, kind);
    await expect(read()).rejects.toBe(full);
    storage.isFull = false;
    expect(await read()).toMatchObject({ asked: 0, kept: 0 });
    await clock.advance(minute);
    expect(await read()).toMatchObject({ kept: 5, isComplete: true });
    expect(asked).toEqual([...range(-5, -1), ...range(-5, -1)]);
  });

  it('a reload looks at everything anew, but the rest goes on', async () => {
    const store = await temporaryStore();
    const { kind, asked } = countingKind(() => unread('source'));
    const { clock, source, read } = counting(store, kind);
    await read();
    expect(await read({ ...source })).toMatchObject({ asked: 0 });
    await clock.advance(minute);
    await read({ ...source });
    expect(asked).toEqual([-5, -5]);
  });
});

describe('what the source no longer keeps', () => {
  it('is not asked for, because it would look like hours without traffic', async () => {
    const store = await temporaryStore();
    const { kind, asked } = countingKind(() => tenAndOne, { ok: true, keptMs: 3 * hour });
    const round = await counting(store, kind).read();
    // At 12:10 three hours reach back to 9:10: of whole hours the one from ten is the first.
    expect(asked).toEqual([-2, -1]);
    expect(round).toMatchObject({ kept: 2, isComplete: true });
    // The oldest missing hour began at seven, 5 h 10 min ago.
    expect(round.history).toEqual({ keptMs: 3 * hour, wantedMs: 5 * hour + 10 * minute });
  });

  it('is compared with the longest period that is judged', async () => {
    const store = await temporaryStore();
    const { kind } = countingKind(() => tenAndOne, { ok: true, keptMs: 15 * 24 * hour });
    const { read } = counting(store, kind, 5, { judgedMs: 31 * 24 * hour });
    expect((await read()).history).toEqual({ keptMs: 15 * 24 * hour, wantedMs: 31 * 24 * hour });
  });

  it('is asked once a day, and only where there are hours to ask for', async () => {
    const store = await temporaryStore();
    const { kind, told } = countingKind(() => tenAndOne, { ok: true, keptMs: 360 * hour });
    const { clock, read } = counting(store, kind);
    const rounds = [await read()];
    for (let passed = 0; passed < 24; passed += 1) {
      expect(told).toHaveLength(1);
      await clock.advance(hour);
      rounds.push(await read());
    }
    expect(told).toHaveLength(2);
    expect(rounds.map(({ history }) => history !== null)).toEqual([true, ...Array(23).fill(false), true]);
  });

  it('is asked first: where nothing answers, no hour is asked for', async () => {
    const store = await temporaryStore();
    const { kind, asked } = countingKind(() => tenAndOne, unread('source'));
    expect(await counting(store, kind).read()).toMatchObject({ kept: 0, unread: [{ about: 'source' }] });
    expect(asked).toEqual([]);
  });
});
