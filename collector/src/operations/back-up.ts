// Makes a backup: one SQLite file whatever engine keeps the store, verified before it bears its name.
import { chmod, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { makeFolders } from '../make-folders.ts';
import { countRows } from './compare-tables.ts';
import { copyRows } from './copy-rows.ts';
import type { Check } from './findings.ts';
import { fileHash, manifestPath, type Manifest } from './manifest.ts';
import { OperationError } from './operation-error.ts';
import { isDamage, within, type Stores } from './stores.ts';
import { asOfNow } from './verify.ts';

export type BackUpParts = {
  stores: Stores;
  /** Of the store. */
  url: string;
  file: string;
  /** Whether a backup of that name may be replaced. */
  mayReplace: boolean;
  /** What else stands in the manifest. */
  about: Pick<Manifest, 'upheld' | 'schema' | 'madeAt' | 'configuration'>;
};

export type BackedUp = { path: string; manifest: Manifest; checks: Check[] };

/**
 * Leaves `FILE` and `FILE.json`. A store that is damaged is copied to `FILE.damaged` instead, so that a good backup
 * stays: `path` says which. Throws an `OperationError`, or what the store or the file system says.
 */
export async function backUp(parts: BackUpParts): Promise<BackedUp> {
  const file = resolve(parts.file);
  if (!parts.mayReplace && (await exists(file))) {
    throw new OperationError(`${file} is there already; name another file, or add --force to replace it`);
  }
  const folder = `${file}.part`;
  await rm(folder, { recursive: true, force: true });
  makeFolders(folder, 0o700);
  try {
    const part = join(folder, 'upheld.db');
    await copyStore(parts, folder, part);
    return await settle(parts, part, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyStore({ stores, url }: BackUpParts, folder: string, part: string): Promise<void> {
  const own = stores.fileOf(url);
  if (own !== null) return await own.copyTo(part);
  const between = `sqlite:${join(folder, 'rows.db')}`;
  await within(stores, url, { isReader: true }, (store) =>
    within(stores, between, {}, (copy) => asOfNow({ store }, () => copyRows(store, copy))),
  );
  await stores.fileOf(between)?.copyTo(part);
}

/** Puts the copy in its place once it is known what it is. */
async function settle({ stores, about }: BackUpParts, part: string, file: string): Promise<BackedUp> {
  const url = `sqlite:${part}`;
  const checks = await stores.verify(url);
  const path = checks.some(isDamage) ? `${file}.damaged` : file;
  const rows = await within(stores, url, { isReader: true }, countRows);
  const { size: bytes } = await stat(part);
  const manifest = { ...about, bytes, sha256: await fileHash(part), rows };
  const beside = `${part}.json`;
  await writeFile(beside, `${JSON.stringify(manifest, null, 2)}\n`);
  for (const each of [part, beside]) {
    await chmod(each, 0o600);
    await flush(each);
  }
  await rename(part, path);
  await rename(beside, manifestPath(path));
  await flush(dirname(path));
  return { path, manifest, checks };
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Of a folder: the names in it. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
