// A CSV file of one desk's tickets, in the form of `upheld import tickets`: its good rows page by page, and what
// is wrong with the others by line, column and rule. What stands in a row is never repeated.
import { setImmediate } from 'node:timers/promises';
import { such } from '@upheld/shared/agreement/rule';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import { ImportError } from '../csv/import-error.ts';
import { readRows, type Row } from '../csv/rows.ts';
import { eventOf, rowFields } from './ticket-row.ts';

/** Events and the line of the last of them. */
export type TicketPage = { events: TicketEvent[]; line: number };

export type Reading = {
  /** Rows up to this line are checked and not given. */
  after: number;
  /** False for a file that may still be being written: a last line without an end may be half of one. */
  isSettled: boolean;
  onFault(words: string): void;
};

/** The rows of a file are of one desk, so that none has to name it. */
const columns = {
  required: ['ticket', 'at', 'event'],
  optional: ['severity', 'actor', 'auto', 'into', 'source'],
} as const;

const eventsPerPage = 2000;
const bytesPerPiece = 64 * 1024;
const lineFeed = 10;
const halfLine = 'the last line has no end and may be half of one; it is read later';

/** Ends after the last row, or at the fault behind which nothing can be read. */
export async function* readTicketFile(
  bytes: Uint8Array,
  { after, isSettled, onFault }: Reading,
): AsyncGenerator<TicketPage> {
  const schema = rowSchema();
  const whole = isSettled ? bytes : bytes.subarray(0, bytes.lastIndexOf(lineFeed) + 1);
  let page: TicketPage = { events: [], line: after };
  try {
    for await (const row of readRows(inPieces(whole), columns)) {
      const read = readRow(row, schema);
      if (!read.ok) onFault(`line ${row.line}: ${read.fault}`);
      if (!read.ok || row.line <= after) continue;
      page.events.push(read.event);
      page.line = row.line;
      if (page.events.length < eventsPerPage) continue;
      yield page;
      page = { events: [], line: row.line };
    }
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    onFault(error.unquoted);
  }
  if (page.events.length > 0) yield page;
  if (whole.length < bytes.length) onFault(halfLine);
}

/** Between pieces others get their turn: a large file takes seconds. */
async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += bytesPerPiece) {
    yield bytes.subarray(at, at + bytesPerPiece);
    await setImmediate();
  }
}

const sourceRule = such(
  'the rows of a file are of one source: leave it empty, or name the same in each; give others a file of their own',
  'desk',
);

function rowSchema() {
  let desk = '';
  const source = z.string().refine((name) => {
    if (desk === '') desk = name;
    return name === '' || name === desk;
  }, sourceRule);
  return z.object({ ...rowFields, source }).transform((row, context): TicketEvent => {
    const event = eventOf(row);
    if ('type' in event) return event;
    context.addIssue({ code: 'custom', path: [event.column], message: event.rule });
    return z.NEVER;
  });
}

function readRow(
  row: Row,
  schema: z.ZodType<TicketEvent>,
): { ok: true; event: TicketEvent } | { ok: false; fault: string } {
  if ('fault' in row) return { ok: false, fault: `got ${row.fault}` };
  const read = schema.safeParse(row.fields);
  if (read.success) return { ok: true, event: read.data };
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { ok: false, fault: faults.join('; ') };
}
