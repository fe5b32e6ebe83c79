// Puts a backup in the place of the store: a file beside the old one, which is kept, or an empty database.
import { copyFile, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { makeFolders } from '../make-folders.ts';
import type { StoreFile } from '../store/engine.ts';
import type { Store } from '../store/store.ts';
import { flush } from './back-up.ts';
import { compareTable } from './compare-tables.ts';
import { fill, markWhole } from './fill.ts';
import type { Check } from './findings.ts';
import { OperationError } from './operation-error.ts';
import { isDamage, isEmpty, within, type Stores } from './stores.ts';

export type RestoreParts = {
  stores: Stores;
  file: string;
  /** Of the place. */
  url: string;
  /** Whether a store with facts may be moved aside. */
  mayReplace: boolean;
  /** Now, in letters that a file's name may have. */
  stamp: string;
};

/** `aside`: where the store is that stood there before; null where there was none. */
export type Restored = { checks: Check[]; aside: string | null };

/** The backup was checked before. Throws an `OperationError`, or what the store or the file system says. */
export async function restore(parts: RestoreParts): Promise<Restored> {
  const place = parts.stores.fileOf(parts.url);
  return place === null ? restoreRows(parts) : restoreFile(parts, place);
}

/** Made ready beside its place and moved there when it is whole. */
async function restoreFile(parts: RestoreParts, place: StoreFile): Promise<Restored> {
  const { stores, file } = parts;
  const { path } = place;
  makeFolders(dirname(path));
  const folder = await mkdtemp(join(dirname(path), '.restore-'));
  try {
    const ready = join(folder, 'upheld.db');
    await copyFile(resolve(file), ready);
    await within(stores, `sqlite:${ready}`, {}, async () => undefined); // older tables are brought up to date
    const checks = await stores.verify(`sqlite:${ready}`);
    refuseDamaged(checks, file);
    await flush(ready);
    return { checks, aside: await putInPlace(parts, place, ready) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Nobody may start on the store that stands there between the last look at it and the exchange. */
async function putInPlace(parts: RestoreParts, place: StoreFile, ready: string): Promise<string | null> {
  const { path } = place;
  const isTaken = await isThere(path);
  if (isTaken) await checkReplaceable(parts, path);
  const letGo = isTaken ? place.hold() : () => undefined;
  try {
    const aside = isTaken ? await moveAside(path, parts.stamp) : null;
    await rename(ready, path);
    await flush(dirname(path));
    return aside;
  } finally {
    letGo();
  }
}

/** Refuses a store that a process runs on, and without leave one that holds facts. */
async function checkReplaceable({ stores, url, mayReplace }: RestoreParts, path: string): Promise<void> {
  const holdsNothing = await within(stores, url, {}, isEmpty).catch((error: unknown) => {
    const isDamaged = error instanceof Error && 'code' in error && error.code !== 'in-use';
    if (isDamaged && mayReplace) return false;
    throw error;
  });
  if (!holdsNothing && !mayReplace) throw notEmpty(path, '--force keeps it beside and puts the backup there');
}

async function moveAside(path: string, stamp: string): Promise<string> {
  const aside = `${path}.before-restore-${stamp}`;
  for (const ending of ['-wal', '-shm', '']) {
    if (await isThere(`${path}${ending}`)) await rename(`${path}${ending}`, `${aside}${ending}`);
  }
  return aside;
}

/** To a server the rows are copied, and compared afterwards; one that was interrupted goes on. */
async function restoreRows(parts: RestoreParts): Promise<Restored> {
  const { stores, file, url } = parts;
  const backup = `sqlite:${resolve(file)}`;
  const place = { name: stores.nameOf(url), command: 'restore', resumes: true };
  await within(stores, backup, { isReader: true }, async (from) => {
    await within(stores, url, { mayBeUnfinished: true }, (to) => fill(from, to, place));
    await within(stores, url, { isReader: true, mayBeUnfinished: true }, (to) => compareAll(from, to));
  });
  const checks = await stores.verify(url, { mayBeUnfinished: true });
  refuseDamaged(checks, file);
  await markWhole(stores, url);
  return { checks, aside: null };
}

async function compareAll(from: Store, to: Store): Promise<void> {
  for (const table of await from.tables()) {
    const { difference } = await compareTable(from, to, table);
    if (difference !== null) throw new OperationError(`${table} was not copied whole: ${difference}`);
  }
}

function refuseDamaged(checks: readonly Check[], file: string): void {
  const [fault] = checks.filter(isDamage).flatMap(({ faults }) => faults);
  if (fault !== undefined) throw new OperationError(`${file} is damaged and was not put in place: ${fault}`);
}

const notEmpty = (place: string, advice: string): OperationError =>
  new OperationError(`${place} holds facts already; ${advice}`);

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
