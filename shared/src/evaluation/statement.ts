// What an evaluation says: plain, JSON-safe records that the CLI prints, the API serves and pages show.
// The schemas are the records' only definition: the types and the API's description are read from them.
import { z } from 'zod';
import {
  countSchema as count,
  instantSchema as instant,
  intervalSchema,
  verdictSchema,
  ratioSchema,
  operatorSchema,
  ledgerSchema,
  eventsSchema,
  daySchema,
  quantilesSchema,
  clockSchema,
  doubtSchema,
  inputsSchema,
} from '../measurement/figures.ts';
import { trafficSchema, undecidedSchema } from '../measurement/traffic-figures.ts';

const budgetSchema = z
  .object({ allowed: ratioSchema, consumed: count })
  .describe('Minutes where the promise is counted in minutes, events otherwise');

/** The figures of a stretch of time that was judged under one version of the terms. */
const figuresSchema = z.object({
  verdict: verdictSchema,
  doubts: z.array(doubtSchema),
  inputs: inputsSchema,
  coverage: ratioSchema.nullable(),
  settled: ratioSchema.nullable().describe('The ratio that decided; null when undetermined or excluded'),
  display: z
    .string()
    .nullable()
    .describe('Never rounded across the target; `99.520 % .. 99.991 %` when undetermined'),
  evidence: z.enum(['conclusive', 'inconclusive']).nullable(),
  interval: z
    .object({ low: z.number(), high: z.number() })
    .nullable()
    .describe('Wilson 95 % interval of the bad share'),
  irrecoverable: z.boolean().describe('No remainder of the period can meet the target any more'),
  quantiles: quantilesSchema.optional(),
  budget: budgetSchema.nullable(),
});

/** The terms that a part was judged under. */
export const termsSchema = z.object({
  version: z
    .string()
    .nullable()
    .describe('The amendment that brought them; null: the agreement as it was signed'),
  op: operatorSchema,
  target: z.string(),
  critical: z.string().nullable(),
  calendar: z.string(),
  notMeasured: z.enum(['undetermined', 'good', 'bad']),
  minimumSample: count,
  coverageFloor: z.string(),
  indicator: z.record(z.string(), z.json()).describe("The indicator's own terms, e.g. its threshold"),
});
export type TermsStatement = z.infer<typeof termsSchema>;

/** A period from one amendment to the next, with everything that its verdict was made of. */
export const partSchema = figuresSchema.extend({
  start: instant,
  end: instant,
  terms: termsSchema,
  formula: z.string().describe('In words, e.g. "good minutes / (scheduled - excluded)"'),
  exclusions: z
    .array(z.object({ name: z.string(), effect: z.enum(['remove', 'count-good']), minutes: count }))
    .describe('The exclusions that acted, with the scheduled minutes that each of them covers'),
  samples: z
    .array(z.object({ source: z.string(), vantage: z.string(), ok: count, bad: count, unmeasured: count }))
    .describe('The facts that were read'),
  traffic: z
    .array(trafficSchema)
    .optional()
    .describe('Requests that were counted by the hour, by source; only where a source counts any'),
  undecided: z
    .array(undecidedSchema)
    .optional()
    .describe('Hours of that traffic of which only a part would count: they are in no total'),
});
export type PartStatement = z.infer<typeof partSchema>;

const clocksMoreSchema = z.object({ missed: count, unknown: count, running: count, met: count });
export type ClocksMore = z.infer<typeof clocksMoreSchema>;

const listsSchema = z.object({
  badRanges: z.array(intervalSchema),
  unmeasuredRanges: z.array(intervalSchema),
  excludedRanges: z.array(intervalSchema),
  days: z.array(daySchema),
  clocks: z.array(clockSchema).optional(),
  clocksMore: clocksMoreSchema
    .optional()
    .describe('How many more clocks there are than `clocks` lists, by state; only where any are left off'),
});
export type PeriodLists = z.infer<typeof listsSchema>;

/** A part as judging gives it: its figures, and the lists that are shown of the whole period. */
export type JudgedPart = { figures: z.infer<typeof figuresSchema>; lists: PeriodLists };

/** A burn pair over the last service minutes, which may lie before the period (measurement.md section 5). */
export const burnSchema = z.object({
  trigger: z.string().describe('The name of the trigger that the agreement gives the pair'),
  budgetShare: z.string().describe('The share of the budget that calls for attention, e.g. `2%`'),
  long: z.string().describe('The long window in service time, e.g. `1h`; the short one is a twelfth of it'),
  longMinutes: count,
  shortMinutes: count,
  factor: ratioSchema.describe('What both burn rates must exceed'),
  longBurn: ratioSchema
    .nullable()
    .describe('1 uses the budget up at the end of the period; null without data'),
  shortBurn: ratioSchema.nullable(),
  state: z
    .enum(['firing', 'quiet', 'frozen'])
    .describe('`frozen` without data: an open trigger stays as it was'),
});
export type BurnStatement = z.infer<typeof burnSchema>;

/** Where a period ends if the rest of it goes as what was measured of it so far (section 5). */
export const forecastSchema = z.object({
  value: ratioSchema,
  display: z.string().describe('Never rounded across the target'),
  misses: z.boolean(),
  budgetSpentAt: instant
    .nullable()
    .describe('The scheduled minute in which the budget is used up; null when it lasts'),
});
export type Forecast = z.infer<typeof forecastSchema>;

/** What may become of an open period; of others there is nothing to say. */
export const outlookSchema = z.object({
  burn: z.array(burnSchema),
  forecast: forecastSchema
    .nullable()
    .describe('Null without data, and where the verdict cannot change any more'),
  atRisk: z.boolean().describe('Open, not missed for good, and a burn pair fires or the forecast misses'),
});
export type Outlook = z.infer<typeof outlookSchema>;

/**
 * One promise, judged over one period (and one source, where the promise is judged `each: source`). Where
 * an amendment cuts the period, counts are sums of its parts and value, display and evidence are those of
 * the part that decides.
 */
export const promisePeriodSchema = figuresSchema.omit({ inputs: true, interval: true }).extend({
  period: z.string(),
  source: z.string().nullable(),
  start: instant,
  end: instant,
  state: z.enum(['open', 'closed']).describe("`open` while the period's end is still to come at `asOf`"),
  ledger: ledgerSchema.optional().describe('Where the promise is counted in minutes'),
  events: eventsSchema.optional().describe('Where it is counted in requests, tickets or load tests'),
  ...listsSchema.shape,
  ...outlookSchema.shape,
  parts: z.array(partSchema).describe('From amendment to amendment, in order; empty where nothing counts'),
  deciding: z.int().min(0).nullable().describe('The place in `parts` of the one that decides'),
});
export type PromisePeriod = z.infer<typeof promisePeriodSchema>;

/** Where a promise comes from: what the contract says. */
export const clauseSchema = z.object({
  document: z.string().optional(),
  section: z.string().optional(),
  text: z.string().optional(),
});

/** What a promise counts, and what its good and bad ones are called: `requests`, `fast enough`, `slow`. */
export const countWordsSchema = z.object({ unit: z.string(), good: z.string(), bad: z.string() });
export type CountWords = z.infer<typeof countWordsSchema>;

/** A promise of the agreement with its judged periods and the words a committee needs beside them. */
export const promiseSchema = z.object({
  name: z.string(),
  kind: z.enum(['objective', 'support']),
  indicator: z.string(),
  owedBy: z.string(),
  op: operatorSchema,
  target: z.string(),
  period: z.enum(['month', 'quarter', 'year']),
  calendar: z.string(),
  sources: z.array(z.string()),
  clause: clauseSchema.nullable(),
  reading: z.string().nullable(),
  formula: z.string().describe('In words, e.g. "good minutes / (scheduled - excluded)"'),
  words: countWordsSchema,
  meaning: z.string().nullable().describe('The promised duration and what it resolves to'),
  weight: z.number(),
  periods: z.array(promisePeriodSchema),
});
export type PromiseStatement = z.infer<typeof promiseSchema>;

/** An agreement judged over a period at `asOf`. `skipped` names promises whose own period is longer than the one asked for. */
export const statementSchema = z.object({
  agreement: z.string(),
  period: z.string(),
  start: instant,
  end: instant,
  asOf: instant,
  promises: z.array(promiseSchema),
  skipped: z.array(z.object({ name: z.string(), reason: z.string() })),
});
export type Statement = z.infer<typeof statementSchema>;
