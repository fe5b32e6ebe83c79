// Folders of configuration for one test each, and the fixtures that they are made from.
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultLine } from '@upheld/collector/config/fault';
import { loadConfiguration } from '@upheld/collector/config/load';
import { kinds } from '@upheld/collector/kinds';
import { onTestFinished } from 'vitest';

export const fixtures = fileURLToPath(new URL('../../fixtures/agreements/', import.meta.url));
export const examples = fileURLToPath(new URL('../../../config/examples/', import.meta.url));

/** A folder with these files (name to text), gone when the test is. */
export async function folderOf(files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await emptyFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** A folder with copies of these files. */
export async function folderWith(...files: string[]): Promise<string> {
  const folder = await emptyFolder();
  for (const file of files) await copyFile(file, join(folder, file.replace(/.*\//, '')));
  return folder;
}

/** The faults of a folder as lines, without the folder's own path. */
export async function faultsOf(folder: string): Promise<string[]> {
  const loaded = await loadConfiguration(folder, kinds);
  return loaded.ok ? [] : loaded.faults.map((fault) => faultLine(fault).replace(`${folder}/`, ''));
}

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-config-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}
