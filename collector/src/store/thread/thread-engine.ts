// What the store's thread needs of an engine. An engine's `open` (engine.ts) checks the address and starts the
// thread; this is what the thread then does.
import type { OpenOptions } from '../engine.ts';
import type { StoreError } from '../store-error.ts';
import type { Store } from '../store.ts';

export type ThreadEngine = {
  /** A record of functions, no class: users get exactly the functions that it lists. They may throw anything. */
  open(address: string, options: OpenOptions): Promise<Store>;
  /** Whether calls may overlap; otherwise they are made one at a time, in their order. */
  isConcurrent: boolean;
  /** What a call threw, in words for the operator. */
  errorFrom(error: unknown, address: string): StoreError;
};
