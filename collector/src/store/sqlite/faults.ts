// What SQLite says, as a StoreError that tells the operator what to do.
import { StoreError, type StoreErrorCode } from '../store-error.ts';

type Fault = { code: StoreErrorCode; advice: string };

/** By primary result code (sqlite.org/rescode.html). */
const faults = new Map<number, Fault>([
  [5, { code: 'busy', advice: 'another process has held its lock for more than 5 s; end it, or try again' }],
  [6, { code: 'busy', advice: 'another process holds its lock; try again' }],
  [8, { code: 'read-only', advice: 'give this user the right to write it and its folder' }],
  [10, { code: 'io', advice: 'its disk failed to read or write; look at the disk and the system log' }],
  [11, { code: 'corrupt', advice: 'the file is damaged; put back a backup' }],
  [13, { code: 'full', advice: 'free some space on its disk and writing goes on by itself' }],
  [
    14,
    {
      code: 'cannot-open',
      advice: 'name a file in a folder that this user may write, such as sqlite:.data/upheld.db',
    },
  ],
  [19, { code: 'invalid', advice: 'the rows break a rule of the store and were not stored' }],
  [20, { code: 'invalid', advice: 'the rows break a rule of the store and were not stored' }],
  [26, { code: 'foreign', advice: 'it is not a database; name another file in UPHELD_STORE_URL' }],
]);

/** Gives `error` as a StoreError about the database at `path`; one that already is stays as it is. */
export function storeErrorFrom(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error;
  const said = error instanceof Error ? error.message : String(error);
  const fault = faults.get(resultCode(error) & 0xff);
  if (fault === undefined) {
    return new StoreError(
      'failed',
      `the store ${path} failed: ${said}; this is a defect of Upheld, please report it`,
      { cause: error },
    );
  }
  return new StoreError(fault.code, `the store ${path}: ${said}; ${fault.advice}`, { cause: error });
}

/** Somebody else holds the lock. */
export const isBusy = (error: unknown): boolean => [5, 6].includes(resultCode(error) & 0xff);

/** The disk is full. */
export const isFull = (error: unknown): boolean => (resultCode(error) & 0xff) === 13;

/** node:sqlite puts SQLite's extended result code beside its own. */
const resultCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
