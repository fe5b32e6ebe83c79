import { createWriter } from '@upheld/collector/store/batch';
import type { NewSample, PutResult } from '@upheld/collector/store/store';
import { StoreError } from '@upheld/collector/store/store-error';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { okSample, start } from '../../contracts/store-facts.ts';

const diskFull = new StoreError('full', 'the disk is full');
const slot = (index: number) => okSample(start + index);

/** A store of which the test decides when and how each commit ends. */
function scriptedStore() {
  const commits: { samples: NewSample[]; succeed(): void; fail(error: Error): void }[] = [];
  const putSamples = (samples: NewSample[]) =>
    new Promise<PutResult>((resolve, reject) => {
      const result = { stored: samples.length, duplicates: 0, conflicts: [], fenced: [] };
      commits.push({ samples, succeed: () => resolve(result), fail: reject });
    });
  return { putSamples, commits };
}

/** How a promise stands, without waiting for it. */
function watch(promise: Promise<unknown>) {
  const watched = { state: 'waiting' };
  promise.then(
    () => (watched.state = 'durable'),
    (error: StoreError) => (watched.state = error.code),
  );
  return watched;
}

describe('the sample writer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

  it('gathers samples for 250 ms into one batch', async () => {
    const store = scriptedStore();
    const writer = createWriter(store);
    for (const index of [0, 1, 2]) void writer.write(slot(index));
    await pass(249);
    expect(store.commits).toHaveLength(0);
    await pass(1);
    expect(store.commits.map(({ samples }) => samples)).toEqual([[slot(0), slot(1), slot(2)]]);
  });

  it('acknowledges a sample when its batch is durable, not before', async () => {
    const store = scriptedStore();
    const write = watch(createWriter(store).write(slot(0)));
    await pass(250);
    expect(write.state).toBe('waiting');
    store.commits[0]?.succeed();
    await pass(0);
    expect(write.state).toBe('durable');
  });

  it('writes at once when a batch is full, and no more rows than that', async () => {
    const store = scriptedStore();
    const writer = createWriter(store, { maxRows: 2 });
    for (const index of [0, 1, 2]) void writer.write(slot(index));
    await pass(0);
    expect(store.commits.map(({ samples }) => samples.length)).toEqual([2]);
  });

  it('writes one batch at a time and gathers the next meanwhile', async () => {
    const store = scriptedStore();
    const writer = createWriter(store);
    void writer.write(slot(0));
    await pass(250);
    void writer.write(slot(1));
    await pass(5000);
    expect(store.commits).toHaveLength(1);
    store.commits[0]?.succeed();
    await pass(250);
    expect(store.commits[1]?.samples).toEqual([slot(1)]);
  });

  it('keeps samples while the storage fails, and writes them once it works again', async () => {
    const store = scriptedStore();
    const onFailure = vi.fn();
    const writer = createWriter(store, { onFailure });
    const first = watch(writer.write(slot(0)));
    await pass(250);
    store.commits[0]?.fail(diskFull);
    const second = watch(writer.write(slot(1)));
    await pass(999);
    expect(onFailure.mock.calls).toEqual([[diskFull]]);
    expect([first.state, second.state, store.commits.length]).toEqual(['waiting', 'waiting', 1]);
    await pass(1);
    expect(store.commits[1]?.samples).toEqual([slot(0), slot(1)]);
    store.commits[1]?.succeed();
    await pass(0);
    expect([first.state, second.state]).toEqual(['durable', 'durable']);
  });

  it('refuses samples beyond the bound, and takes them again when there is room', async () => {
    const store = scriptedStore();
    const writer = createWriter(store, { maxWaiting: 2 });
    const kept = [watch(writer.write(slot(0))), watch(writer.write(slot(1)))];
    await expect(writer.write(slot(2))).rejects.toMatchObject({ code: 'full' });
    await pass(250);
    store.commits[0]?.fail(diskFull);
    await pass(0);
    await expect(writer.write(slot(2))).rejects.toMatchObject({ code: 'full' });
    await pass(1000);
    store.commits[1]?.succeed();
    await pass(0);
    expect(kept.map(({ state }) => state)).toEqual(['durable', 'durable']);
    const later = watch(writer.write(slot(2)));
    await pass(250);
    store.commits[2]?.succeed();
    await pass(0);
    expect(later.state).toBe('durable');
  });

  it('rejects the one sample that the store can never take, and stores the others', async () => {
    const stored: NewSample[] = [];
    const putSamples = async (samples: NewSample[]): Promise<PutResult> => {
      if (samples.some(({ at }) => at === start + 1)) throw new StoreError('invalid', 'breaks a rule');
      stored.push(...samples);
      return { stored: samples.length, duplicates: 0, conflicts: [], fenced: [] };
    };
    const writer = createWriter({ putSamples });
    const writes = [0, 1, 2].map((index) => watch(writer.write(slot(index))));
    await pass(250);
    expect(writes.map(({ state }) => state)).toEqual(['durable', 'invalid', 'durable']);
    expect(stored).toEqual([slot(0), slot(2)]);
  });

  it('finds the rows that the store can never take by halves', async () => {
    const sizes: number[] = [];
    const putSamples = async (samples: NewSample[]): Promise<PutResult> => {
      sizes.push(samples.length);
      if (samples.some(({ at }) => at === start + 5)) throw new StoreError('invalid', 'breaks a rule');
      return { stored: samples.length, duplicates: 0, conflicts: [], fenced: [] };
    };
    const writer = createWriter({ putSamples });
    const writes = Array.from({ length: 8 }, (_, index) => watch(writer.write(slot(index))));
    await pass(250);
    const expected = Array.from({ length: 8 }, (_, index) => (index === 5 ? 'invalid' : 'durable'));
    expect(writes.map(({ state }) => state)).toEqual(expected);
    // Eight; its halves of four; the second's of two; of those the first's rows, one by one; and the last two.
    expect(sizes).toEqual([8, 4, 4, 2, 1, 1, 2]);
  });

  it('tells what each commit stored', async () => {
    const store = scriptedStore();
    const onCommit = vi.fn();
    const writer = createWriter(store, { onCommit });
    void writer.write(slot(0));
    await pass(250);
    expect(onCommit).not.toHaveBeenCalled();
    store.commits[0]?.succeed();
    await pass(0);
    expect(onCommit.mock.calls).toEqual([[{ stored: 1, duplicates: 0, conflicts: [], fenced: [] }]]);
  });

  it('writes what waits when it is closed, and takes nothing more', async () => {
    const store = scriptedStore();
    const writer = createWriter(store);
    const write = watch(writer.write(slot(0)));
    const closed = writer.close();
    await pass(0);
    store.commits[0]?.succeed();
    await closed;
    expect(write.state).toBe('durable');
    await expect(writer.write(slot(1))).rejects.toMatchObject({ code: 'closed' });
  });

  it('rejects what the storage does not take at the close, after one attempt', async () => {
    const store = scriptedStore();
    const writer = createWriter(store);
    const write = watch(writer.write(slot(0)));
    const closed = writer.close();
    await pass(0);
    store.commits[0]?.fail(diskFull);
    await closed;
    expect([write.state, store.commits.length]).toEqual(['full', 1]);
  });

  it('tells a sample whose lease has passed to another from those that are stored', async () => {
    const putSamples = async () => ({ stored: 1, duplicates: 1, conflicts: [], fenced: [1] });
    const writer = createWriter({ putSamples });
    const written = Promise.all([0, 1, 2].map((index) => writer.write(slot(index))));
    await pass(250);
    expect(await written).toEqual(['stored', 'fenced', 'stored']);
  });
});
