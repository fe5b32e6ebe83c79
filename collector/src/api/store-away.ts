// A store that answers nobody for now, as while its database starts again: no defect, and over by itself.
import type { StoreErrorCode } from '../store/store-error.ts';

const passing: readonly StoreErrorCode[] = ['lost', 'busy'];

/** Whether the same question may be answered later. Whoever keeps the store logs that it is away. */
export const isStoreAway = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && passing.some((code) => code === error.code);

/** Without the store's address: pages show it to people. */
export const storeAway =
  'The store cannot be reached now; ask again in a moment. /-/ready of the collector says why.';
