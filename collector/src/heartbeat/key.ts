// The key of this installation's heartbeat URLs: a file in the data folder, made at the first start. Where several
// processes share a store it lies there: on whichever machines they run, they must know the same URLs.
import { randomBytes } from 'node:crypto';
import { link, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '../environment.ts';
import { makeFolders } from '../make-folders.ts';
import type { LeaseStore } from '../store/leases.ts';

const keyBytes = 32;

/**
 * Reads the key in `folder`, or makes it where there is none. Throws an `EnvironmentError` that says what to
 * do where that cannot be done.
 */
export async function heartbeatKey(folder: string): Promise<Buffer> {
  const path = join(folder, 'heartbeat.key');
  try {
    const key = await readFile(path).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return makeKey(folder, path);
      throw error;
    });
    return whole(key, path);
  } catch (error) {
    throw error instanceof EnvironmentError ? error : unusable(path, error);
  }
}

/**
 * The key that all processes on `store` have. The first one says it: where `folder` has a file of an installation
 * that had its store for itself, its URLs stay. Throws an `EnvironmentError` where the file is another key's.
 */
export async function sharedKey(folder: string, store: Pick<LeaseStore, 'agreeOn'>): Promise<Buffer> {
  const path = join(folder, 'heartbeat.key');
  const own = await readFile(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw unusable(path, error);
  });
  const said = (own === null ? randomBytes(keyBytes) : whole(own, path)).toString('hex');
  const agreed = await store.agreeOn('heartbeat-key', said);
  if (own === null || agreed === said) return Buffer.from(agreed, 'hex');
  throw new EnvironmentError(
    `${path}: is not the key of the heartbeat URLs that the store has, and partners call those; move this file away, and the store's key is used`,
  );
}

function whole(key: Buffer, path: string): Buffer {
  if (key.length === keyBytes) return key;
  throw new EnvironmentError(
    `${path}: holds ${key.length} bytes; the key of the heartbeat URLs is ${keyBytes} random bytes: put back a backup, or remove the file to get a new key and with it new URLs`,
  );
}

/** Written beside its place and put there whole: a start that is killed half-way leaves no half key. */
async function makeKey(folder: string, path: string): Promise<Buffer> {
  makeFolders(folder);
  const beside = `${path}.${randomBytes(8).toString('hex')}`;
  const file = await open(beside, 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(keyBytes));
    await file.sync();
    // Another process may have been first; then its key is the one.
    await link(beside, path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  } finally {
    await file.close();
    await unlink(beside);
  }
  return readFile(path);
}

function unusable(path: string, cause: unknown): EnvironmentError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new EnvironmentError(
    `${path}: the key of the heartbeat URLs cannot be read or made (${words}); give this user the right to read and write it, or set UPHELD_DATA to another folder, such as .data`,
    { cause },
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
