// Files that sources name: inside the folder of the agreements and nowhere else.
import { constants, type Stats } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Clock } from './clock.ts';

/** Why there is nothing to read, in words that quote nothing of what stands in the file. */
export type NoFile = { ok: false; words: string };

/** A file as it stands. `ageMs` is how long ago it was written; below 0 where one of two clocks is wrong. */
export type FoundFile = {
  ok: true;
  size: number;
  modifiedMs: number;
  ageMs: number;
  /** All of it, unless it changes meanwhile. */
  read(): Promise<{ ok: true; bytes: Uint8Array } | NoFile>;
};

/** Finds a file by its path from the folder. */
export type FindFile = (path: string) => Promise<FoundFile | NoFile>;

const largest = 64 * 1024 * 1024;

/** Links are followed as long as they end inside `folder`. */
export function createFiles({ folder, clock }: { folder: string; clock: Clock }): FindFile {
  const find = async (path: string): Promise<FoundFile | NoFile> => {
    const place = await realpath(join(folder, path));
    if (!place.startsWith(`${await realpath(folder)}${sep}`)) {
      return { ok: false, words: `${path} leads out of the folder of the agreements; put the file inside` };
    }
    const found = await opened(place, (handle) => handle.stat());
    if (!found.isFile()) return { ok: false, words: `${path} is no file; name one` };
    if (found.size > largest) {
      return {
        ok: false,
        words: `${path} is larger than 64 MiB; begin a new file and leave out what is old`,
      };
    }
    const { size, mtimeMs: modifiedMs } = found;
    const read = () => readable(path, () => readAll(place, found, path));
    return { ok: true, size, modifiedMs, ageMs: clock.now() - modifiedMs, read };
  };
  return (path) => readable(path, () => find(path));
}

async function readAll(place: string, found: Stats, path: string) {
  return await opened(place, async (handle) => {
    const isSame = isAs(found, await handle.stat());
    const bytes = await filled(handle, found.size);
    if (isSame && isAs(found, await handle.stat())) return { ok: true as const, bytes };
    return { ok: false as const, words: `${path} changed while it was read; it is read again` };
  });
}

const isAs = (one: Stats, other: Stats): boolean =>
  one.ino === other.ino && one.size === other.size && one.mtimeMs === other.mtimeMs;

/** The first `size` bytes and no more, however fast the file grows. */
async function filled(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size;) {
    const { bytesRead } = await handle.read(bytes, at, size - at, at);
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}

/** Without blocking where a pipe stands, and without following a link that has taken the place meanwhile. */
async function opened<Result>(place: string, use: (handle: FileHandle) => Promise<Result>): Promise<Result> {
  const handle = await open(place, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

const findings: Record<string, string> = {
  ENOENT: 'is not there',
  EACCES: 'may not be read',
  ENOTDIR: 'is not there',
};

async function readable<Found>(path: string, find: () => Promise<Found>): Promise<Found | NoFile> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    const code = String(error.code);
    return { ok: false, words: `${path} ${findings[code] ?? `cannot be read: ${code}`}` };
  }
}
