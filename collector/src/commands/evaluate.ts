// `upheld evaluate`: judges an agreement over a period from the store, without a running collector.
import { parseArgs } from 'node:util';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { FullAgreement } from '@upheld/shared/agreement/document';
import { assess, periodBefore } from '@upheld/shared/evaluation/assessment';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { instant } from '../csv/fields.ts';
import { assessmentLines } from './assessment-lines.ts';
import { statementTable } from './statement-table.ts';
import { unknownAgreement } from './unknown-agreement.ts';

export type EvaluateParts = {
  agreements: FullAgreement[];
  now: () => number;
  statement(agreement: Agreement, period: string, asOf: number): Promise<Statement>;
  write(text: string): void;
  writeError(text: string): void;
};

export const evaluateUsage =
  'upheld evaluate <agreement> --period 2026-Q3|2026-07|2026 [--as-of INSTANT] [--json]';

/** Prints a table, or with `--json` the statement. Exit status 0; 1 when it cannot; 2 when asked wrongly. */
export async function evaluate(args: string[], parts: EvaluateParts): Promise<number> {
  const asked = readArguments(args, parts);
  if (typeof asked === 'string') return fail(parts, 2, `${asked}\nusage: ${evaluateUsage}`);
  const agreement = parts.agreements.find(({ name }) => name === asked.agreement);
  if (agreement === undefined) return fail(parts, 1, unknownAgreement(asked.agreement, parts.agreements));
  try {
    const statement = await parts.statement(agreement, asked.period, asked.asOf);
    const before = periodBefore(agreement, asked.period);
    const previous = before === null ? null : await parts.statement(agreement, before, asked.asOf);
    const assessment = assess(agreement, statement, previous);
    parts.write(
      asked.json
        ? `${JSON.stringify({ ...brief(statement), ...assessment }, null, 2)}\n`
        : `${statementTable(statement, agreement)}\n${assessmentLines(assessment, agreement)}`,
    );
    return 0;
  } catch (error) {
    if (error instanceof RangeError) return fail(parts, 2, `${error.message}\nusage: ${evaluateUsage}`);
    throw error;
  }
}

type Asked = { agreement: string; period: string; asOf: number; json: boolean };

function readArguments(args: string[], { now }: EvaluateParts): Asked | string {
  const options = {
    period: { type: 'string' },
    'as-of': { type: 'string' },
    json: { type: 'boolean', default: false },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [agreement, ...rest] = positionals;
    if (agreement === undefined || rest.length > 0) return 'name one agreement';
    if (values.period === undefined) return '--period is missing';
    const asOf = instant.safeParse(values['as-of'] ?? String(now()));
    if (!asOf.success) return `--as-of: got "${values['as-of']}"; ${asOf.error.issues[0]?.message}`;
    return { agreement, period: values.period, asOf: asOf.data, json: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What the JSON form promises: the figures without the ranges, days and clocks behind them. */
function brief(statement: Statement) {
  return {
    ...statement,
    promises: statement.promises.map(({ name, kind, indicator, owedBy, op, target, periods }) => ({
      name,
      kind,
      indicator,
      owedBy,
      op,
      target,
      periods: periods.map(
        ({ period, source, state, verdict, doubts, ledger, events, display, evidence }) => ({
          period,
          source,
          state,
          verdict,
          doubts,
          ...(ledger === undefined ? {} : { ledger }),
          ...(events === undefined ? {} : { events }),
          display,
          evidence,
        }),
      ),
    })),
  };
}

function fail({ writeError }: EvaluateParts, code: number, text: string): number {
  writeError(`upheld evaluate: ${text}\n`);
  return code;
}
