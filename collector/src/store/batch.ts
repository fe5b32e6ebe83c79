// Gathers single samples into batches, because a commit costs the same for one row as for five hundred.
// A sample is acknowledged when its batch is durable. While the storage fails, samples wait in memory up
// to a bound and are tried again; beyond it they are refused, and the caller marks the slot not measured.
import type { NewSample, PutResult, Store } from './store.ts';
import { StoreError } from './store-error.ts';

export type WriterOptions = {
  /** The longest that a sample waits for others. */
  maxDelayMs?: number;
  /** A batch is written at once when it has as many. */
  maxRows?: number;
  /** How many samples may wait, those being written included. */
  maxWaiting?: number;
  /** How long after a failure the storage is tried again. */
  retryDelayMs?: number;
  /** After each commit: duplicates and conflicts are acknowledged too, and told apart here. */
  onCommit?: (result: PutResult) => void;
  /** After each failed commit; the samples are kept. */
  onFailure?: (error: unknown) => void;
};

export type Written = 'stored' | 'fenced';

export type SampleWriter = {
  /**
   * Resolves when the sample is durable, or when its lease has passed to another holder: then it is not stored. Rejects with a `StoreError`: `full` where too many wait already,
   * `invalid` where the store must refuse this sample, `closed` after `close`.
   */
  write(sample: NewSample): Promise<Written>;
  /** Writes what waits, once; what cannot be written then is rejected. No write is taken afterwards. */
  close(): Promise<void>;
};

const defaults = { maxDelayMs: 250, maxRows: 500, maxWaiting: 20_000, retryDelayMs: 1000 };

type Waiting = { sample: NewSample; resolve(written: Written): void; reject(error: unknown): void };

/** Starts an empty writer. Whoever starts one closes it before the store. */
export function createWriter(store: Pick<Store, 'putSamples'>, options: WriterOptions = {}): SampleWriter {
  const settings = { ...defaults, ...options };
  /** In the order of arrival; a sample leaves it when it is settled, and only from the front. */
  const queue: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | null = null;
  let isFailing = false;
  let isClosed = false;

  const commit = async (batch: Waiting[]): Promise<void> => {
    try {
      const result = await store.putSamples(batch.map(({ sample }) => sample));
      const fenced = new Set(result.fenced);
      queue
        .splice(0, batch.length)
        .forEach(({ resolve }, place) => resolve(fenced.has(place) ? 'fenced' : 'stored'));
      settings.onCommit?.(result);
    } catch (error) {
      if (!isRefused(error)) throw error;
      // One row that the store cannot take must not hold up the others.
      if (batch.length === 1) return queue.shift()?.reject(error);
      const middle = batch.length >> 1;
      await commit(batch.slice(0, middle));
      await commit(batch.slice(middle));
    }
  };

  const writeNext = async (): Promise<void> => {
    try {
      await commit(queue.slice(0, settings.maxRows));
      isFailing = false;
    } catch (error) {
      isFailing = true;
      settings.onFailure?.(error);
    }
    writing = null;
    schedule();
  };

  const schedule = (): void => {
    if (isClosed || writing !== null || queue.length === 0) return;
    const isFull = queue.length >= settings.maxRows && !isFailing;
    if (timer !== undefined && !isFull) return;
    clearTimeout(timer);
    const delayMs = isFailing ? settings.retryDelayMs : settings.maxDelayMs;
    timer = setTimeout(
      () => {
        timer = undefined;
        writing = writeNext();
      },
      isFull ? 0 : delayMs,
    );
  };

  const refusal = (): StoreError | null => {
    if (isClosed) return new StoreError('closed', 'samples are no longer taken: the writer is closed');
    if (queue.length < settings.maxWaiting) return null;
    return new StoreError('full', `${queue.length} samples wait for a storage that fails; no more are kept`);
  };

  return {
    write(sample) {
      const refused = refusal();
      if (refused !== null) return Promise.reject(refused);
      return new Promise((resolve, reject) => {
        queue.push({ sample, resolve, reject });
        schedule();
      });
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await writing;
      try {
        while (queue.length > 0) await commit(queue.slice(0, settings.maxRows));
      } catch (error) {
        for (const { reject } of queue.splice(0)) reject(error);
      }
    },
  };
}

const isRefused = (error: unknown): boolean => error instanceof StoreError && error.code === 'invalid';
