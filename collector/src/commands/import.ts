// `upheld import`: brings history from another monitor or ticket system into the store, from a CSV file.
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { ImportError } from '../imports/import-error.ts';
import type { ImportReport, Problem } from '../imports/import-rows.ts';
import type { CsvInput } from '../imports/lines.ts';
import { importSamples, sampleColumns } from '../imports/samples.ts';
import { importTickets, ticketColumns } from '../imports/tickets.ts';
import type { Store } from '../store/store.ts';

export type ImportParts = {
  agreements: readonly Agreement[];
  /** `vantage` is that of rows that name none. */
  settings: { vantage: string };
  openStore(): Promise<Store>;
  write(text: string): void;
  writeError(text: string): void;
  /** Read where the file is `-`. */
  stdin: AsyncIterable<Uint8Array | string>;
};

const facts = ['samples', 'tickets'] as const;

export const importUsage = `upheld import samples|tickets FILE --agreement NAME
  FILE is CSV with a header; - reads standard input. Rows that are stored already are passed over.
  samples: ${columnList(sampleColumns)}
  tickets: ${columnList(ticketColumns)}`;

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

type Asked = { facts: (typeof facts)[number]; file: string; agreement: string };

function readArguments(args: string[]): Asked | string {
  try {
    const options = { agreement: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [first, file, ...rest] = positionals;
    const kind = facts.find((each) => each === first);
    if (kind === undefined) return 'say what to import, samples or tickets';
    if (file === undefined || rest.length > 0) return 'name one file';
    if (values.agreement === undefined) return '--agreement is missing';
    return { facts: kind, file, agreement: values.agreement };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function run(
  { facts: kind, file }: Asked,
  agreement: Agreement,
  parts: ImportParts,
): Promise<ImportReport> {
  const input: CsvInput = file === '-' ? parts.stdin : bytesOf(file);
  const onProblem = ({ line, kind: fault, text }: Problem) =>
    parts.writeError(`${file}:${line}: ${fault === 'conflict' ? 'conflict: ' : ''}${text}\n`);
  const store = await parts.openStore();
  try {
    return kind === 'samples'
      ? await importSamples(input, { agreement, vantage: parts.settings.vantage, store, onProblem })
      : await importTickets(input, { agreement, store, onProblem });
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
  return isUnreadable ? `${error.message}; name a CSV file, or - for standard input` : null;
}

const summary = ({ stored, duplicates, conflicts, bad }: ImportReport): string =>
  `stored ${stored}, already there ${duplicates}, conflicting ${conflicts}, bad ${bad}\n`;

function unknownAgreement(name: string, agreements: readonly Agreement[]): string {
  const names = agreements.map((agreement) => agreement.name).join(', ') || 'none';
  return `there is no agreement "${name}"; the agreements are: ${names}`;
}

function columnList({
  required,
  optional,
}: {
  required: readonly string[];
  optional: readonly string[];
}): string {
  return `columns ${required.join(', ')}; optional ${optional.join(', ')}`;
}

function fail({ writeError }: ImportParts, code: number, text: string): number {
  writeError(`upheld import: ${text}\n`);
  return code;
}
