// `upheld import samples`: history from another monitor, one row a slot.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { such } from '@upheld/shared/agreement/rule';
import { badReasons, unmeasuredReasons, type Outcome, type Sample } from '@upheld/shared/facts/sample';
import { z } from 'zod';
import type { Conflict, Store } from '../store/store.ts';
import { instant, latency, oneOf, word, yesOrNo } from './fields.ts';
import { ImportError } from './import-error.ts';
import { importRows, type Good, type ImportReport, type Problem } from './import-rows.ts';
import type { CsvInput } from './lines.ts';

export type SampleImport = {
  agreement: Agreement;
  /** Of rows that name none. */
  vantage: string;
  store: Pick<Store, 'putSamples'>;
  onProblem(problem: Problem): void;
};

/** What the file may hold, beginning with what it must. */
export const sampleColumns = {
  required: ['at', 'source', 'ok'],
  optional: ['vantage', 'latency_ms', 'reason'],
} as const;

/**
 * Stores every good row, durable when this resolves; a second run stores nothing. Throws an `ImportError`
 * for a file that cannot be read at all, and the store's own errors.
 */
export async function importSamples(input: CsvInput, parts: SampleImport): Promise<ImportReport> {
  const { agreement, vantage, store, onProblem } = parts;
  const put = async (rows: Good<Sample>[]) => {
    const result = await store.putSamples(rows.map(({ value }) => value));
    return { ...result, conflicts: result.conflicts.map((conflict) => problemOf(conflict, rows)) };
  };
  return importRows(input, { columns: sampleColumns, row: sampleRow(agreement, vantage), put, onProblem });
}

function sampleRow(agreement: Agreement, defaultVantage: string) {
  const [first, ...others] = agreement.sources.map(({ name }) => name);
  if (first === undefined) {
    throw new ImportError(
      `the agreement ${agreement.name} has no source; add the one that was measured, of type import`,
    );
  }
  const fields = z.object({
    at: instant,
    source: oneOf([first, ...others], first),
    vantage: word('a vantage', 'main', defaultVantage),
    ok: yesOrNo,
    latency_ms: latency,
    reason: z.string(),
  });
  return fields.transform(({ at, source, vantage, ...row }, context): Sample => {
    const outcome = outcomeOf(row);
    if ('outcome' in outcome) return { agreement: agreement.name, source, vantage, at, ...outcome };
    context.addIssue({ code: 'custom', path: [outcome.column], message: outcome.rule });
    return z.NEVER;
  });
}

type OutcomeFields = { ok: boolean | null; latency_ms: number | null; reason: string };
type Broken = { column: 'latency_ms' | 'reason'; rule: string };

/** An empty `ok` is a slot that was not measured (measurement.md section 2). */
function outcomeOf({ ok, latency_ms: latencyMs, reason }: OutcomeFields): Outcome | Broken {
  if (ok === true) {
    if (reason === '') return { outcome: 'ok', reason: null, latencyMs };
    return { column: 'reason', rule: 'a row that is ok has no reason: leave it empty' };
  }
  if (ok === false) {
    const known = reason === '' ? 'expectation' : badReasons.find((each) => each === reason);
    if (known !== undefined) return { outcome: 'bad', reason: known, latencyMs };
    return { column: 'reason', rule: reasonRule('that is not ok', badReasons, 'timeout') };
  }
  if (latencyMs !== null) {
    return {
      column: 'latency_ms',
      rule: 'a row without ok was not measured and has no latency: leave it empty',
    };
  }
  const known = reason === '' ? 'stopped' : unmeasuredReasons.find((each) => each === reason);
  if (known !== undefined) return { outcome: 'unmeasured', reason: known, latencyMs };
  return { column: 'reason', rule: reasonRule('without ok', unmeasuredReasons, 'stopped') };
}

const reasonRule = (rows: string, reasons: readonly string[], example: string): string =>
  such(`the reason of a row ${rows} is empty or one of ${reasons.join(', ')}`, example);

function problemOf({ index, given, kept }: Conflict, rows: Good<Sample>[]): Problem {
  const slot = `${given.source} from ${given.vantage} at ${Temporal.Instant.fromEpochMilliseconds(given.at).toString()}`;
  return {
    kind: 'conflict',
    line: rows[index]?.line ?? 0,
    text: `${slot}: got ${words(given)}; the store already holds ${words(kept)}, and the first is kept`,
  };
}

const words = ({ outcome, reason, latencyMs }: Sample): string =>
  [outcome, reason, latencyMs === null ? null : `${latencyMs} ms`].filter((each) => each !== null).join(' ');
