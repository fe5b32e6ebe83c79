// Turns one item of a desk's JSON into a ticket event: where its fields stand, and what the desk's words
// mean. Only ids, severities, actor kinds and instants are read; whatever else the item holds is left alone.
import { jsonPointer, valueAt } from '../egress/json-pointer.ts';
import { oneOf, wholeNumber } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { actors, ticketEventTypes, type TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';

const pointer = (fallback: string) => jsonPointer(fallback).default(fallback);
const words = <Value extends z.ZodType>(value: Value, example: string) =>
  z.record(z.string(), value, such('it maps the desk’s words to ours', example)).default({});

/** Where the fields of an event stand inside an item. */
export const eventFields = part('fields has JSON pointers into an item', '{ ticket: /id }', {
  ticket: pointer('/ticket'),
  at: pointer('/at'),
  event: pointer('/type'),
  severity: pointer('/severity'),
  actor: pointer('/actor'),
  auto: pointer('/autoSubmitted'),
  into: pointer('/into'),
}).prefault({});

/** The desk's words for our events, actors and severities; a word that stands in none is taken as ours. */
export const eventWords = {
  events: words(oneOf(ticketEventTypes), '{ comment: public-reply }'),
  actors: words(oneOf(actors), '{ agent: supplier }'),
  severities: words(wholeNumber('a severity', { min: 1, max: 9 }, 1), '{ Critical: 1 }'),
};

export type Mapping = {
  fields: z.output<typeof eventFields>;
  events: Record<string, TicketEvent['type']>;
  actors: Record<string, (typeof actors)[number]>;
  severities: Record<string, number>;
};

const id = z.union([z.string().min(1), z.int().transform(String)], such('a ticket has an id', '"T-1042"'));
const isoRule = such('an instant is ISO 8601 with an offset or epoch milliseconds', '2026-07-01T09:00:00Z');
const iso = z
  .string(isoRule)
  .regex(/(Z|[+-]\d\d:?\d\d)$/, isoRule)
  .transform((text) => Date.parse(text))
  .pipe(z.int(isoRule));
const base = { ticket: id, at: z.union([z.int(), iso], isoRule) };
const severity = z
  .int(such('a severity is a whole number from 1, or a word that severities maps', '2'))
  .min(1);
const actor = z.enum(
  actors,
  such(`an actor is one of ${actors.join(', ')}, or a word that actors maps`, 'supplier'),
);
const plain = ['note', 'waiting-on-reporter', 'waiting-ended', 'resolved', 'reopened'] as const;

const eventSchema = z.discriminatedUnion(
  'type',
  [
    z.object({ ...base, type: z.enum(['opened', 'severity-changed']), severity }),
    z.object({ ...base, type: z.literal('public-reply'), actor, autoSubmitted: z.boolean().default(false) }),
    z.object({ ...base, type: z.literal('merged-into'), into: id }),
    z.object({ ...base, type: z.enum(plain) }),
  ],
  such(`an event is one of ${ticketEventTypes.join(', ')}, or a word that events maps`, 'opened'),
);

export type Mapped = { ok: true; event: TicketEvent } | { ok: false; fault: string };

/** The event of an item, or why there is none, in words that quote ids only. */
export function mapEvent(item: unknown, mapping: Mapping): Mapped {
  const { fields } = mapping;
  const ticket = valueAt(item, fields.ticket);
  const result = eventSchema.safeParse({
    ticket,
    at: valueAt(item, fields.at),
    type: translate(valueAt(item, fields.event), mapping.events),
    severity: translate(valueAt(item, fields.severity), mapping.severities),
    actor: translate(valueAt(item, fields.actor), mapping.actors),
    autoSubmitted: valueAt(item, fields.auto) ?? undefined,
    into: valueAt(item, fields.into) ?? undefined,
  });
  if (result.success) return { ok: true, event: result.data };
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') || 'item';
  return {
    ok: false,
    fault: `ticket ${JSON.stringify(ticket) ?? 'without an id'}: ${where}: ${issue?.message}`,
  };
}

function translate<Value>(word: unknown, meanings: Record<string, Value>): unknown {
  const known = typeof word === 'string' || typeof word === 'number' ? String(word) : null;
  return known !== null && Object.hasOwn(meanings, known) ? meanings[known] : word;
}
