// `upheld import tickets`: history from another ticket system, one row an event.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { namesInAnyVersion } from '@upheld/shared/agreement/versions';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';
import { oneOf } from '../csv/fields.ts';
import { ImportError } from '../csv/import-error.ts';
import type { CsvInput } from '../csv/lines.ts';
import type { ImportStore } from '../store/store.ts';
import { rowFields, eventOf } from '../tickets/ticket-row.ts';
import { importRows, type Good, type ImportReport, type Problem } from './import-rows.ts';

export type TicketImport = {
  agreement: Agreement;
  store: Pick<ImportStore, 'putTicketEvents'>;
  /** What the file tells is told now, however long ago it happened. */
  readAt: Instant;
  onProblem(problem: Problem): void;
};

/** What the file may hold, beginning with what it must. */
export const ticketColumns = {
  required: ['ticket', 'at', 'event', 'source'],
  optional: ['severity', 'actor', 'auto', 'into'],
} as const;

type DeskEvent = { source: string; event: TicketEvent };

/**
 * Stores every good row, durable when this resolves; a second run stores nothing. A desk's cursor and how
 * far it is known stay as they are. Throws an `ImportError` for a file that cannot be read at all, and the
 * store's own errors.
 */
export async function importTickets(input: CsvInput, parts: TicketImport): Promise<ImportReport> {
  const { agreement, store, readAt, onProblem } = parts;
  const put = async (rows: Good<DeskEvent>[]) => {
    const total = { stored: 0, duplicates: 0, conflicts: [] };
    for (const [source, desk] of Map.groupBy(rows, ({ value }) => value.source)) {
      const events = desk.map(({ value }) => value.event);
      const { stored, duplicates } = await store.putTicketEvents({
        agreement: agreement.name,
        source,
        events,
        readAt,
      });
      total.stored += stored;
      total.duplicates += duplicates;
    }
    return total;
  };
  return importRows(input, { columns: ticketColumns, row: ticketRow(agreement), put, onProblem });
}

function ticketRow(agreement: Agreement) {
  const [first, ...others] = namesInAnyVersion(agreement, ({ support }) =>
    support.map(({ source }) => source),
  );
  if (first === undefined) {
    throw new ImportError(
      `the agreement ${agreement.name} has no support matrix that reads tickets; add one under support`,
    );
  }
  const fields = z.object({ ...rowFields, source: oneOf([first, ...others], first) });
  return fields.transform(({ source, ...row }, context): DeskEvent => {
    const event = eventOf(row);
    if ('type' in event) return { source, event };
    context.addIssue({ code: 'custom', path: [event.column], message: event.rule });
    return z.NEVER;
  });
}
