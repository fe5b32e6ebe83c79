// The folder that a store's file stands in.
import { makeFolders } from '../../make-folders.ts';
import { StoreError } from '../store-error.ts';

/** Makes the folder and those above it where they are missing. Throws a StoreError where that cannot be. */
export function makeFolder(folder: string): void {
  try {
    makeFolders(folder);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      'cannot-open',
      `the folder ${folder} for the store cannot be made: ${said}; name a file in a folder that this user may write, such as sqlite:.data/upheld.db`,
      { cause: error },
    );
  }
}
