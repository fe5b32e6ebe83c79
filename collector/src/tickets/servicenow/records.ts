// What is read of ServiceNow's rows: ids, instants, values of fields that clocks depend on, and the user names of
// who wrote, which become kinds of actors. Descriptions, texts and names are not asked for.
import { isInstant } from '@upheld/shared/agreement/readable';
import { z } from 'zod';

/** Asked for without display values, instants are UTC and of whole seconds. */
const written = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/;

const instant = z
  .string('it is an instant')
  .refine((text) => written.test(text) && isInstant(text.replace(written, '$1T$2Z')), {
    abort: true,
    error: 'it is an instant',
  })
  .transform((text) => Temporal.Instant.from(text.replace(written, '$1T$2Z')).epochMilliseconds);

/** What is empty is the empty text. */
const moment = z.union([z.literal('').transform(() => null), instant, z.undefined().transform(() => null)]);
const value = z.string('it is text');
const sysId = z.string('it is the id of a row').regex(/^[0-9a-f]{32}$/, 'it is the id of a row');
const number = z.string('it is a number').regex(/^[A-Za-z0-9_-]{1,40}$/, 'it is a number');

/** The fields of a ticket that are asked for, beside those that the agreement names. */
export const ticketFields = [
  ...['sys_id', 'number', 'state', 'hold_reason', 'sys_created_on', 'sys_updated_on'],
  ...['resolved_at', 'closed_at'],
];

/** A ticket with the fields that the agreement names; without one of them it cannot be read. */
export const serviceNowTicket = z
  .looseObject({
    ...{ sys_id: sysId, number, state: value, hold_reason: value.optional() },
    ...{ sys_created_on: instant, sys_updated_on: instant, resolved_at: moment, closed_at: moment },
  })
  .transform((row) => ({
    ...{ id: row.sys_id, number: row.number, state: row.state, holdReason: row.hold_reason ?? '' },
    ...{ openedAt: row.sys_created_on, updatedAt: row.sys_updated_on },
    ...{ resolvedAt: row.resolved_at, closedAt: row.closed_at, fields: row as Record<string, unknown> },
  }));

export type ServiceNowTicket = z.output<typeof serviceNowTicket>;

export const journalFields = ['sys_id', 'element_id', 'element', 'sys_created_on', 'sys_created_by'];

/** An entry in a ticket's journal: comments are public, work notes are not. */
export const journalEntry = z
  .object({
    ...{ sys_id: sysId, element_id: sysId, element: value },
    ...{ sys_created_on: instant, sys_created_by: value },
  })
  .transform((row) => ({
    ...{ id: row.sys_id, of: row.element_id, isPublic: row.element === 'comments' },
    ...{ at: row.sys_created_on, by: row.sys_created_by },
  }));

export type JournalEntry = z.output<typeof journalEntry>;

export const auditFields = ['sys_id', 'documentkey', 'fieldname', 'oldvalue', 'newvalue', 'sys_created_on'];

/** A change of a field; only of fields that clocks depend on is asked. */
export const auditRow = z
  .object({
    ...{ sys_id: sysId, documentkey: sysId, fieldname: value, sys_created_on: instant },
    ...{ oldvalue: value.optional(), newvalue: value.optional() },
  })
  .transform((row) => ({
    ...{ id: row.sys_id, of: row.documentkey, field: row.fieldname, at: row.sys_created_on },
    ...{ from: row.oldvalue ?? '', to: row.newvalue ?? '' },
  }));

export type AuditRow = z.output<typeof auditRow>;

export const slaFields = [
  ...['sys_id', 'task', 'stage', 'has_breached', 'planned_end_time', 'start_time', 'sla.target'],
];

/** A clock of ServiceNow's own for a ticket. */
export const slaRow = z
  .object({
    ...{ sys_id: sysId, task: sysId, stage: value, has_breached: value },
    ...{ planned_end_time: moment, start_time: moment },
    'sla.target': value.optional(),
  })
  .transform((row) => ({
    ...{ id: row.sys_id, of: row.task, stage: row.stage, isMissed: row.has_breached === 'true' },
    ...{ dueAt: row.planned_end_time, startAt: row.start_time ?? 0, target: row['sla.target'] ?? '' },
  }));

export type SlaRow = z.output<typeof slaRow>;

/** A member of a group. */
export const memberRow = z
  .object({ sys_id: sysId, 'user.user_name': value, 'group.name': value })
  .transform((row) => ({ id: row.sys_id, name: row['user.user_name'], group: row['group.name'] }));
