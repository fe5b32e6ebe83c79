// What belongs to the tickets of a page: their journals, what the audit recorded of them, their own clocks. Each
// table is asked once for all of them.
import type { AskTable } from './desk.ts';
import { allRows } from './desk.ts';
import { auditFields, auditRow, journalEntry, journalFields, slaFields, slaRow } from './records.ts';
import type { AuditRow, JournalEntry, ServiceNowTicket, SlaRow } from './records.ts';
import { unlessGone } from '../unless-gone.ts';

export type DetailTerms = {
  table: string;
  severity: { field: string };
  /** Whether the user may read `sys_audit`. */
  audit: boolean;
};

/** By the ids of tickets; `audit` is null where it is not read. */
export type Details = {
  journal: Map<string, JournalEntry[]>;
  audit: Map<string, AuditRow[]> | null;
  slas: Map<string, SlaRow[]>;
};

/** Where the user may not read the clocks, there are none: they decide nothing. */
export async function detailsOf(
  ask: AskTable,
  tickets: ServiceNowTicket[],
  { table, severity, audit }: DetailTerms,
): Promise<Details> {
  if (tickets.length === 0) return { journal: new Map(), audit: audit ? new Map() : null, slas: new Map() };
  const ids = tickets.map(({ id }) => id).join(',');
  const journal = await allRows(ask, {
    ...{ table: 'sys_journal_field', fields: journalFields, row: journalEntry },
    query: `element_idIN${ids}^elementINcomments,work_notes`,
  });
  const slas = await unlessGone(
    [403],
    () => clocksOf(ask, ids),
    async () => undefined,
  );
  const recorded = audit ? await auditOf(ask, ids, table, severity.field) : null;
  return {
    journal: byTicket(journal, tickets),
    audit: recorded === null ? null : byTicket(recorded, tickets),
    slas: byTicket(slas === 'gone' ? [] : slas, tickets),
  };
}

async function clocksOf(ask: AskTable, ids: string): Promise<SlaRow[]> {
  const query = `taskIN${ids}^sla.type=SLA`;
  return await allRows(ask, { table: 'task_sla', query, fields: slaFields, row: slaRow });
}

async function auditOf(ask: AskTable, ids: string, table: string, severity: string): Promise<AuditRow[]> {
  const fields = `fieldnameINstate,hold_reason,${severity}`;
  const query = `tablename=${table}^documentkeyIN${ids}^${fields}`;
  return await allRows(ask, { table: 'sys_audit', query, fields: auditFields, row: auditRow });
}

/** What belongs to other tickets is dropped, as a desk that ignores a part of a query would give it. */
function byTicket<Row extends { of: string }>(rows: Row[], tickets: ServiceNowTicket[]): Map<string, Row[]> {
  const of = Map.groupBy(rows, (row) => row.of);
  return new Map(tickets.map(({ id }) => [id, of.get(id) ?? []]));
}
