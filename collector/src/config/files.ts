// The files of a configuration folder: every *.yaml in it, not those of its sub-folders.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { such } from '@upheld/shared/agreement/rule';
import type { Fault } from './fault.ts';

/** A file's text, or the fault of one that cannot be read. */
export type ConfigFile = { file: string; text: string } | { file: string; fault: Fault };

export type Listing = { ok: true; files: string[]; ignored: string[] } | { ok: false; fault: Fault };

const largest = 4 * 1024 * 1024;

/** The names of the folder's files in order; `ignored` are those that only their ending keeps out. */
export async function listFiles(folder: string): Promise<Listing> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort();
    const ending = (pattern: RegExp) =>
      names.filter((name) => pattern.test(name)).map((name) => join(folder, name));
    return { ok: true, files: ending(/\.yaml$/), ignored: ending(/\.yml$/) };
  } catch (error) {
    const rule = such('a folder of files that end in .yaml', 'config');
    return { ok: false, fault: unreadable(folder, 'folder', foundBy(error), rule) };
  }
}

/** Reads one file of at most 4 MiB of UTF-8. */
export async function readConfigFile(file: string): Promise<ConfigFile> {
  try {
    const bytes = await readFile(file);
    if (bytes.length > largest) return { file, fault: tooLarge(file) };
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    const rule = such('a file of UTF-8 text that may be read', 'config/acme.yaml');
    return { file, fault: unreadable(file, 'file', foundBy(error), rule) };
  }
}

function tooLarge(file: string): Fault {
  const rule = such('a file has at most 4 MiB; split it', 'one file for each agreement');
  return { file, line: 1, column: 1, path: 'file', got: 'more than 4 MiB', rule };
}

function unreadable(file: string, path: string, got: string, rule: string): Fault {
  return { file, line: 1, column: 1, path, got, rule };
}

/** What stands where a file or folder was to be read. */
const findings: Record<string, string> = {
  ENOENT: 'nothing',
  EACCES: 'no permission to read',
  ENOTDIR: 'a file',
  EISDIR: 'a folder',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'bytes that are not UTF-8',
};

function foundBy(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return findings[code] ?? code;
}
