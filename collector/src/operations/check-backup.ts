// Whether a backup could be put back: the file is what its manifest says, and the store in it is whole.
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { countRows } from './compare-tables.ts';
import type { Check } from './findings.ts';
import { manifestFaults, readManifest, type Manifest } from './manifest.ts';
import { OperationError } from './operation-error.ts';
import { within, type Stores } from './stores.ts';

type BackupParts = { stores: Stores; file: string; schema: number };

/** Changes nothing of the file. A backup of an older release is brought up to date in a copy of it. */
export async function checkBackup({ stores, file, schema }: BackupParts): Promise<Check[]> {
  const path = resolve(file);
  const known = await manifestOf(path);
  const beside = { name: 'manifest', summary: 'none beside the file', faults: [], count: 0 };
  if (known === null) return [beside, ...(await checkCurrent(stores, path))];
  const faults = await manifestFaults(path, known);
  const summary = `made ${known.madeAt} by Upheld ${known.upheld}, schema ${known.schema}`;
  const said = { ...beside, summary, faults, count: faults.length };
  if (known.schema === schema) return [said, ...(await checkCurrent(stores, path, known))];
  return [said, ...(await checkCurrent(stores, path))];
}

async function manifestOf(path: string): Promise<Manifest | null> {
  const found = await stat(path).catch(gone);
  if (found?.isFile() === true) return readManifest(path);
  throw new OperationError(`${path} is ${found === null ? 'not there' : 'no file'}; name a backup`);
}

/** Only what is missing has words of ours; the system says the rest best. */
function gone(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}

async function checkCurrent(stores: Stores, path: string, known?: Manifest): Promise<Check[]> {
  if (await isCurrent(stores, path)) return checkStore(stores, path, known);
  const folder = await mkdtemp(join(tmpdir(), 'upheld-restore-'));
  try {
    const copy = join(folder, 'upheld.db');
    await copyFile(path, copy);
    await within(stores, `sqlite:${copy}`, {}, async () => undefined);
    return await checkStore(stores, copy);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function isCurrent(stores: Stores, path: string): Promise<boolean> {
  try {
    await within(stores, `sqlite:${path}`, { isReader: true }, async () => undefined);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'older-schema') return false;
    throw error;
  }
}

async function checkStore(stores: Stores, path: string, known?: Manifest): Promise<Check[]> {
  const checks = await stores.verify(`sqlite:${path}`);
  if (known === undefined) return checks;
  const counts = await within(stores, `sqlite:${path}`, { isReader: true }, countRows);
  const faults = Object.entries(known.rows).flatMap(([table, rows]) =>
    counts[table] === rows ? [] : [`${table} has ${counts[table] ?? 0} rows, its manifest says ${rows}`],
  );
  const summary = `${Object.keys(known.rows).length} tables as the manifest counts them`;
  return [...checks, { name: 'rows', summary, faults, count: faults.length }];
}
