// A ticket desk that gives its events as a CSV file beside the agreements. A file that changed is read from its
// first line, because rows may have come anywhere; the store keeps each event once.
import { createHash } from 'node:crypto';
import { duration } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { milliseconds } from '@upheld/shared/time/duration';
import { z } from 'zod';
import type { FoundFile } from '../files.ts';
import { readCursor, untouched, writeCursor, type FileCursor } from '../tickets/file-cursor.ts';
import { readTicketFile } from '../tickets/ticket-file.ts';
import { SyncError, type ConnectorContext, type ConnectorKind, type Page } from './connector.ts';

const pathRule = such(
  'a path leads to a file inside the folder of the agreements, without / before it and without ..',
  'imports/desk.csv',
);

const spec = part('the spec of a csv source has the path of a file', '{ path: imports/desk.csv }', {
  path: z
    .string(pathRule)
    .max(500, pathRule)
    .regex(/^(?!\.{1,2}(\/|$))[^/\\\p{Cc}]+(\/(?!\.{1,2}(\/|$))[^/\\\p{Cc}]+)*$/u, pathRule),
  /** A file that was last written longer ago says nothing of what has happened since. */
  staleAfter: duration(['m', 'h', 'd', 'w'], '25h').default('25h'),
});

export type CsvSpec = z.output<typeof spec>;

/** Longer than the grain of any file's clock, and than a writer pauses within a row. */
const settledAfterMs = 10_000;

/** The rows whose faults are told; with them mended, the next ones are. */
const mostTold = 5;

/** The `csv` source kind. */
export const csv = { type: 'csv', grade: 'own', spec, poll } satisfies ConnectorKind<CsvSpec>;

async function* poll(terms: CsvSpec, cursor: string | null, context: ConnectorContext): AsyncGenerator<Page> {
  const { path, staleAfter } = terms;
  const found = await context.file(path);
  if (!found.ok) throw new SyncError(found.words, { reason: 'unreachable' });
  const known = readCursor(cursor);
  const reached = untouched(known, found) ?? (yield* readOn(path, found, known));
  yield { events: [], cursor: writeCursor(reached), knownUntil: Math.floor(found.modifiedMs) };
  if (reached.fault !== null) throw new SyncError(reached.fault);
  if (found.ageMs > milliseconds(staleAfter)) {
    throw new SyncError(
      `${path} was last written more than ${staleAfter} ago; what has happened since is not known`,
    );
  }
}

/** Gives what `known` had not reached, and tells how far the file is known then. */
async function* readOn(
  path: string,
  found: FoundFile,
  known: FileCursor | null,
): AsyncGenerator<Page, FileCursor> {
  const read = await found.read();
  if (!read.ok) throw new SyncError(read.words, { reason: 'unreachable' });
  const start = startOf(found, read.bytes);
  const before = known?.sha256 === start.sha256 ? known : null;
  if (before?.line === null && before.fault === null) return { ...before, stamp: start.stamp };
  const faults = createFaults();
  const reading = { after: before?.line ?? 0, isSettled: isSettled(found), onFault: faults.add };
  for await (const { events, line } of readTicketFile(read.bytes, reading)) {
    yield { events, cursor: writeCursor({ ...start, line }) };
  }
  return { ...start, fault: faults.words(path) };
}

function startOf(found: FoundFile, bytes: Uint8Array): FileCursor {
  const { size, modifiedMs } = found;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, stamp: isSettled(found) ? { size, modifiedMs } : null, line: null, fault: null };
}

/** One from the future is as old as it will get: a clock is wrong. */
const isSettled = ({ ageMs }: FoundFile): boolean => ageMs < 0 || ageMs >= settledAfterMs;

/** Keeps the first faults and counts the others: a file may be wrong in a million rows. */
function createFaults() {
  const told: string[] = [];
  let untold = 0;
  return {
    add: (words: string) => {
      if (told.length < mostTold) told.push(words);
      else untold += 1;
    },
    words: (path: string): string | null => {
      const more = untold > 0 ? [`and ${untold} more`] : [];
      if (told.length === 0) return null;
      return `${path} was not read in full, its good rows were taken: ${[...told, ...more].join('; ')}`;
    },
  };
}
