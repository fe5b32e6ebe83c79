// The contract of a store engine: a scheme of UPHELD_STORE_URL and how to open what follows it.
import type { Store } from './store.ts';

export type Engine = {
  /** What stands before the colon. */
  scheme: string;
  /** A whole URL for error messages. */
  example: string;
  /** Throws a `StoreError` that says which address cannot be opened and why. */
  open(address: string): Promise<Store>;
};
