// What a process that imports may ask of the one that holds the store: a closed list, each request checked.
import { badReasons, unmeasuredReasons } from '@upheld/shared/facts/sample';
import { actors } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import { storeErrorCodes } from '../store-error.ts';

const words = z.string().max(10_000);
const instant = z.int();
const latencyMs = z.number().min(0).nullable();
const ageMs = z.number().min(0).nullable().default(null);
const slot = { agreement: words, source: words, vantage: words, at: instant };

const sample = z.discriminatedUnion('outcome', [
  z.strictObject({ ...slot, outcome: z.literal('ok'), reason: z.null(), latencyMs, ageMs }),
  z.strictObject({
    ...{ ...slot, outcome: z.literal('bad'), reason: z.enum(badReasons), latencyMs, ageMs },
    status: z.int().min(0).max(999).nullable().default(null),
  }),
  z.strictObject({
    ...{ ...slot, outcome: z.literal('unmeasured'), reason: z.enum(unmeasuredReasons), latencyMs: z.null() },
  }),
]);

const happened = { ticket: words, at: instant, observedAfter: instant.optional() };
const severity = z.int().min(1);

const ticketEvent = z.discriminatedUnion('type', [
  z.strictObject({ ...happened, type: z.literal(['opened', 'severity-changed']), severity }),
  z.strictObject({
    ...{ ...happened, type: z.literal('public-reply') },
    ...{ actor: z.enum(actors), autoSubmitted: z.boolean() },
  }),
  z.strictObject({ ...happened, type: z.literal('merged-into'), into: words }),
  z.strictObject({
    ...happened,
    type: z.literal([
      ...(['note', 'waiting-on-reporter', 'waiting-ended', 'resolved'] as const),
      ...(['reopened', 'deleted', 'restored'] as const),
    ]),
  }),
]);

const ticketBatch = z.strictObject({
  agreement: words,
  source: words,
  events: z.array(ticketEvent),
  readAt: instant,
});

const loadTest = z.strictObject({
  agreement: words,
  objective: words,
  name: words,
  at: instant,
  users: z.int().min(0),
  terms: z.array(z.strictObject({ name: words, kept: z.boolean() })),
  tool: words.nullable(),
});

/** What is asked; each request is answered before the next of its connection is read. */
export const request = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('putSamples'), argument: z.array(sample) }),
  z.strictObject({ method: z.literal('putTicketEvents'), argument: ticketBatch }),
  z.strictObject({ method: z.literal('putLoadTests'), argument: z.array(loadTest) }),
]);
export type Request = z.output<typeof request>;
/** As it is sent: what is not said is added where it is read. */
export type SentRequest = z.input<typeof request>;

/** What is answered: the method's own result, or what the store said. */
export const reply = z.union([
  z.strictObject({ result: z.unknown() }),
  z.strictObject({ failure: z.strictObject({ code: z.enum(storeErrorCodes), message: z.string() }) }),
]);
export type Reply = z.infer<typeof reply>;
