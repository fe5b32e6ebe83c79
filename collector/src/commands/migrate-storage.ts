// `upheld migrate-storage`: moves everything to another store and proves that nothing changed on the way.
import { parseArgs } from 'node:util';
import { differenceIn, type Moved } from '../operations/move.ts';
import { wordsOf } from '../operations/operation-error.ts';
import { checkLines } from './check-lines.ts';
import { aligned } from './columns.ts';

export const migrateStorageUsage = `upheld migrate-storage FROM TO [--resume]
  copies the store at the URL FROM to the empty one at TO, compares every row and the statement of every agreement and
  period, and verifies TO; stop Upheld first. --resume goes on with a move that was interrupted`;

export type MigrateCommandParts = {
  move(asked: { from: string; to: string; resumes: boolean }): Promise<Moved>;
  write(text: string): void;
  writeError(text: string): void;
};

/** Exit status 0 when both hold the same; 1 at the first difference, or when it cannot; 2 when asked wrongly. */
export async function migrateStorageCommand(args: string[], parts: MigrateCommandParts): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return fail(parts, 2, `${asked}\nusage: ${migrateStorageUsage}`);
  try {
    const moved = await parts.move(asked);
    parts.write(tableOf(moved));
    const difference = differenceIn(moved);
    return difference === null ? 0 : fail(parts, 1, differing(difference));
  } catch (error) {
    const words = wordsOf(error);
    if (words === null) throw error;
    return fail(parts, 1, words);
  }
}

const differing = (difference: string) =>
  `the two stores differ: ${difference}; see that nothing writes to the old one, and begin anew with an empty new one`;

function tableOf({ tables, statements, checks }: Moved): string {
  const rows = tables.map(({ table, rows, hash, difference }) => [
    ...[table, rows.toLocaleString('en-US'), hash.slice(0, 16), difference === null ? 'equal' : 'differs'],
  ]);
  const judged = ['statements', statements.compared.toLocaleString('en-US'), ''];
  const last = [...judged, statements.difference === null ? 'equal' : 'differs'];
  const lines = aligned([['TABLE', 'ROWS', 'SHA-256', ''], ...rows, last]);
  return `${lines.join('\n')}\n${checkLines(checks)}`;
}

function readArguments(args: string[]): { from: string; to: string; resumes: boolean } | string {
  try {
    const options = { resume: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [from, to, ...rest] = positionals;
    if (from === undefined || to === undefined || rest.length > 0) return 'name two stores';
    return from === to ? 'name two different stores' : { from, to, resumes: values.resume };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function fail({ writeError }: MigrateCommandParts, code: number, text: string): number {
  writeError(`upheld migrate-storage: ${text}\n`);
  return code;
}
