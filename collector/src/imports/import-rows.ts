// What both imports do: read rows, tell every bad one with its line, and store the good ones in batches, so
// that a file may be larger than memory.
import { shown } from '@upheld/shared/agreement/shown';
import type { z } from 'zod';
import { readRows, type Columns, type Row } from './csv.ts';
import type { CsvInput } from './lines.ts';

/** A row that was not stored as it stands, and why: `bad` breaks a rule, `conflict` contradicts what is stored. */
export type Problem = { kind: 'bad' | 'conflict'; line: number; text: string };

/** Rows by what became of them. */
export type ImportReport = { stored: number; duplicates: number; conflicts: number; bad: number };

/** A good row, and the line that it stands on. */
export type Good<Value> = { line: number; value: Value };

export type RowImport<Value> = {
  columns: Columns;
  row: z.ZodType<Value>;
  put(rows: Good<Value>[]): Promise<{ stored: number; duplicates: number; conflicts: Problem[] }>;
  /** Told of every problem as it is found. */
  onProblem(problem: Problem): void;
};

const rowsPerBatch = 2000;

/** Throws an `ImportError` for a file that cannot be read, and what `put` throws; earlier batches stay stored. */
export async function importRows<Value>(input: CsvInput, parts: RowImport<Value>): Promise<ImportReport> {
  const report: ImportReport = { stored: 0, duplicates: 0, conflicts: 0, bad: 0 };
  let batch: Good<Value>[] = [];
  const store = async () => {
    const { stored, duplicates, conflicts } = await parts.put(batch);
    batch = [];
    report.stored += stored;
    report.duplicates += duplicates;
    report.conflicts += conflicts.length;
    conflicts.forEach(parts.onProblem);
  };
  for await (const row of readRows(input, parts.columns)) {
    const read = readRow(row, parts.row);
    if ('problems' in read) {
      report.bad += 1;
      read.problems.forEach(parts.onProblem);
    } else {
      batch.push(read);
      if (batch.length === rowsPerBatch) await store();
    }
  }
  if (batch.length > 0) await store();
  return report;
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
