// Reads a folder of vectors: one file a kind, as its README says.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { z } from 'zod';

const vectorFile = z.strictObject({
  kind: z.string(),
  spec: z.string(),
  cases: z.array(z.strictObject({ title: z.string(), input: z.unknown(), expected: z.unknown() })).min(1),
});

export type VectorFile = z.infer<typeof vectorFile>;

/** The project's own copy, used unless `UPHELD_VECTORS` names another folder. */
export const ownCopy = fileURLToPath(new URL('./cases', import.meta.url));

/** The folder that the copy was taken from, where the checkout has it as a neighbour. */
export const original = fileURLToPath(new URL('../../../shared/vectors', import.meta.url));

/** Every `*.json` of the folder in the order of its names; throws on a file that is no vector file. */
export function readVectors(folder: string): VectorFile[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  if (names.length === 0) throw new Error(`${folder}: no *.json; name a folder of vectors in UPHELD_VECTORS`);
  return names.map((name) => vectorFile.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}

/** The files of both folders that are not byte for byte the same, or are only in one of them. */
export function differingFiles(one: string, other: string): string[] {
  const names = new Set([...readdirSync(one), ...readdirSync(other)]);
  return [...names].filter((name) => contentOf(one, name) !== contentOf(other, name)).sort();
}

function contentOf(folder: string, name: string): string | null {
  return readdirSync(folder).includes(name) ? readFileSync(join(folder, name), 'utf8') : null;
}
