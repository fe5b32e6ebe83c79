// What stands beside a backup: what it was made of, so that years later somebody can tell whether it is whole.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { OperationError } from './operation-error.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const manifest = z.object({
  /** The release that made it, and the schema of its tables. */
  upheld: z.string(),
  schema: z.number().int(),
  madeAt: z.string(),
  bytes: z.number().int(),
  sha256,
  rows: z.record(z.string(), z.number().int()),
  /** SHA-256 of the configuration's files by name: the terms under which the facts were judged then. */
  configuration: z.record(z.string(), sha256),
});

export type Manifest = z.infer<typeof manifest>;

/** Where the manifest of a backup stands. */
export const manifestPath = (file: string): string => `${file}.json`;

/** Null where there is none. Throws an `OperationError` for one that cannot be read. */
export async function readManifest(file: string): Promise<Manifest | null> {
  const text = await readFile(manifestPath(file), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return manifest.parse(JSON.parse(text));
  } catch {
    throw new OperationError(
      `${manifestPath(file)} is not what upheld backup writes; put back that of ${file}`,
    );
  }
}

export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** By the names of the files. */
export async function hashesOf(files: readonly string[]): Promise<Record<string, string>> {
  const hashed = files.map(async (path) => [basename(path), await fileHash(path)] as const);
  return Object.fromEntries(await Promise.all(hashed));
}

/** What differs between a backup and what stands beside it; none where they belong together. */
export async function manifestFaults(file: string, known: Manifest): Promise<string[]> {
  const { size } = await stat(file);
  const hash = await fileHash(file);
  return [
    ...(size === known.bytes ? [] : [`it has ${size} bytes, its manifest says ${known.bytes}`]),
    ...(hash === known.sha256 ? [] : [`its SHA-256 is ${hash}, its manifest says ${known.sha256}`]),
  ];
}
