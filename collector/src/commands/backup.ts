// `upheld backup`: one file with everything that cannot be rebuilt, made beside a running collector.
import { parseArgs } from 'node:util';
import type { BackedUp } from '../operations/back-up.ts';
import { wordsOf } from '../operations/operation-error.ts';
import { checkLines } from './check-lines.ts';

export const backupUsage = `upheld backup FILE [--force]
  writes the store to FILE, an SQLite file whatever engine keeps the store, verifies it, and writes FILE.json beside
  it: rows, SHA-256, and the hashes of the configuration's files, which belong in the same safe place`;

export type BackupCommandParts = {
  backUp(file: string, mayReplace: boolean): Promise<BackedUp>;
  write(text: string): void;
  writeError(text: string): void;
};

/** Exit status 0; 1 when it cannot, or the store is damaged; 2 when asked wrongly. */
export async function backupCommand(args: string[], parts: BackupCommandParts): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return fail(parts, 2, `${asked}\nusage: ${backupUsage}`);
  try {
    const made = await parts.backUp(asked.file, asked.force);
    parts.write(`${checkLines(made.checks)}${summaryOf(made)}`);
    return made.path.endsWith('.damaged') ? fail(parts, 1, damagedWords(made.path)) : 0;
  } catch (error) {
    const words = wordsOf(error);
    if (words === null) throw error;
    return fail(parts, 1, words);
  }
}

function summaryOf({ path, manifest }: BackedUp): string {
  const { rows, bytes, sha256 } = manifest;
  const sum = Object.values(rows).reduce((total, each) => total + each, 0);
  const figures = [sum, rows['blocks'] ?? 0, bytes].map((each) => each.toLocaleString('en-US'));
  return `${path}: ${figures[0]} rows, ${figures[1]} of them blocks, ${figures[2]} bytes, SHA-256 ${sha256}\n`;
}

const damagedWords = (path: string): string =>
  `the store is damaged, so its copy is ${path} and no older backup was replaced; put back the last good one`;

function readArguments(args: string[]): { file: string; force: boolean } | string {
  try {
    const options = { force: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [file, ...rest] = positionals;
    return file === undefined || rest.length > 0 ? 'name one file' : { file, force: values.force };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function fail({ writeError }: BackupCommandParts, code: number, text: string): number {
  writeError(`upheld backup: ${text}\n`);
  return code;
}
