// What a store throws: always loud, always with what the reader can do about it.

/**
 * - `unknown-engine`, `bad-url`: the store's URL names nothing that can be opened
 * - `cannot-open`, `newer-schema`, `foreign`: the file or folder is not one that this release can use
 * - `no-entry`: a server does not let in whom the store's URL says, or has no such database
 * - `older-schema`: only a process that writes brings it up to date
 * - `unfinished`: everything of another store was being copied there, and nobody proved that all of it came
 * - `in-use`: another process holds the store for itself
 * - `full`, `io`, `busy`, `read-only`, `lost`: the storage refuses for now, or its server cannot be reached; the same
 *   call may succeed later
 * - `invalid`: the rows break a rule of the store, or are of an hour whose block cannot be read; the same call will
 *   not succeed while that is so
 * - `corrupt`: what was read is not what a store writes
 * - `closed`: the store was closed, or the thread that holds it ended
 */
export const storeErrorCodes = [
  'unknown-engine',
  'bad-url',
  'cannot-open',
  'no-entry',
  'newer-schema',
  'older-schema',
  'foreign',
  'unfinished',
  'in-use',
  'lost',
  'full',
  'io',
  'busy',
  'read-only',
  'invalid',
  'corrupt',
  'closed',
  'failed',
] as const;

export type StoreErrorCode = (typeof storeErrorCodes)[number];

/** Nothing of the call that threw it was stored. */
export class StoreError extends Error {
  override name = 'StoreError';
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
