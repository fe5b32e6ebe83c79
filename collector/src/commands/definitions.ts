// `upheld definitions`: one promise over a period under every definition of its share in use, from the store.
import { parseArgs } from 'node:util';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { DefinitionsStatement } from '@upheld/shared/evaluation/definitions';
import { unknownPromise } from '@upheld/shared/evaluation/only-promise';
import { instant } from '../csv/fields.ts';
import { definitionsTable } from './definitions-table.ts';
import { unknownAgreement } from './unknown-agreement.ts';

export type DefinitionsParts = {
  agreements: Agreement[];
  now: () => number;
  definitions(
    agreement: Agreement,
    asked: { promise: string; period: string; asOf: number },
  ): Promise<DefinitionsStatement>;
  write(text: string): void;
  writeError(text: string): void;
};

export const definitionsUsage =
  'upheld definitions <agreement> <promise> --period 2026-Q3|2026-07|2026 [--as-of INSTANT] [--json]';

/** Prints tables, or with `--json` the answer. Exit status 0; 1 when it cannot; 2 when asked wrongly. */
export async function definitionsCommand(args: string[], parts: DefinitionsParts): Promise<number> {
  const asked = readArguments(args, parts);
  if (typeof asked === 'string') return fail(parts, 2, `${asked}\nusage: ${definitionsUsage}`);
  const agreement = parts.agreements.find(({ name }) => name === asked.agreement);
  if (agreement === undefined) return fail(parts, 1, unknownAgreement(asked.agreement, parts.agreements));
  const unknown = unknownPromise(agreement, asked.promise);
  if (unknown !== null) return fail(parts, 1, unknown);
  try {
    const answer = await parts.definitions(agreement, asked);
    parts.write(asked.json ? `${JSON.stringify(answer, null, 2)}\n` : definitionsTable(answer, agreement));
    return 0;
  } catch (error) {
    if (error instanceof RangeError) return fail(parts, 2, `${error.message}\nusage: ${definitionsUsage}`);
    throw error;
  }
}

type Asked = { agreement: string; promise: string; period: string; asOf: number; json: boolean };

const options = {
  period: { type: 'string' },
  'as-of': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

function readArguments(args: string[], { now }: DefinitionsParts): Asked | string {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [agreement, promise, ...rest] = positionals;
    if (agreement === undefined || promise === undefined || rest.length > 0) {
      return 'name one agreement and one of its promises';
    }
    if (values.period === undefined) return '--period is missing';
    const asOf = instant.safeParse(values['as-of'] ?? String(now()));
    if (!asOf.success) return `--as-of: got "${values['as-of']}"; ${asOf.error.issues[0]?.message}`;
    return { agreement, promise, period: values.period, asOf: asOf.data, json: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function fail({ writeError }: DefinitionsParts, code: number, text: string): number {
  writeError(`upheld definitions: ${text}\n`);
  return code;
}
