// Makes a folder, and those above it where they are missing.
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Step by step, with the system's own error for the first that cannot be made: Node's `recursive` never ends in /proc,
 * where a folder's parent is there and it still cannot be made, and says of a disk that is only read that a file is
 * missing. `mode` is that of each folder that is made.
 */
export function makeFolders(folder: string, mode?: number): void {
  if (isFolder(folder)) return;
  if (dirname(folder) !== folder) makeFolders(dirname(folder), mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have been quicker.
    if (!isFolder(folder)) throw error;
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
