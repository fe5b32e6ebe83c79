// `upheld import samples`: history from another monitor, one row a slot.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { namesInAnyVersion } from '@upheld/shared/agreement/versions';
import type { Sample } from '@upheld/shared/facts/sample';
import { z } from 'zod';
import type { Conflict, ImportStore } from '../store/store.ts';
import { age, instant, latency, oneOf, status, word, yesOrNo } from '../csv/fields.ts';
import { ImportError } from '../csv/import-error.ts';
import { importRows, type Good, type ImportReport, type Problem } from './import-rows.ts';
import type { CsvInput } from '../csv/lines.ts';
import { outcomeOf } from './outcomes.ts';

export type SampleImport = {
  agreement: Agreement;
  /** Of rows that name none. */
  vantage: string;
  store: Pick<ImportStore, 'putSamples'>;
  onProblem(problem: Problem): void;
};

/** What the file may hold, beginning with what it must. */
export const sampleColumns = {
  required: ['at', 'source', 'ok'],
  optional: ['vantage', 'latency_ms', 'reason', 'age_ms', 'status'],
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
  const [first, ...others] = namesInAnyVersion(agreement, ({ sources }) => sources.map(({ name }) => name));
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
    age_ms: age,
    status,
  });
  return fields.transform(({ at, source, vantage, ...row }, context): Sample => {
    const outcome = outcomeOf(row);
    if ('outcome' in outcome) return { agreement: agreement.name, source, vantage, at, ...outcome };
    context.addIssue({ code: 'custom', path: [outcome.column], message: outcome.rule });
    return z.NEVER;
  });
}

function problemOf({ index, given, kept }: Conflict, rows: Good<Sample>[]): Problem {
  const slot = `${given.source} from ${given.vantage} at ${Temporal.Instant.fromEpochMilliseconds(given.at).toString()}`;
  return {
    kind: 'conflict',
    line: rows[index]?.line ?? 0,
    text: `${slot}: got ${words(given)}; the store already holds ${words(kept)}, and the first is kept`,
  };
}

/** Everything in which two samples of a slot may differ. */
function words(sample: Sample): string {
  const { outcome, reason, latencyMs, ageMs, status } = { ageMs: null, status: null, ...sample };
  const latency = latencyMs === null ? null : `${latencyMs} ms`;
  const age = ageMs === null ? null : `last update ${ageMs} ms old`;
  return [outcome, reason, status, latency, age].filter((each) => each !== null).join(' ');
}
