// Keeps slots that ended without a measurement, and remembers those that the storage refuses.
import type { Sample } from '@upheld/shared/facts/sample';
import type { Store } from '../store/store.ts';
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

/** Keeps into `store`; `onKept` hears of each slot that is durable. */
export function createUnmeasured(
  store: Pick<Store, 'putSamples'>,
  onKept: (sample: Sample) => void,
): Unmeasured {
  const refused = createRefused();
  async function keep(samples: Iterable<UnmeasuredSample>): Promise<void> {
    let refusal: unknown = null;
    for (const batch of batches(samples)) {
      // A storage that refused one batch is not asked for each of a thousand more.
      refusal ??= await put(batch);
      if (refusal === null) batch.forEach(onKept);
      else batch.forEach(refused.add);
    }
    if (refusal !== null) throw refusal;
  }
  /** What the storage said when it refused. A row that it can never take is a defect and is not tried again. */
  async function put(batch: UnmeasuredSample[]): Promise<unknown> {
    try {
      await store.putSamples(batch);
      return null;
    } catch (error) {
      if (isForGood(error)) throw error;
      return error;
    }
  }
  return { keep, remember: refused.add, retry: () => keep(refused.take()) };
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
