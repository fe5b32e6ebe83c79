// How much room the disk of a file has, in bytes and in words.
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** What this user may still write to the disk of `path`. */
export function roomBeside(path: string): number {
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize;
}

/** Rounded up, so that freeing as much is enough. */
export const mebibytes = (bytes: number): string => `${Math.ceil(bytes / (1024 * 1024))} MiB`;
