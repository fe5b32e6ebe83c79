// `upheld import`: brings what others measured into the store: history of another monitor or ticket system from
// a CSV file, or the result of a load test.
import { createReadStream } from 'node:fs';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Clock } from '../clock.ts';
import { ImportError } from '../csv/import-error.ts';
import type { ImportReport, Problem } from '../imports/import-rows.ts';
import { importLoadTest } from '../imports/load-test.ts';
import { importSamples } from '../imports/samples.ts';
import { importTickets } from '../imports/tickets.ts';
import type { ImportStore } from '../store/store.ts';
import { importUsage, readArguments, type Asked } from './import-arguments.ts';
import { unknownAgreement } from './unknown-agreement.ts';

export type ImportParts = {
  agreements: readonly Agreement[];
  /** `vantage` is that of rows that name none. */
  settings: { vantage: string };
  clock: Pick<Clock, 'now'>;
  openStore(): Promise<ImportStore>;
  write(text: string): void;
  writeError(text: string): void;
  /** Read where the file is `-`. */
  stdin: AsyncIterable<Uint8Array | string>;
};

/**
 * Prints every bad and conflicting row to the error output and a summary to the output. Exit status 0 when
 * all rows are in the store, 1 when some are not or nothing could be imported, 2 when asked wrongly.
 */
export async function importCommand(args: string[], parts: ImportParts): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return fail(parts, 2, `${asked}\nusage: ${importUsage}`);
  const agreement = parts.agreements.find(({ name }) => name === asked.agreement);
  if (agreement === undefined) return fail(parts, 1, unknownAgreement(asked.agreement, parts.agreements));
  try {
    const report = await run(asked, agreement, parts);
    parts.write(summary(report));
    return report.bad + report.conflicts === 0 ? 0 : 1;
  } catch (error) {
    const words = expected(error);
    if (words === null) throw error;
    return fail(parts, 1, `${asked.file}: ${words}`);
  }
}

async function run(asked: Asked, agreement: Agreement, parts: ImportParts): Promise<ImportReport> {
  const { file } = asked;
  const input = file === '-' ? parts.stdin : bytesOf(file);
  const onProblem = ({ line, kind, text }: Problem) => {
    const place = line === null ? file : `${file}:${line}`;
    parts.writeError(`${place}: ${kind === 'conflict' ? 'conflict: ' : ''}${text}\n`);
  };
  const store = await parts.openStore();
  try {
    const common = { agreement, store, onProblem };
    if (asked.facts === 'load-test') {
      const { objective, at } = asked;
      return await importLoadTest(input, { ...common, objective, at });
    }
    if (asked.facts === 'tickets') {
      return await importTickets(input, { ...common, readAt: parts.clock.now() });
    }
    return await importSamples(input, { ...common, vantage: parts.settings.vantage });
  } finally {
    await store.close();
  }
}

/** Opened when the first row is asked for: a stream that fails before somebody listens ends the process. */
async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file);
}

/** What the reader can put right: the file, or the store. Anything else is a defect and gets a stack trace. */
function expected(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof ImportError || error.name === 'StoreError') return error.message;
  const isUnreadable = 'syscall' in error;
  return isUnreadable ? `${error.message}; name a file, or - for standard input` : null;
}

const summary = ({ stored, duplicates, conflicts, bad }: ImportReport): string =>
  `stored ${stored}, already there ${duplicates}, conflicting ${conflicts}, bad ${bad}\n`;

function fail({ writeError }: ImportParts, code: number, text: string): number {
  writeError(`upheld import: ${text}\n`);
  return code;
}
