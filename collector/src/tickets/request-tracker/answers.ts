// What is read of Request Tracker's answers, and nothing else: ids, instants, words of status and severity.
// Of a person only the address passes here, on its way to becoming an actor.
import { isInstant } from '@upheld/shared/agreement/readable';
import type { Instant } from '@upheld/shared/time/instant';
import { z } from 'zod';

const numberRule = 'an id is a whole number';
const number = z.union(
  [
    z.int().min(0),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ],
  numberRule,
);
const ticketId = /^[1-9]\d{0,14}$/;
const ticket = z.union([z.int().min(1).transform(String), z.string().regex(ticketId)], numberRule);
const instantRule = 'it is an instant';
const instant = z
  .string(instantRule)
  .refine(isInstant, { abort: true, error: instantRule })
  .transform((text) => Temporal.Instant.from(text).epochMilliseconds);

/** What is empty is null in one place and the empty text in another. */
const word = z
  .union([z.string(), z.number()], 'it is a text')
  .nullable()
  .default('')
  .transform((given) => String(given ?? ''));

const person = z.object(
  { id: z.string('it is the name of a user'), EmailAddress: z.string('it is an address') },
  'it is a user',
);

/** Whether Request Tracker can have a ticket of that id. */
export function isTicketId(text: string): boolean {
  return ticketId.test(text);
}

/** One thing that happened to a ticket. `field`, `from` and `to` are empty where `type` has none. */
export type Transaction = {
  id: number;
  ticket: string;
  at: Instant;
  type: string;
  field: string;
  from: string;
  to: string;
  by: { name: string; address: string };
};

const transaction = z
  .object({
    ...{ id: number, ObjectId: ticket, Created: instant, Type: z.string('it is the type of a transaction') },
    ...{ Field: word, OldValue: word, NewValue: word, Creator: person },
  })
  .transform(({ id, ObjectId, Created, Type, Field, OldValue, NewValue, Creator }): Transaction => ({
    ...{ id, ticket: ObjectId, at: Created, type: Type, field: Field, from: OldValue, to: NewValue },
    by: { name: Creator.id, address: Creator.EmailAddress },
  }));

/**
 * The ticket that a merge left of two; null where there was none. A merge is told at both tickets: at the one
 * that is left as a link to itself. The link is an address that ends in an id.
 */
export function mergedInto({ ticket, type, field, to }: Transaction): string | null {
  const into = /\/ticket\/([1-9]\d{0,14})$/.exec(to)?.[1] ?? null;
  return type !== 'AddLink' || field !== 'MergedInto' || into === ticket ? null : into;
}

/**
 * A page of a search. What the token may not see is null in it, or not there. Whoever may not see all that
 * there is in the desk is not told of a total nor of a next page: after a page with anything, more may follow.
 */
function pageOf<Item extends z.ZodType>(item: Item) {
  return z
    .object({
      items: z.array(item.nullable(), 'it is a list'),
      pages: z.number().nullable().optional(),
      next_page: z.string().nullable().optional(),
    })
    .transform(({ items, pages, next_page: next }) => ({
      items: items.filter((each) => each !== null),
      follows: typeof pages === 'number' ? typeof next === 'string' : items.length > 0,
    }));
}

export const transactionPage = pageOf(transaction);

/** What a custom field holds: its first value that is a text. */
const held = z.object({ id: word, values: z.array(z.unknown()) }).transform(({ id, values }) => ({
  id,
  value: values.find((value) => typeof value === 'string') ?? '',
}));

/** A ticket with what its severity is told from; one without custom fields has an empty text there. */
export const heldTicket = z
  .object({ id: ticket, Priority: word, CustomFields: z.union([z.array(held), z.literal('')]).optional() })
  .transform(({ id, Priority, CustomFields }) => ({
    ...{ id, priority: Priority },
    customFields: CustomFields === '' ? [] : (CustomFields ?? []),
  }));

export type HeldTicket = z.output<typeof heldTicket>;

export const ticketPage = pageOf(heldTicket);

/** Tickets with the ids of their queues. */
export const queuedPage = pageOf(
  z
    .object({ id: ticket, Queue: z.object({ id: number }) })
    .transform(({ id, Queue }) => ({ id, queue: Queue.id })),
);

/** The headers of messages, by the transaction that brought them. */
export const attachmentPage = pageOf(z.object({ TransactionId: number, Headers: word }));

/** A queue, and the custom fields of its tickets. */
export const queueAnswer = z.object({
  id: number,
  TicketCustomFields: z.array(z.object({ id: word, name: z.string() })).default([]),
});
