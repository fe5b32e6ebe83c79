// What is read of Zammad's records: ids, instants, names of states and priorities, kinds of senders. Titles,
// texts, names and addresses stay behind here.
import { z } from 'zod';
import { heldText } from '../field-severity.ts';
import { recordInstant } from '../records.ts';

const id = z.int().min(1);
const moment = recordInstant.nullish();
const minutes = z.number().nullish();

/** What Zammad says of its own clocks: due instants while they run, the minutes left when they were stopped. */
const clocks = {
  first_response_escalation_at: moment,
  first_response_diff_in_min: minutes,
  update_escalation_at: moment,
  update_diff_in_min: minutes,
  close_escalation_at: moment,
  close_diff_in_min: minutes,
};

/** A ticket as lists show it with `expand`; its severity is what `severityField` holds. */
export function zammadTicket(severityField: string) {
  return z
    .looseObject({
      id,
      organization_id: id.nullish(),
      group_id: id,
      state: z.string(),
      created_at: recordInstant,
      updated_at: recordInstant,
      ...clocks,
    })
    .transform((ticket) => ({
      ...{ number: ticket.id, organization: ticket.organization_id ?? null, group: ticket.group_id },
      ...{ openedAt: ticket.created_at, updatedAt: ticket.updated_at, status: ticket.state },
      severity: heldText(ticket[severityField]),
      clocks: [
        clock('first-response', ticket.first_response_escalation_at, ticket.first_response_diff_in_min),
        clock('update', ticket.update_escalation_at, ticket.update_diff_in_min),
        clock('resolution', ticket.close_escalation_at, ticket.close_diff_in_min),
      ],
    }));
}

export type ZammadTicket = z.output<ReturnType<typeof zammadTicket>>;

function clock(
  kind: 'first-response' | 'update' | 'resolution',
  dueAt: number | null | undefined,
  minutesLeft: number | null | undefined,
) {
  return { kind, dueAt: dueAt ?? null, minutesLeft: minutesLeft ?? null };
}

/** An article; `origin_by_id` is on whose behalf somebody wrote it. */
export const zammadArticle = z
  .object({
    id,
    sender: z.string(),
    type: z.string(),
    internal: z.boolean(),
    created_at: recordInstant,
    created_by_id: id,
    origin_by_id: id.nullish(),
    preferences: z.object({ 'is-auto-response': z.boolean().optional().catch(undefined) }).nullish(),
  })
  .transform((article) => ({
    ...{ id: article.id, sender: article.sender, type: article.type, isInternal: article.internal },
    at: article.created_at,
    by: article.origin_by_id ?? article.created_by_id,
    isAutomatic: article.preferences?.['is-auto-response'] === true,
  }));

export type ZammadArticle = z.output<typeof zammadArticle>;

/** One entry of a ticket's history. What a field held may be a text of people: it is read of two fields only. */
export const zammadEntry = z
  .object({
    object: z.string(),
    type: z.string(),
    attribute: z.string().nullish(),
    o_id: id,
    id_to: z.int().nullish(),
    value_from: z.string().nullish(),
    value_to: z.string().nullish(),
    created_at: recordInstant,
  })
  .transform((entry) => ({
    ...{ object: entry.object, type: entry.type, attribute: entry.attribute ?? '', of: entry.o_id },
    ...{ at: entry.created_at, into: entry.id_to ?? null },
    ...{ from: entry.value_from ?? '', to: entry.value_to ?? '' },
  }));

export type ZammadEntry = z.output<typeof zammadEntry>;

export const zammadState = z.object({ id, name: z.string() });
