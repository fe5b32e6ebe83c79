// How far a file has been read. The text of the file decides, by its SHA-256; size and instant only spare the
// reading of one that nobody has touched.
import { z } from 'zod';

const stamp = z.object({ size: z.number(), modifiedMs: z.number() });

const cursor = z.object({
  sha256: z.string(),
  /** Null for a file that was written moments ago: within the grain of its clock it may change unseen. */
  stamp: stamp.nullable(),
  /** The last line that was given; null once all of them were. */
  line: z.int().nullable(),
  /** What was wrong with the file, in words, once all of it was read. */
  fault: z.string().nullable(),
});

export type FileStamp = z.output<typeof stamp>;
export type FileCursor = z.output<typeof cursor>;

/** Null where there is none, or one of another kind of source: the file is read from its first line. */
export function readCursor(text: string | null): FileCursor | null {
  const read = cursor.safeParse(parsed(text));
  return read.success ? read.data : null;
}

export function writeCursor(value: FileCursor): string {
  return JSON.stringify(value);
}

/** The cursor of a file that was read in full and that nobody has touched since; else null. */
export function untouched(known: FileCursor | null, found: FileStamp): FileCursor | null {
  if (known === null || known.line !== null || known.stamp === null) return null;
  const { size, modifiedMs } = known.stamp;
  return size === found.size && modifiedMs === found.modifiedMs ? known : null;
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
