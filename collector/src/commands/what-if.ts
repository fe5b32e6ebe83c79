// `upheld what-if`: a promise judged again over past periods under other terms, from the store.
import { parseArgs } from 'node:util';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { termsChangeSchema, type TermsChange } from '@upheld/shared/evaluation/changed-terms';
import { promiseNamed, unknownPromise } from '@upheld/shared/evaluation/only-promise';
import { lastPeriods, periodRange } from '@upheld/shared/evaluation/periods-asked';
import type { WhatIf } from '@upheld/shared/evaluation/what-if';
import { unknownAgreement } from './unknown-agreement.ts';
import { whatIfTable } from './what-if-table.ts';

export type WhatIfParts = {
  agreements: Agreement[];
  now: () => number;
  whatIf(
    agreement: Agreement,
    asked: { promise: string; periods: string[]; change: TermsChange; asOf: number },
  ): Promise<WhatIf>;
  write(text: string): void;
  writeError(text: string): void;
};

export const whatIfUsage = `upheld what-if <agreement> <promise> [--target 99.95%] [--threshold 150ms] [--calendar always]
         [--exclusions none|requested|approved] [--not-measured good|bad|undetermined]
         [--periods 2026-Q1..2026-Q3 | --last 4] [--json]`;

/** Prints a table, or with `--json` the answer. Exit status 0; 1 when it cannot; 2 when asked wrongly. */
export async function whatIfCommand(args: string[], parts: WhatIfParts): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return fail(parts, 2, `${asked}\nusage: ${whatIfUsage}`);
  const agreement = parts.agreements.find(({ name }) => name === asked.agreement);
  if (agreement === undefined) return fail(parts, 1, unknownAgreement(asked.agreement, parts.agreements));
  const unknown = unknownPromise(agreement, asked.promise);
  if (unknown !== null) return fail(parts, 1, unknown);
  try {
    const { promise, change } = asked;
    const asOf = parts.now();
    const periods = periodsAsked(agreement, asked, asOf);
    const answer = await parts.whatIf(agreement, { promise, periods, change, asOf });
    parts.write(asked.json ? `${JSON.stringify(answer, null, 2)}\n` : whatIfTable(answer, agreement));
    return 0;
  } catch (error) {
    if (error instanceof RangeError) return fail(parts, 2, `${error.message}\nusage: ${whatIfUsage}`);
    throw error;
  }
}

type Asked = {
  agreement: string;
  promise: string;
  change: TermsChange;
  periods: string | undefined;
  last: string | undefined;
  json: boolean;
};

const options = {
  target: { type: 'string' },
  threshold: { type: 'string' },
  calendar: { type: 'string' },
  exclusions: { type: 'string' },
  'not-measured': { type: 'string' },
  periods: { type: 'string' },
  last: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

function readArguments(args: string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [agreement, promise, ...rest] = positionals;
    if (agreement === undefined || promise === undefined || rest.length > 0) {
      return 'name one agreement and one of its promises';
    }
    const { periods, last, json, 'not-measured': notMeasured, ...change } = values;
    if (periods !== undefined && last !== undefined) return 'give --periods or --last, not both';
    const read = termsChangeSchema.safeParse({ ...change, notMeasured });
    if (!read.success) return read.error.issues.map((issue) => faultOf(issue, values)).join('\n');
    return { agreement, promise, change: read.data, periods, last, json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function faultOf({ path, message }: { path: PropertyKey[]; message: string }, values: object): string {
  const name = path[0] === 'notMeasured' ? 'not-measured' : String(path[0]);
  const given = Object.entries(values).find(([option]) => option === name)?.[1];
  return `--${name}: got "${given}"; ${message}`;
}

const defaultPeriods = '4';

function periodsAsked(agreement: Agreement, { promise, periods, last }: Asked, now: number): string[] {
  const { period: unit } = promiseNamed(agreement, promise);
  if (periods !== undefined) return periodRange(agreement, periods);
  return lastPeriods(agreement, unit, now, Number(last ?? defaultPeriods));
}

function fail({ writeError }: WhatIfParts, code: number, text: string): number {
  writeError(`upheld what-if: ${text}\n`);
  return code;
}
