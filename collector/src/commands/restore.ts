// `upheld restore`: checks a backup, and puts it in the place of the store.
import { parseArgs } from 'node:util';
import type { Check } from '../operations/findings.ts';
import { wordsOf } from '../operations/operation-error.ts';
import type { Restored } from '../operations/restore.ts';
import { isDamage } from '../operations/stores.ts';
import { checkLines } from './check-lines.ts';

export const restoreUsage = `upheld restore FILE [--verify] [--force]
  checks the backup FILE and puts it where UPHELD_STORE_URL says, which must be empty; --verify checks and changes
  nothing; --force keeps a store file that stands there beside it. A backup of an older release is brought up to date`;

export type RestoreCommandParts = {
  check(file: string): Promise<Check[]>;
  restore(file: string, mayReplace: boolean): Promise<Restored>;
  /** The store's name for people. */
  place(): string;
  write(text: string): void;
  writeError(text: string): void;
};

/** Exit status 0; 1 when the backup is damaged or cannot be put in place; 2 when asked wrongly. */
export async function restoreCommand(args: string[], parts: RestoreCommandParts): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return fail(parts, 2, `${asked}\nusage: ${restoreUsage}`);
  try {
    return await run(asked, parts);
  } catch (error) {
    const words = wordsOf(error);
    if (words === null) throw error;
    return fail(parts, 1, words);
  }
}

type Asked = { file: string; verify: boolean; force: boolean };

async function run({ file, verify, force }: Asked, parts: RestoreCommandParts): Promise<number> {
  const checks = await parts.check(file);
  parts.write(checkLines(checks));
  if (checks.some(isDamage)) return fail(parts, 1, `${file} is damaged; nothing was changed`);
  if (verify) return 0;
  const { aside } = await parts.restore(file, force);
  const old = aside === null ? '' : `; the store that stood there is ${aside}`;
  parts.write(`${file} is in place as ${parts.place()}, and whole${old}\n`);
  return 0;
}

function readArguments(args: string[]): Asked | string {
  try {
    const options = {
      verify: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
    } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [file, ...rest] = positionals;
    return file === undefined || rest.length > 0 ? 'name one backup' : { file, ...values };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function fail({ writeError }: RestoreCommandParts, code: number, text: string): number {
  writeError(`upheld restore: ${text}\n`);
  return code;
}
