// The store that a contract's test holds: opened afresh for each, from a place of its own.
import type { Store } from '@upheld/collector/store/store';
import { everything } from './store-facts.ts';

export type HeldStore = {
  readonly store: Store;
  readonly url: string;
  /** Whether others may write it at the same time. */
  readonly isShared: boolean;
  /** Whether nobody can write it while somebody looks at one moment of it. */
  readonly isOneSession: boolean;
  /** Closes it and opens it again. */
  reopen(): Promise<void>;
};

/** The instants of the samples that it holds. */
export async function instantsIn(held: HeldStore, query = everything): Promise<number[]> {
  return (await held.store.readSamples(query)).flatMap((series) => [...series.at]);
}
