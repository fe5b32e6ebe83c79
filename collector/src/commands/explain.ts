// `upheld explain`: why a promise was judged as it was, as text to read or as the record itself.
import { parseArgs } from 'node:util';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { explanationText } from '@upheld/shared/api/explanation-text';
import { explain, type Explanation } from '@upheld/shared/evaluation/explanation';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { instant } from '../csv/fields.ts';
import type { EvaluateParts } from './evaluate.ts';

export const explainUsage =
  'upheld explain <agreement> <promise> --period 2026-Q3|2026-07|2026 [--source NAME] [--as-of INSTANT] [--json]';

/** Prints every period of the promise inside the one asked for. Exit status 0; 1 when it cannot; 2 when asked wrongly. */
export async function explainPromise(args: string[], parts: EvaluateParts): Promise<number> {
  const asked = readArguments(args, parts);
  if (typeof asked === 'string') return fail(parts, 2, `${asked}\nusage: ${explainUsage}`);
  const agreement = parts.agreements.find(({ name }) => name === asked.agreement);
  if (agreement === undefined) return fail(parts, 1, unknown('agreement', asked.agreement, parts.agreements));
  try {
    const statement = await parts.statement(agreement, asked.period, asked.asOf);
    const explanations = explanationsOf(statement, asked);
    if (typeof explanations === 'string') return fail(parts, 1, explanations);
    parts.write(asked.json ? `${JSON.stringify(explanations, null, 2)}\n` : printed(explanations, agreement));
    return 0;
  } catch (error) {
    if (error instanceof RangeError) return fail(parts, 2, `${error.message}\nusage: ${explainUsage}`);
    throw error;
  }
}

type Asked = {
  agreement: string;
  promise: string;
  period: string;
  source: string | undefined;
  asOf: number;
  json: boolean;
};

function readArguments(args: string[], { now }: EvaluateParts): Asked | string {
  const options = {
    period: { type: 'string' },
    source: { type: 'string' },
    'as-of': { type: 'string' },
    json: { type: 'boolean', default: false },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [agreement, promise, ...rest] = positionals;
    if (agreement === undefined || promise === undefined || rest.length > 0) {
      return 'name one agreement and one promise';
    }
    const { period, source, json } = values;
    if (period === undefined) return '--period is missing';
    const asOf = instant.safeParse(values['as-of'] ?? String(now()));
    if (!asOf.success) return `--as-of: got "${values['as-of']}"; ${asOf.error.issues[0]?.message}`;
    return { agreement, promise, period, source, asOf: asOf.data, json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function explanationsOf(
  { promises, skipped }: Statement,
  { promise: name, source }: Asked,
): Explanation[] | string {
  const reason = skipped.find((promise) => promise.name === name)?.reason;
  if (reason !== undefined) return `"${name}": ${reason}`;
  const promise = promises.find((candidate) => candidate.name === name);
  if (promise === undefined) return unknown('promise', name, promises);
  const periods = promise.periods.filter((period) => source === undefined || period.source === source);
  if (periods.length > 0) return periods.map((period) => explain(promise, period));
  const sources = promise.periods.flatMap((period) =>
    period.source === null ? [] : [{ name: period.source }],
  );
  return sources.length === 0
    ? `"${name}" is judged over all its sources together; leave --source out`
    : unknown('source', source ?? '', sources);
}

function printed(explanations: Explanation[], { timeZone }: Agreement): string {
  return explanations.map((explanation) => explanationText(explanation, timeZone)).join('\n');
}

function unknown(what: string, name: string, known: { name: string }[]): string {
  const names = [...new Set(known.map((one) => one.name))].join(', ') || 'none';
  return `there is no ${what} "${name}"; one of ${names}`;
}

function fail({ writeError }: EvaluateParts, code: number, text: string): number {
  writeError(`upheld explain: ${text}\n`);
  return code;
}
