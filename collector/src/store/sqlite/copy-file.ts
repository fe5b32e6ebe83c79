// Copies a store's file as it is now, while a collector goes on writing to it.
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { refuseUnfinished } from '../sql/unfinished-copy.ts';
import { StoreError } from '../store-error.ts';
import { openView } from './copying.ts';
import { openToRead } from './database.ts';
import { storeErrorFrom } from './faults.ts';
import { queriesOn } from './queries.ts';

/** So many pages are copied before others may do something. */
const pagesAtOnce = 1000;

/**
 * Writes what the store at `path` holds to the new file `to`: one file, without a log beside it, and durable. Throws
 * a `StoreError`.
 */
export async function copyFile(path: string, to: string): Promise<void> {
  try {
    await checkWhole(path);
    // In a transaction of its own the copy is of one moment: without, each commit would have it begin again.
    const view = openView(path);
    try {
      await backup(view, to, { rate: pagesAtOnce });
    } finally {
      view.close();
    }
    closeLog(to);
  } catch (error) {
    throw error instanceof StoreError ? error : storeErrorFrom(error, path);
  }
}

async function checkWhole(path: string): Promise<void> {
  const database = openToRead(path, { mayBeMissing: false });
  try {
    await refuseUnfinished(queriesOn(database), path, {});
  } finally {
    database.close();
  }
}

/** The file then opens from a disk that cannot be written, too. */
function closeLog(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('pragma journal_mode = delete');
  database.close();
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
