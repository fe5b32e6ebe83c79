// The words and counts that statements are made of: verdicts, doubts, ledgers, events, clocks.
import { z } from 'zod';

export const instantSchema = z.int().describe('Milliseconds since the Unix epoch, UTC');
export const countSchema = z.int().min(0);

/** Half-open: `start` belongs to it, `end` does not. */
export const intervalSchema = z.object({ start: instantSchema, end: instantSchema });

/** The four verdicts of measurement.md section 4. They are the words everywhere. */
export const verdicts = ['met', 'missed', 'undetermined', 'excluded'] as const;
export const verdictSchema = z.enum(verdicts);
export type Verdict = z.infer<typeof verdictSchema>;

/** An exact ratio as decimal integers in lowest terms, e.g. 999/1000. */
export const ratioSchema = z.object({ num: z.string(), den: z.string() });
export type RatioText = z.infer<typeof ratioSchema>;

export const operatorSchema = z.enum(['<', '<=', '>', '>=']);

/** The minute ledger of a window (measurement.md section 3): scheduled = excluded + good + bad + unmeasured. */
export const ledgerSchema = z.object({
  scheduled: countSchema,
  excluded: countSchema,
  good: countSchema,
  bad: countSchema,
  unmeasured: countSchema,
});
export type LedgerCounts = z.infer<typeof ledgerSchema>;

/** Requests or tickets that counted, and those of them that were good. */
export const eventsSchema = z.object({ good: countSchema, total: countSchema });
export type EventCounts = z.infer<typeof eventsSchema>;

/** One local day of a promise's window, for charts and for the table behind them. */
export const daySchema = z.object({
  date: z.string(),
  ledger: ledgerSchema.nullable(),
  events: eventsSchema.nullable(),
});
export type Day = z.infer<typeof daySchema>;

const quantile = z.union([z.number(), z.literal('no-response'), z.null()]);

/** Nearest-rank quantiles in milliseconds; 'no-response' where that rank got none (measurement.md section 4). */
export const quantilesSchema = z.object({ p50: quantile, p95: quantile, p99: quantile });
export type Quantiles = z.infer<typeof quantilesSchema>;

/** A missed, met or open clock of one ticket, for a promise of support. */
export const clockSchema = z.object({
  ticket: z.string(),
  severity: z.int(),
  startAt: instantSchema,
  dueAt: instantSchema.nullable(),
  stoppedAt: instantSchema.nullable(),
  state: z.enum(['met', 'missed', 'unknown', 'running']),
});
export type ClockStatement = z.infer<typeof clockSchema>;

/** Why a verdict is undetermined; one entry a cause. */
export const doubtSchema = z.enum([
  'nothing-elapsed', // the window has only begun
  'unmeasured', // the minutes in doubt could turn the verdict
  'coverage', // fewer slots have a sample than coverageFloor asks for
  'minimum-sample', // fewer events than minimumSample
  'nothing-due', // no clock fell due: there was no ticket to answer, as far as the desk could be read
  'unknown-clocks', // tickets fell due while their desk could not be read
  'no-load-test', // none that is still valid
  'hourly-counts', // of another definition: counts of an hour do not tell when in it something failed
]);
export type Doubt = z.infer<typeof doubtSchema>;

/** What a share was computed from: the counts that its formula names, so that anybody can do it again. */
export const inputsSchema = z.discriminatedUnion('by', [
  ledgerSchema
    .extend({
      by: z.literal('minutes'),
      scheduledTotal: countSchema.describe('Scheduled minutes of the whole part, those to come included'),
      excludedTotal: countSchema.describe('Those of them that an exclusion removes'),
    })
    .describe('The minute ledger'),
  eventsSchema.extend({
    by: z.literal('events'),
    judged: z.enum(['good', 'bad']).describe('Which share is held against the target'),
    slotsCovered: countSchema.describe(
      'Slots of the probing schedule that have a sample, and hours of counted traffic that count',
    ),
    slotsDue: countSchema,
    hours: z
      .object({ covered: countSchema, due: countSchema })
      .optional()
      .describe('Those of the slots that are hours of counted traffic; only where a source counts any'),
  }),
  z.object({ by: z.literal('clocks'), met: countSchema, missed: countSchema, unknown: countSchema }),
  z.object({
    by: z.literal('load-test'),
    promisedUsers: countSchema,
    test: z
      .object({ name: z.string(), at: instantSchema, users: countSchema, broken: z.array(z.string()) })
      .nullable()
      .describe('The newest load test that is still valid, and the terms that it broke'),
  }),
]);
export type Inputs = z.infer<typeof inputsSchema>;

/** The slots of events by what fills them: samples and counted traffic. Each is covered for itself. */
export function feedsOf({ slotsCovered, slotsDue, hours }: Inputs & { by: 'events' }) {
  const { covered, due } = hours ?? { covered: 0, due: 0 };
  return { checks: { covered: slotsCovered - covered, due: slotsDue - due }, hours: hours ?? null };
}
