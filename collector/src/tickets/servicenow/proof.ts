// Shows that a ServiceNow means what is asked of it: it drops what it cannot read, and hides what the user may not
// see, so that a wrong question looks like a quiet desk.
import { SyncError } from '../../connectors/connector.ts';
import type { AskTable } from './desk.ts';
import { auditFields, auditRow } from './records.ts';
import { stamp, ticketQuestion, type TicketTerms } from './walk.ts';

/**
 * Throws a `SyncError` where the ticket that changed last did not change at that instant or later, as a user in
 * another time zone is told; and where the audit is to be read and tells nothing of the table.
 */
export async function proveDesk(ask: AskTable, terms: TicketTerms & { audit: boolean }): Promise<void> {
  const newest = await ask(ticketQuestion(terms, 'ORDERBYDESCsys_updated_on'), { limit: 1 });
  const [ticket] = newest.rows;
  if (ticket === undefined) return;
  const query = `sys_id=${ticket.id}^sys_updated_on>=${stamp(ticket.updatedAt)}`;
  const { rows } = await ask(ticketQuestion(terms, query), { limit: 1 });
  if (rows[0]?.id !== ticket.id) {
    throw new SyncError('the desk reads instants in another time zone than UTC: give the user the zone GMT');
  }
  if (terms.audit) await proveAudit(ask, terms.table);
}

async function proveAudit(ask: AskTable, table: string): Promise<void> {
  const question = { table: 'sys_audit', query: `tablename=${table}`, fields: auditFields, row: auditRow };
  const { rows } = await ask(question, { limit: 1 });
  if (rows.length > 0) return;
  throw new SyncError(
    `the user sees nothing of ${table} in sys_audit: give the right to read it, or leave audit out`,
  );
}
