// Turns one item of a desk's JSON into a ticket event: where its fields stand, and what the desk's words
// mean. Only ids, severities, actor kinds and instants are read; whatever else the item holds is left alone.
import { oneOf, wholeNumber } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { isInstant } from '@upheld/shared/agreement/readable';
import { such } from '@upheld/shared/agreement/rule';
import { actors, ticketEventTypes, type TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import { jsonPlace, readerFor } from './json-place.ts';

const words = <Value extends z.ZodType>(value: Value, example: string) =>
  z.record(z.string(), value, such('it maps the desk’s words to ours', example)).default({});

/** Where the fields of an event stand inside an item. */
export const eventFields = part('fields says where things stand in an item', '{ ticket: /id }', {
  ticket: jsonPlace('/ticket', 'id'),
  at: jsonPlace('/at', 'created_at'),
  /** Where a desk only shows that something has changed since an earlier look: when that was. */
  observedAfter: jsonPlace('/observedAfter', 'previous.read_at'),
  event: jsonPlace('/type', "kind == 'note' && !public && 'note' || kind"),
  severity: jsonPlace('/severity', 'priority.level'),
  actor: jsonPlace('/actor', "author.agent && 'supplier' || 'reporter'"),
  auto: jsonPlace('/autoSubmitted', "channel == 'rule'"),
  into: jsonPlace('/into', 'target.id'),
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
const instant = z.union([z.int().min(firstEpochMs, instantRule), iso], instantRule);
const base = { ticket: id, at: instant, observedAfter: instant.optional() };
const severityRule = such('a severity is a whole number from 1, or a word that severities maps', '2');
const severity = z.int(severityRule).min(1, severityRule);
const actor = z.enum(
  actors,
  such(`an actor is one of ${actors.join(', ')}, or a word that actors maps`, 'supplier'),
);
const plain = [
  'note',
  'waiting-on-reporter',
  'waiting-ended',
  'resolved',
  'reopened',
  'deleted',
  'restored',
] as const satisfies readonly TicketEvent['type'][];
const orderRule = such('observedAfter is before at', '2026-07-01T08:55:00Z');

const eventSchema = z
  .discriminatedUnion(
    'type',
    [
      z.object({ ...base, type: z.enum(['opened', 'severity-changed']), severity }),
      z.object({
        ...base,
        type: z.literal('public-reply'),
        actor,
        autoSubmitted: z.boolean().default(false),
      }),
      z.object({ ...base, type: z.literal('merged-into'), into: id }),
      z.object({ ...base, type: z.enum(plain) }),
    ],
    such(`an event is one of ${ticketEventTypes.join(', ')}, or a word that events maps`, 'opened'),
  )
  .refine(({ at, observedAfter }) => observedAfter === undefined || observedAfter < at, {
    path: ['observedAfter'],
    error: orderRule,
  });

/** `event` is null where the desk's word is one to ignore. */
export type Mapped = { ok: true; event: TicketEvent | null } | { ok: false; fault: string };

/** Reads items by a mapping: the event of each, or why there is none, in words that quote ids only. */
export function eventMapper(mapping: Mapping): (item: unknown) => Mapped {
  const read = readersOf(mapping.fields);
  return (item) => {
    const type = translate(read.event(item), mapping.events);
    if (type === 'ignore') return { ok: true, event: null };
    const ticket = read.ticket(item);
    const result = eventSchema.safeParse({
      ticket,
      type,
      at: read.at(item),
      observedAfter: read.observedAfter(item) ?? undefined,
      severity: translate(read.severity(item), mapping.severities),
      actor: translate(read.actor(item), mapping.actors),
      autoSubmitted: read.auto(item) ?? undefined,
      into: read.into(item) ?? undefined,
    });
    return result.success
      ? { ok: true, event: result.data }
      : { ok: false, fault: faultOf(ticket, result.error) };
  };
}

function readersOf(fields: Mapping['fields']) {
  const reader = (name: keyof typeof fields): ((item: unknown) => unknown) =>
    readerFor(fields[name], `fields.${name}`);
  return {
    ticket: reader('ticket'),
    at: reader('at'),
    observedAfter: reader('observedAfter'),
    event: reader('event'),
    severity: reader('severity'),
    actor: reader('actor'),
    auto: reader('auto'),
    into: reader('into'),
  };
}

function faultOf(ticket: unknown, { issues: [issue] }: z.ZodError): string {
  const known = id.safeParse(ticket);
  const which = known.success ? `ticket ${JSON.stringify(known.data)}` : 'a ticket without an id';
  return `${which}: ${issue?.path.join('.') || 'item'}: ${issue?.message}`;
}

function translate<Value>(word: unknown, meanings: Record<string, Value>): unknown {
  const known = typeof word === 'string' || typeof word === 'number' ? String(word) : null;
  return known !== null && Object.hasOwn(meanings, known) ? meanings[known] : word;
}
