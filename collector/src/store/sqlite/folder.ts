// The folder that a store's file stands in.
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from '../store-error.ts';

/** Makes the folder and those above it where they are missing. Throws a StoreError where that cannot be. */
export function makeFolder(folder: string): void {
  try {
    make(folder);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      'cannot-open',
      `the folder ${folder} for the store cannot be made: ${said}; name a file in a folder that this user may write, such as sqlite:.data/upheld.db`,
      { cause: error },
    );
  }
}

/** Step by step: Node's own `recursive` never ends in /proc, where a folder's parent is there and it still cannot be made. */
function make(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) make(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have been quicker.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
