// Turns one item of a desk's JSON into a ticket event: where its fields stand, and what the desk's words
// mean. Only ids, severities, actor kinds and instants are read; whatever else the item holds is left alone.
import { jsonPointer, valueAt } from '../egress/json-pointer.ts';
import { oneOf, wholeNumber } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { isInstant } from '@upheld/shared/agreement/readable';
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

/** A desk tells of things that no clock depends on; only a word that says so is passed over. */
const eventMeanings = [...ticketEventTypes, 'ignore'] as const;

/** The desk's words for our events, actors and severities; a word that stands in none is taken as ours. */
export const eventWords = {
  events: words(oneOf(eventMeanings), '{ comment: public-reply, assigned: ignore }'),
  actors: words(oneOf(actors), '{ agent: supplier }'),
  severities: words(wholeNumber('a severity', { min: 1, max: 9 }, 1), '{ Critical: 1 }'),
};

export type Mapping = {
  fields: z.output<typeof eventFields>;
  events: Record<string, (typeof eventMeanings)[number]>;
  actors: Record<string, (typeof actors)[number]>;
  severities: Record<string, number>;
};

const idRule = such('a ticket has an id of up to 200 characters', '"T-1042"');
const id = z.union([z.string().min(1, idRule).max(200, idRule), z.int().transform(String)], idRule);

/** Before this, epoch milliseconds are 1973: the desk sent seconds. */
const firstEpochMs = 100_000_000_000;
const instantRule = such(
  'an instant is ISO 8601 with an offset or epoch milliseconds',
  '2026-07-01T09:00:00Z',
);
const iso = z
  .string()
  .refine(isInstant, { abort: true, error: instantRule })
  .transform((text) => Temporal.Instant.from(text).epochMilliseconds);
const base = { ticket: id, at: z.union([z.int().min(firstEpochMs, instantRule), iso], instantRule) };
const severityRule = such('a severity is a whole number from 1, or a word that severities maps', '2');
const severity = z.int(severityRule).min(1, severityRule);
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

/** `event` is null where the desk's word is one to ignore. */
export type Mapped = { ok: true; event: TicketEvent | null } | { ok: false; fault: string };

/** The event of an item, or why there is none, in words that quote ids only. */
export function mapEvent(item: unknown, mapping: Mapping): Mapped {
  const { fields } = mapping;
  const type = translate(valueAt(item, fields.event), mapping.events);
  if (type === 'ignore') return { ok: true, event: null };
  const ticket = valueAt(item, fields.ticket);
  const result = eventSchema.safeParse({
    ticket,
    type,
    at: valueAt(item, fields.at),
    severity: translate(valueAt(item, fields.severity), mapping.severities),
    actor: translate(valueAt(item, fields.actor), mapping.actors),
    autoSubmitted: valueAt(item, fields.auto) ?? undefined,
    into: valueAt(item, fields.into) ?? undefined,
  });
  if (result.success) return { ok: true, event: result.data };
  const [issue] = result.error.issues;
  const known = id.safeParse(ticket);
  const which = known.success ? `ticket ${JSON.stringify(known.data)}` : 'a ticket without an id';
  return { ok: false, fault: `${which}: ${issue?.path.join('.') || 'item'}: ${issue?.message}` };
}

function translate<Value>(word: unknown, meanings: Record<string, Value>): unknown {
  const known = typeof word === 'string' || typeof word === 'number' ? String(word) : null;
  return known !== null && Object.hasOwn(meanings, known) ? meanings[known] : word;
}
