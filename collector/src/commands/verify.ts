// `upheld verify`: proves that the store is whole, beside a running collector or without one.
import { parseArgs } from 'node:util';
import type { Check } from '../operations/findings.ts';
import { areAllWell, checkLines } from './check-lines.ts';

export const verifyUsage = `upheld verify [--json]
  engine: the pages, indexes and references of the store; blocks: each unpacks to its hash, cites the version before,
  and no head row says otherwise; slots: from the first to the last of each probed source every slot has an outcome.
  tallies: the statements made of them are those made straight from samples. Samples beside the slots, such as
  imports, are counted and prove nothing. Exit status 0; 1 when a check fails`;

export type VerifyCommandParts = {
  verify(): Promise<Check[]>;
  write(text: string): void;
  writeError(text: string): void;
};

/** Prints one line a check, or with `--json` the checks. Exit status 0; 1 when one fails; 2 when asked wrongly. */
export async function verifyCommand(args: string[], parts: VerifyCommandParts): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') {
    parts.writeError(`upheld verify: ${asked}\nusage: ${verifyUsage}\n`);
    return 2;
  }
  const checks = await parts.verify();
  const isWhole = areAllWell(checks);
  parts.write(asked.json ? `${JSON.stringify({ isWhole, checks }, null, 2)}\n` : checkLines(checks));
  return isWhole ? 0 : 1;
}

function readArguments(args: string[]): { json: boolean } | string {
  try {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } });
    return values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
