import { describe, expect, it, onTestFinished } from 'vitest';
import { createReceiving } from '@upheld/collector/heartbeat/receiving';
import { tokenOf } from '@upheld/collector/heartbeat/tokens';
import type { Beat } from '@upheld/collector/store/store';
import { fakeClock } from '../schedule/fake-clock.ts';

/** 2026-11-21T10:00:00Z. */
const start = Date.UTC(2026, 10, 21, 10);
const key = Buffer.alloc(32, 7);
const nightly = { agreement: 'acme', source: 'nightly' };
const weekly = { agreement: 'acme', source: 'weekly' };
const refusal = new Error('the disk is full');

/** Receives for the nightly job; the storage refuses while the test says so. */
function scene() {
  const clock = fakeClock(start);
  const beats: Beat[] = [];
  const errors: unknown[][] = [];
  const worked: string[] = [];
  const storage: { refusal: Error | null; gate: Promise<unknown> } = {
    refusal: null,
    gate: Promise.resolve(),
  };
  const putBeat = async (beat: Beat) => {
    await storage.gate;
    if (storage.refusal !== null) throw storage.refusal;
    beats.push(beat);
  };
  const receiving = createReceiving({
    ...{ key, clock, store: { putBeat } },
    onError: (...words) => errors.push(words),
    onWorked: (what) => worked.push(what),
  });
  receiving.follow([nightly]);
  onTestFinished(receiving.stop);
  return { clock, beats, errors, worked, storage, receiving, token: tokenOf(nightly, key) };
}

describe('receiving heartbeats', () => {
  it('keeps the arrival of a known token with its source', async () => {
    const { receiving, token, beats } = scene();
    expect(receiving.knows(token)).toBe(true);
    expect(await receiving.receive(token)).toBe('kept');
    expect(beats).toEqual([{ ...nightly, at: start }]);
  });

  it.each([
    ['another source’s', tokenOf(weekly, key)],
    ['another key’s', tokenOf(nightly, Buffer.alloc(32, 8))],
    ['one cut short', tokenOf(nightly, key).slice(0, -1)],
    ['an empty one', ''],
    ['a very long one', 'A'.repeat(10_000)],
  ])('does not know %s token', async (_title, token) => {
    const { receiving, beats } = scene();
    expect(receiving.knows(token)).toBe(false);
    expect(await receiving.receive(token)).toBe('unknown');
    expect(beats).toEqual([]);
  });

  it('tells that the storage takes them again, so that the log says that what failed is over', async () => {
    const { receiving, token, clock, errors, worked, storage } = scene();
    storage.refusal = refusal;
    await receiving.receive(token);
    expect([errors, worked]).toEqual([[['acme/nightly', refusal]], []]);
    storage.refusal = null;
    await clock.advance(1_000);
    await receiving.receive(token);
    expect(worked).toEqual(['acme/nightly']);
  });

  it('answers only when the arrival is durable', async () => {
    const { receiving, token, storage } = scene();
    const gate = Promise.withResolvers<null>();
    storage.gate = gate.promise;
    const order: string[] = [];
    const received = receiving.receive(token).then((how) => order.push(how));
    await new Promise((resolve) => setImmediate(resolve));
    order.push('durable');
    gate.resolve(null);
    await received;
    expect(order).toEqual(['durable', 'kept']);
  });

  it('writes once a second however often it is called, and each call waits for that write', async () => {
    const { receiving, token, beats, clock, storage } = scene();
    const gate = Promise.withResolvers<null>();
    storage.gate = gate.promise;
    const calls = [receiving.receive(token), receiving.receive(token)];
    await clock.advance(999);
    calls.push(receiving.receive(token));
    gate.resolve(null);
    expect(await Promise.all(calls)).toEqual(['kept', 'kept', 'kept']);
    expect(beats).toEqual([{ ...nightly, at: start }]);
    await clock.advance(1);
    await receiving.receive(token);
    expect(beats.map(({ at }) => at - start)).toEqual([0, 1000]);
  });

  it('says that the storage refused, and writes again at the next call', async () => {
    const { receiving, token, beats, storage, errors } = scene();
    storage.refusal = refusal;
    expect(await receiving.receive(token)).toBe('refused');
    // The source by its names, never by its token.
    expect(errors).toEqual([['acme/nightly', refusal]]);
    storage.refusal = null;
    expect(await receiving.receive(token)).toBe('kept');
    expect(beats).toEqual([{ ...nightly, at: start }]);
  });

  it('no longer takes the heartbeats of a source that went, and takes those of one that came', async () => {
    const { receiving, token } = scene();
    receiving.follow([weekly]);
    expect(receiving.knows(token)).toBe(false);
    expect(await receiving.receive(token)).toBe('unknown');
    expect(await receiving.receive(tokenOf(weekly, key))).toBe('kept');
  });
});

describe('what may have come unheard', () => {
  const until = (after: number, reason = 'stopped') => ({ until: start + after, reason });

  it('is all that was before the source was followed, by a reload too', async () => {
    const { receiving, clock } = scene();
    await clock.advance(60_000);
    receiving.follow([nightly, weekly]);
    await clock.advance(60_000);
    expect(receiving.deafness(nightly)).toEqual(until(0));
    expect(receiving.deafness(weekly)).toEqual(until(60_000));
  });

  it('begins again for a source that went and came back', async () => {
    const { receiving, clock } = scene();
    await clock.advance(1_000);
    receiving.follow([]);
    await clock.advance(1_000);
    expect(receiving.deafness(nightly)).toEqual(until(2_000));
    receiving.follow([nightly]);
    await clock.advance(1_000);
    expect(receiving.deafness(nightly)).toEqual(until(2_000));
  });

  it('is what the storage refused', async () => {
    const { receiving, clock, token, storage } = scene();
    await clock.advance(5_000);
    storage.refusal = refusal;
    await receiving.receive(token);
    await clock.advance(60_000);
    expect(receiving.deafness(nightly)).toEqual(until(5_000, 'storage'));
  });

  it('is what came while the machine slept, also for whoever asks first after that', async () => {
    const { receiving, clock } = scene();
    await clock.advance(60_000);
    clock.stall(3_600_000);
    expect(receiving.deafness(nightly)).toEqual(until(3_660_000));
    await clock.advance(60_000);
    expect(receiving.deafness(nightly)).toEqual(until(3_660_000));
  });

  it('is seen when the machine woke, though nobody asks before later', async () => {
    const { receiving, clock } = scene();
    clock.step(3_600_000); // the wall clock alone goes on while a machine sleeps
    await clock.advance(5_000);
    await clock.advance(60_000);
    expect(receiving.deafness(nightly)).toEqual(until(3_605_000));
  });

  it('is nothing of a short stall, for which callers wait', async () => {
    const { receiving, clock } = scene();
    clock.stall(9_000);
    await clock.advance(60_000);
    expect(receiving.deafness(nightly)).toEqual(until(0));
  });

  it('is watched until it is stopped', async () => {
    const { receiving, clock } = scene();
    expect(clock.pending()).toBe(1);
    receiving.follow([nightly]);
    expect(clock.pending()).toBe(1);
    receiving.stop();
    receiving.follow([nightly]);
    expect(clock.pending()).toBe(0);
  });
});
