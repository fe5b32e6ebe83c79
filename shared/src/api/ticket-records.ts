// Support tickets as the API answers with them: how desks stand now, and what is known of one ticket.
import { z } from 'zod';
import { actors, ticketEventTypes } from '../facts/ticket-event.ts';
import { vendorClockKinds, vendorClockStates } from '../facts/vendor-clock.ts';
import { instantSchema as instant } from '../measurement/figures.ts';
import { disagreementReasons, type DisagreementReason } from '../tickets/disagreement.ts';
import { replyReasons, type ReplyReason } from '../tickets/replies.ts';
import { deskSchema } from './source-records.ts';
import { systemSchema } from './responses.ts';

const keysOf = <Key extends string>(words: Record<Key, string>): Key[] =>
  Object.keys(words).filter((key): key is Key => key in words);

const clockKinds = ['first-response', 'update', 'first-resolution', 'total-resolution'] as const;
const ticket = z.string().describe('As its system names it');
const severity = z.int().describe('1 is the highest');
const lengthMs = z.number().describe('Milliseconds of service time');

const clockSchema = z.object({
  ticket,
  kind: z.enum(clockKinds),
  severity,
  startAt: instant,
  dueAt: instant.nullable().describe('Null while it stands still, and where it ended uncounted'),
  stoppedAt: instant.nullable().describe('When it was answered, late or not'),
  state: z
    .enum(['met', 'missed', 'unknown', 'running', 'merged', 'deleted'])
    .describe('Merged and deleted clocks ended with their ticket and count nowhere'),
  decidedAt: instant.nullable(),
});

const liveClockSchema = z.object({
  ticket,
  kind: z.enum(clockKinds),
  severity,
  startAt: instant,
  dueAt: instant.nullable().describe('Null while it stands still'),
  standsStillSince: instant.nullable().describe('Since when it waits for the reporter'),
  promised: z.object({ from: instant, duration: z.string() }).describe('What decides when it is due'),
  elapsedMs: lengthMs,
  leftMs: lengthMs,
  pausedMs: z.number().describe('Milliseconds that it has stood still in all, on the wall clock'),
  meaning: z.string().describe('E.g. `24 h on 09:00-17:00 America/New_York = 3 working days, due Tue 14:30`'),
});

const opinionSchema = z.object({
  ticket,
  kind: z.enum(vendorClockKinds),
  state: z.enum(vendorClockStates),
  dueAt: instant.nullable(),
  readAt: instant,
});

const disagreementSchema = z.object({
  ticket,
  kind: z.enum(vendorClockKinds),
  ours: clockSchema,
  theirs: opinionSchema,
  reason: z.enum<DisagreementReason[]>(keysOf(disagreementReasons)),
});

const standingSchema = z.object({
  matrix: z.string(),
  source: z.string(),
  owedBy: z.string().nullable(),
  open: z
    .array(z.object({ severity, tickets: z.int() }))
    .describe('Tickets for which a promised clock runs or stands still'),
  running: z.object({
    clocks: z.array(liveClockSchema).describe('The next due first, then those that stand still'),
    more: z.int().describe('How many are not listed'),
  }),
  unknown: z.int().describe('Clocks that fell due while nobody could tell whether they were answered'),
  deleted: z
    .object({ clocks: z.array(clockSchema), more: z.int().describe('How many are not listed') })
    .describe('Clocks that ended uncounted because their ticket left the desk, the latest to start first'),
  opinion: z
    .object({
      agreed: z.int(),
      notPromised: z.int().describe('Clocks of the system that the agreement does not promise'),
      disagreements: z.array(disagreementSchema),
      more: z.int().describe('How many are not listed'),
    })
    .nullable()
    .describe('What the ticket system itself says of its clocks; null where it says nothing'),
});

export const supportSchema = z.object({
  system: systemSchema,
  desks: z.array(deskSchema).describe('The desks under the terms in force, and how far each is known'),
  standings: z.array(standingSchema).describe('Each support matrix with each desk that it was read from'),
});
export type SupportResponse = z.infer<typeof supportSchema>;

const eventSchema = z.object({
  ticket,
  at: instant,
  observedAfter: instant
    .optional()
    .describe('It happened after this and at `at` at the latest; absent where `at` is exact'),
  toldAt: instant.nullable().describe('When it was first told, by our clock; null where that is not known'),
  deskKnownUntil: instant
    .nullable()
    .describe('Up to when the desk had been read before that without telling it; null in its first reading'),
  type: z.enum(ticketEventTypes),
  severity: severity.optional(),
  actor: z.enum(actors).optional(),
  autoSubmitted: z.boolean().optional(),
  into: z.string().optional(),
});

const replySchema = z.object({
  ticket,
  at: instant,
  observedAfter: instant.nullable(),
  type: z.enum(['public-reply', 'note']),
  actor: z.enum(actors).nullable(),
  counts: z.boolean().describe('Whether it is a qualifying response, in time or late'),
  reason: z.enum<ReplyReason[]>(keysOf(replyReasons)),
});

export const accountSchema = z.object({
  ticket,
  mergedInto: z.string().nullable(),
  merged: z.array(z.string()).describe('Tickets that this one carries on'),
  deletedAt: instant.nullable().describe('When it left the desk'),
  events: z.array(eventSchema).describe('Its own, and since others were merged into it theirs'),
  replies: z.array(replySchema),
  clocks: z.array(clockSchema),
  live: z.array(liveClockSchema).describe('More of the clocks that run'),
  pauses: z.array(z.object({ start: instant, end: instant.nullable() })),
  opinions: z.array(opinionSchema.extend({ disagreement: disagreementSchema.nullable() })),
});

export const ticketSchema = z.object({
  system: systemSchema,
  desk: deskSchema.nullable().describe('Null where the terms in force have no such desk any more'),
  accounts: z
    .array(
      z.object({
        matrix: z.string(),
        owedBy: z.string().nullable(),
        waitingOnReporterPauses: z
          .array(z.enum(['updates', 'resolution']))
          .describe('What stands still while the ticket waits for its reporter'),
        account: accountSchema,
      }),
    )
    .min(1)
    .describe('One for each support matrix that is read from the desk'),
});
export type TicketResponse = z.infer<typeof ticketSchema>;
