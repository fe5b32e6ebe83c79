// Keeps slots that ended without a measurement, and remembers those that the storage refuses.
import type { Sample } from '@upheld/shared/facts/sample';
import type { PutResult, Store } from '../store/store.ts';
import { createRefused, type UnmeasuredSample } from './refused.ts';

export type Unmeasured = {
  /** Rejects with what the storage said; what it refused is remembered. */
  keep(samples: Iterable<UnmeasuredSample>): Promise<void>;
  remember(sample: UnmeasuredSample): void;
  /** Keeps what is remembered. */
  retry(): Promise<void>;
};

/** How many slots are written at once: after a long stop there may be very many. */
const atOnce = 5_000;

/** Who hears what became of a slot. */
type Hearing = { onKept: (sample: Sample) => void; onFenced: (sample: Sample) => void };

type Group = { samples: Iterable<UnmeasuredSample>[]; done: Promise<void> };

/** Why slots were not kept: the storage refused for now, or can never take a row, which is a defect of ours. */
type Fate = { refusal: unknown; defect: unknown };

/**
 * Keeps into `store`; `onKept` hears of each slot that is durable, `onFenced` of those that are another process's. What comes while the storage is writing is
 * written together after it: a stall makes every target miss slots at once, and a write for each of thousands
 * would be the next stall.
 */
export function createUnmeasured(
  store: Pick<Store, 'putSamples'>,
  { onKept, onFenced }: Hearing,
): Unmeasured {
  const refused = createRefused();
  let writing: Promise<unknown> = Promise.resolve();
  let next: Group | null = null;

  function keep(samples: Iterable<UnmeasuredSample>): Promise<void> {
    next ??= begin();
    next.samples.push(samples);
    return next.done;
  }

  function begin(): Group {
    const samples: Group['samples'] = [];
    const done = writing.then(() => {
      next = null;
      return write(all(samples));
    });
    writing = done.catch(() => undefined);
    return { samples, done };
  }

  async function write(samples: Iterable<UnmeasuredSample>): Promise<void> {
    const fate: Fate = { refusal: null, defect: null };
    for (const batch of batches(samples)) await put(batch, fate);
    const error = fate.refusal ?? fate.defect;
    if (error !== null) throw error;
  }

  /** A storage that refused one batch is not asked for each of a thousand more. A row that it can never take costs the others nothing. */
  async function put(batch: UnmeasuredSample[], fate: Fate): Promise<void> {
    if (fate.refusal === null) {
      const { fenced, error } = await store.putSamples(batch).then(stored, refusal);
      if (fenced !== null) return batch.forEach((one, place) => (fenced.has(place) ? onFenced : onKept)(one));
      if (isForGood(error)) return await putHalves(batch, fate, error);
      fate.refusal = error;
    }
    batch.forEach(refused.add);
  }

  async function putHalves(batch: UnmeasuredSample[], fate: Fate, error: unknown): Promise<void> {
    if (batch.length === 1) {
      fate.defect = error;
      return;
    }
    const middle = batch.length >> 1;
    await put(batch.slice(0, middle), fate);
    await put(batch.slice(middle), fate);
  }

  return {
    keep,
    remember: refused.add,
    retry: async () => (refused.isEmpty() ? undefined : await keep(refused.take())),
  };
}

const stored = ({ fenced }: PutResult) => ({ fenced: new Set(fenced), error: null });
const refusal = (error: unknown) => ({ fenced: null, error });

function* all<T>(many: Iterable<T>[]): Generator<T> {
  for (const items of many) yield* items;
}

function isForGood(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'invalid';
}

function* batches<T>(items: Iterable<T>): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < atOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
