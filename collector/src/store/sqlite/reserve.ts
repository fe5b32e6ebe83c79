// Room kept for a full disk. There even deleting rows fails, because the log needs room first (trust.md 1.4);
// the reserve is given back to the disk then, so that what waits is stored and old rows can go.
import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { StoreError } from '../store-error.ts';
import { mebibytes, roomBeside } from './room.ts';

export type Reserve = {
  /** False where there is none to give. */
  giveBack(): boolean;
  /** Makes it, or makes it whole again. Throws a StoreError `full` where the disk has no room for it. */
  makeWhole(): void;
  /** Leaves it as it is for the next start. */
  close(): void;
};

/** How long after it was given back it is tried again, should nobody ask. */
const retryMs = 30_000;

/** What has to stay free beside it, so that it does not fill the disk itself. */
const margin = 8 * 1024 * 1024;

const chunk = 1024 * 1024;

/** For whoever keeps none: what another process keeps is not theirs to give. */
export const noReserve: Reserve = {
  giveBack: () => false,
  makeWhole: () => undefined,
  close: () => undefined,
};

/** The reserve of the store at `path`, of so many bytes, made at once where there is room. With 0 an old one goes. */
export function createReserve(path: string, bytes: number): Reserve {
  const file = `${path}.reserve`;
  let retry: NodeJS.Timeout | undefined;
  const makeWhole = (): void => {
    if (sizeOf(file) === bytes) return clearInterval(retry);
    const missing = bytes - sizeOf(file) + margin - roomBeside(path);
    if (missing > 0) throw noRoom(path, bytes, missing);
    fill(file, bytes);
    clearInterval(retry);
  };
  const tryToMakeWhole = (): void => {
    try {
      makeWhole();
    } catch {
      // Whoever asks the store how it is hears of it: there it is tried, and fails, again.
    }
  };
  tryToMakeWhole();
  return {
    makeWhole,
    giveBack() {
      if (sizeOf(file) === 0) return false;
      rmSync(file);
      clearInterval(retry);
      retry = setInterval(tryToMakeWhole, retryMs).unref();
      return true;
    },
    close: () => clearInterval(retry),
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** With random bytes: a file system that compresses would keep zeros without any room. */
function fill(file: string, bytes: number): void {
  rmSync(file, { force: true });
  if (bytes === 0) return;
  const handle = openSync(file, 'w', 0o600);
  try {
    for (let written = 0; written < bytes;) {
      written += writeSync(handle, randomFillSync(Buffer.alloc(Math.min(chunk, bytes - written))));
    }
    fsyncSync(handle);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}

function noRoom(path: string, bytes: number, missing: number): StoreError {
  return new StoreError(
    'full',
    `the disk of ${path} has no room for the reserve of ${mebibytes(bytes)} that a full disk needs; free ${mebibytes(missing)} and it is made by itself`,
  );
}
