// The recorded cases in test/fixtures/replay: a folder each, with the terms (config/), the facts (samples.csv,
// tickets.csv, slices.csv, load-test.json, as far as there are any), what is asked (replay.json) and the
// answer (statement.json).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = fileURLToPath(new URL('../fixtures/replay', import.meta.url));

const questionSchema = z.strictObject({ agreement: z.string(), period: z.string(), asOf: z.iso.datetime() });

/** What is asked of a case; `asOf` is an instant. */
export type Question = { agreement: string; period: string; asOf: number };

/** One file of facts and what it holds. */
export type FactFile = { holds: 'samples' | 'tickets' | 'slices' | 'load-test'; text: string };

export type ReplayCase = { name: string; config: string; question: Question; facts: FactFile[] };

const factFiles = {
  ...{ samples: 'samples.csv', tickets: 'tickets.csv', slices: 'slices.csv' },
  'load-test': 'load-test.json',
} as const;

/** The names of all cases, in order. */
export const caseNames: readonly string[] = readdirSync(root).sort();

/** Throws where the folder is none, or asks nothing. */
export function readCase(name: string): ReplayCase {
  const folder = join(root, name);
  const asked = questionSchema.parse(JSON.parse(readFileSync(join(folder, 'replay.json'), 'utf8')));
  return {
    ...{ name, config: join(folder, 'config'), facts: factsIn(folder) },
    question: { ...asked, asOf: Temporal.Instant.from(asked.asOf).epochMilliseconds },
  };
}

/** Where the answer of a case is recorded. */
export function statementFile(name: string): string {
  return join(root, name, 'statement.json');
}

/** The recorded answer, byte for byte; empty where none was recorded yet. */
export function recordedStatement(name: string): string {
  const file = statementFile(name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function factsIn(folder: string): FactFile[] {
  return (['samples', 'tickets', 'slices', 'load-test'] as const).flatMap((holds) => {
    const file = join(folder, factFiles[holds]);
    return existsSync(file) ? [{ holds, text: readFileSync(file, 'utf8') }] : [];
  });
}
