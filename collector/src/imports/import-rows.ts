// What both imports do: read rows, tell every bad one with its line, and store the good ones in batches, so
// that a file may be larger than memory. The next batch is read while the last one is stored.
import { shown } from '@upheld/shared/agreement/shown';
import type { z } from 'zod';
import { readRows, type Columns, type Row } from '../csv/rows.ts';
import type { CsvInput } from '../csv/lines.ts';

/**
 * What was not stored as it stands, and why: `bad` breaks a rule, `conflict` contradicts what is stored.
 * `line` is null where it is not one line's fault.
 */
export type Problem = { kind: 'bad' | 'conflict'; line: number | null; text: string };

/** Rows by what became of them. */
export type ImportReport = { stored: number; duplicates: number; conflicts: number; bad: number };

/** A good row, and the line that it stands on. */
export type Good<Value> = { line: number; value: Value };

export type RowImport<Value> = {
  columns: Columns;
  row: z.ZodType<Value>;
  put(rows: Good<Value>[]): Promise<{ stored: number; duplicates: number; conflicts: Problem[] }>;
  /** Told of every problem, batch after batch: first the bad rows of one, then its conflicts. */
  onProblem(problem: Problem): void;
};

const rowsPerBatch = 2000;

/**
 * Throws an `ImportError` for a file that cannot be read, and what `put` throws; earlier batches stay stored.
 * One batch at a time is being stored, whatever the outcome none when this settles.
 */
export async function importRows<Value>(input: CsvInput, parts: RowImport<Value>): Promise<ImportReport> {
  const report: ImportReport = { stored: 0, duplicates: 0, conflicts: 0, bad: 0 };
  const store = async (rows: Good<Value>[]) => {
    const { stored, duplicates, conflicts } = await parts.put(rows);
    report.stored += stored;
    report.duplicates += duplicates;
    report.conflicts += conflicts.length;
    conflicts.forEach(parts.onProblem);
  };
  let storing = Promise.resolve();
  try {
    for await (const { good, bad } of readBatches(input, parts)) {
      await storing;
      report.bad += bad.length;
      bad.flat().forEach(parts.onProblem);
      if (good.length > 0) storing = store(good);
      storing.catch(() => undefined); // a failure is for whoever awaits it, once the next batch has been read
    }
  } finally {
    await storing;
  }
  return report;
}

/** Rows in the order of the file; `bad` holds the problems of each bad one. */
type Batch<Value> = { good: Good<Value>[]; bad: Problem[][] };

/** Of a file that cannot be read to its end, the last batch has what was bad so far and no good rows. */
async function* readBatches<Value>(
  input: CsvInput,
  { columns, row: schema }: RowImport<Value>,
): AsyncGenerator<Batch<Value>> {
  let batch: Batch<Value> = { good: [], bad: [] };
  try {
    for await (const row of readRows(input, columns)) {
      const read = readRow(row, schema);
      if ('problems' in read) batch.bad.push(read.problems);
      else batch.good.push(read);
      if (batch.good.length + batch.bad.length < rowsPerBatch) continue;
      yield batch;
      batch = { good: [], bad: [] };
    }
  } catch (error) {
    yield { ...batch, good: [] };
    throw error;
  }
  yield batch;
}

function readRow<Value>(row: Row, schema: z.ZodType<Value>): Good<Value> | { problems: Problem[] } {
  const { line } = row;
  if ('fault' in row) return { problems: [{ kind: 'bad', line, text: `got ${row.fault}` }] };
  const read = schema.safeParse(row.fields);
  if (read.success) return { line, value: read.data };
  return {
    problems: read.error.issues.map(({ path, message }) => {
      const column = String(path[0]);
      const got = shown(row.fields[column], [column], message);
      return { kind: 'bad', line, text: `${column}: got ${got}; ${message}` };
    }),
  };
}
