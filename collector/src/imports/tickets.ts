// `upheld import tickets`: history from another ticket system, one row an event.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { namesInAnyVersion } from '@upheld/shared/agreement/versions';
import { such } from '@upheld/shared/agreement/rule';
import { actors, ticketEventTypes, type TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import type { Store } from '../store/store.ts';
import { instant, oneOf, oneOfOrEmpty, severity, word, yesOrNo } from './fields.ts';
import { ImportError } from './import-error.ts';
import { importRows, type Good, type ImportReport, type Problem } from './import-rows.ts';
import type { CsvInput } from './lines.ts';

export type TicketImport = {
  agreement: Agreement;
  store: Pick<Store, 'putTicketEvents'>;
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
  const { agreement, store, onProblem } = parts;
  const put = async (rows: Good<DeskEvent>[]) => {
    const total = { stored: 0, duplicates: 0, conflicts: [] };
    for (const [source, desk] of Map.groupBy(rows, ({ value }) => value.source)) {
      const events = desk.map(({ value }) => value.event);
      const { stored, duplicates } = await store.putTicketEvents({
        agreement: agreement.name,
        source,
        events,
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
  const fields = z.object({
    ticket: word('a ticket', 'T-1042'),
    at: instant,
    event: oneOf(ticketEventTypes, 'opened'),
    source: oneOf([first, ...others], first),
    severity,
    actor: oneOfOrEmpty(actors, 'supplier'),
    auto: yesOrNo,
    into: word('the ticket merged into', 'T-1043', ''),
  });
  return fields.transform(({ source, ...row }, context): DeskEvent => {
    const event = eventOf(row);
    if ('type' in event) return { source, event };
    context.addIssue({ code: 'custom', path: [event.column], message: event.rule });
    return z.NEVER;
  });
}

type EventFields = {
  ticket: string;
  at: number;
  event: TicketEvent['type'];
  severity: number | null;
  actor: (typeof actors)[number] | null;
  auto: boolean | null;
  into: string;
};
type Broken = { column: 'severity' | 'actor' | 'into'; rule: string };

/**
 * `actor` and `auto` matter to public replies alone and may be told of any event. A severity or a merge that
 * the event does not carry would be lost without a word, so it is refused.
 */
function eventOf({
  ticket,
  at,
  event: type,
  severity,
  actor,
  auto,
  into,
}: EventFields): TicketEvent | Broken {
  const carriesSeverity = type === 'opened' || type === 'severity-changed';
  if (!carriesSeverity && severity !== null) {
    return {
      column: 'severity',
      rule: `${type} changes no severity: leave it empty, and add a severity-changed row where it changed`,
    };
  }
  if (type !== 'merged-into' && into !== '') {
    return { column: 'into', rule: `${type} merges nothing: leave it empty` };
  }
  if (carriesSeverity) {
    if (severity === null) return { column: 'severity', rule: such(`${type} tells the severity`, '1') };
    return { ticket, at, type, severity };
  }
  if (type === 'public-reply') {
    if (actor === null) {
      return {
        column: 'actor',
        rule: such(`a public-reply tells its actor, one of ${actors.join(', ')}`, 'supplier'),
      };
    }
    return { ticket, at, type, actor, autoSubmitted: auto ?? false };
  }
  if (type === 'merged-into') {
    if (into === '' || into === ticket) {
      return { column: 'into', rule: such('merged-into names another ticket', 'T-1043') };
    }
    return { ticket, at, type, into };
  }
  return { ticket, at, type };
}
