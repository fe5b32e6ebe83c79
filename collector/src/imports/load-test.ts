// `upheld import load-test`: the result of one load test, for one promise of capacity.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { namesInAnyVersion } from '@upheld/shared/agreement/versions';
import { among } from '@upheld/shared/agreement/among';
import type { LoadTest } from '@upheld/shared/facts/load-test';
import type { Instant } from '@upheld/shared/time/instant';
import type { LoadTestConflict, ImportStore } from '../store/store.ts';
import { ImportError } from '../csv/import-error.ts';
import type { ImportReport, Problem } from './import-rows.ts';
import { readLoadTest } from './load-test-file.ts';

export type LoadTestImport = {
  agreement: Agreement;
  /** The promise that the test is about. */
  objective: string;
  /** When the test ended, where the file does not say it. */
  at: Instant | null;
  store: Pick<ImportStore, 'putLoadTests'>;
  onProblem(problem: Problem): void;
};

/** A summary is small; whatever is longer is no summary. */
const longest = 16 * 1024 * 1024;
const tooLong = 'the file is longer than 16 MiB; name the summary of one test';

/**
 * Stores the test of the file, durable when this resolves; a second run stores nothing. Throws an
 * `ImportError` where the agreement has no such promise, and the store's own errors.
 */
export async function importLoadTest(
  input: AsyncIterable<Uint8Array | string>,
  { agreement, objective, at, store, onProblem }: LoadTestImport,
): Promise<ImportReport> {
  checkObjective(agreement, objective);
  const read = readLoadTest(await textOf(input), at);
  if (!read.ok) {
    for (const text of read.faults) onProblem({ kind: 'bad', line: null, text });
    return { stored: 0, duplicates: 0, conflicts: 0, bad: 1 };
  }
  const test = { agreement: agreement.name, objective, ...read.value };
  const { stored, duplicates, conflicts } = await store.putLoadTests([test]);
  conflicts.map(problemOf).forEach(onProblem);
  return { stored, duplicates, conflicts: conflicts.length, bad: 0 };
}

function checkObjective(agreement: Agreement, given: string): void {
  const names = namesInAnyVersion(agreement, ({ objectives }) =>
    objectives.filter(({ indicator }) => indicator.type === 'capacity').map(({ name }) => name),
  );
  if (names.includes(given)) return;
  if (names.length > 0) throw new ImportError(`--objective: got "${given}"; ${among(names, given)}`);
  throw new ImportError(
    `the agreement ${agreement.name} promises no capacity; add an objective with it, such as indicator: { type: capacity, users: 10000, validFor: 12M }`,
  );
}

async function textOf(input: AsyncIterable<Uint8Array | string>): Promise<string> {
  const decoder = new TextDecoder(); // it drops the byte order mark
  let text = '';
  for await (const piece of input) {
    text += typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
    if (text.length > longest) throw new ImportError(tooLong);
  }
  return text + decoder.decode();
}

function problemOf({ given, kept }: LoadTestConflict): Problem {
  const test = `${given.name} at ${Temporal.Instant.fromEpochMilliseconds(given.at).toString()}`;
  const text = `${test}: got ${words(given)}; the store already holds ${words(kept)}, and the first is kept`;
  return { kind: 'conflict', line: null, text };
}

function words({ users, terms, tool }: LoadTest): string {
  const ran = tool === null ? '' : ` by ${tool}`;
  const held = terms.map(({ name, kept }) => `${name} ${kept ? 'kept' : 'broken'}`).join(', ');
  return `${users} users${ran} (${held === '' ? 'no terms' : held})`;
}
