// What is read of Freshdesk's records: ids, instants, numbers of statuses and priorities, which way something was
// written. Subjects, texts, names and addresses stay behind here.
import { z } from 'zod';
import { heldText } from '../field-severity.ts';
import { recordInstant } from '../records.ts';

const id = z.int().min(1);
const moment = recordInstant.nullish();

/** The documentation names the first three; answers have had the others for years. */
const stats = z
  .object({
    first_responded_at: moment,
    resolved_at: moment,
    closed_at: moment,
    reopened_at: moment,
    pending_since: moment,
    status_updated_at: moment,
  })
  .transform((given) => ({
    firstRespondedAt: given.first_responded_at ?? null,
    resolvedAt: given.resolved_at ?? null,
    closedAt: given.closed_at ?? null,
    reopenedAt: given.reopened_at ?? null,
    pendingSince: given.pending_since ?? null,
    statusSince: given.status_updated_at ?? null,
  }));

export type FreshdeskStats = z.output<typeof stats>;

/** A ticket; its severity is what `severityField` holds: the priority, or a field of the account's own. */
export function freshdeskTicket(severityField: string) {
  return z
    .object({
      id,
      company_id: id.nullish(),
      group_id: id.nullish(),
      status: z.int(),
      priority: z.int(),
      custom_fields: z.record(z.string(), z.unknown()).nullish(),
      created_at: recordInstant,
      updated_at: recordInstant,
      fr_due_by: moment,
      due_by: moment,
      fr_escalated: z.boolean().nullish(),
      is_escalated: z.boolean().nullish(),
      deleted: z.boolean().nullish(),
      spam: z.boolean().nullish(),
      stats: stats.nullish(),
    })
    .transform((ticket) => ({
      ...{ number: ticket.id, company: ticket.company_id ?? null, group: ticket.group_id ?? null },
      ...{ openedAt: ticket.created_at, updatedAt: ticket.updated_at, status: String(ticket.status) },
      severity: heldText(
        severityField === 'priority' ? ticket.priority : ticket.custom_fields?.[severityField],
      ),
      firstResponse: { dueAt: ticket.fr_due_by ?? null, isMissed: ticket.fr_escalated === true },
      resolution: { dueAt: ticket.due_by ?? null, isMissed: ticket.is_escalated === true },
      isDiscarded: ticket.deleted === true || ticket.spam === true,
      stats: ticket.stats ?? null,
    }));
}

export type FreshdeskTicket = z.output<ReturnType<typeof freshdeskTicket>>;

/** A reply or a note. Not every account sends what tells of automation. */
export const freshdeskConversation = z
  .object({
    user_id: id.nullish(),
    incoming: z.boolean(),
    private: z.boolean(),
    source: z.int().nullish(),
    created_at: recordInstant,
    auto_response: z.boolean().nullish(),
    automation_id: z.int().nullish(),
  })
  .transform((written) => ({
    ...{ by: written.user_id ?? null, isIncoming: written.incoming, isPrivate: written.private },
    ...{ source: written.source ?? null, at: written.created_at },
    isAutomatic: written.auto_response === true || typeof written.automation_id === 'number',
  }));

export type FreshdeskConversation = z.output<typeof freshdeskConversation>;
