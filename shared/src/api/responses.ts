// What the collector's API answers with. The dashboard knows these records and nothing else of the
// collector; the OpenAPI description is made from the same schemas.
import { z } from 'zod';
import { assessmentSchema } from '../evaluation/assessment.ts';
import { explanationSchema } from '../evaluation/explanation.ts';
import { definitionsSchema } from '../evaluation/definitions.ts';
import { instantSchema as instant, verdictSchema } from '../measurement/figures.ts';
import { promiseSchema, statementSchema } from '../evaluation/statement.ts';
import { whatIfSchema } from '../evaluation/what-if.ts';
import { staleDeskSchema } from './stale-desk.ts';

const evidenceSchema = z.object({
  period: z.string(),
  asOf: instant,
  verdict: z.string(),
  display: z.string().nullable(),
  target: z.string(),
  measured: z.number(),
  summary: z.string(),
});

const occurrenceSchema = z.object({
  agreement: z.string(),
  trigger: z.string(),
  type: z.string(),
  promise: z.string(),
  source: z.string().nullable(),
  subject: z.string().describe('The period or the ticket that this occurrence is about'),
  openedAt: instant,
  clearedAt: instant.nullable(),
  evidence: evidenceSchema,
});

/** A trigger with what it gathered: its occurrences share agreement, trigger, promise and source. */
export const triggerSchema = z.object({
  agreement: z.string(),
  trigger: z.string(),
  type: z.string(),
  promise: z.string(),
  source: z.string().nullable(),
  openedAt: instant,
  clearedAt: instant.nullable().describe('Null while any occurrence is open'),
  occurrences: z.array(occurrenceSchema),
});
export type TriggerSummary = z.infer<typeof triggerSchema>;

export const agreementSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  simulated: z.boolean().describe("The agreement's data come from a simulator; whoever shows them says so"),
  timeZone: z.string(),
  parties: z.array(z.object({ id: z.string(), name: z.string() })),
  period: z
    .string()
    .describe('The period that the summary is about; the current quarter unless asked otherwise'),
  asOf: instant,
  verdict: verdictSchema.describe('The worst verdict among its promises'),
  counts: z.record(verdictSchema, z.int()),
  worst: z
    .object({
      promise: z.string(),
      verdict: verdictSchema,
      display: z.string().nullable(),
      target: z.string(),
    })
    .nullable()
    .describe('The promise to look at first'),
  openTriggers: z.int(),
});
export type AgreementSummary = z.infer<typeof agreementSummarySchema>;
export type PartySummary = AgreementSummary['parties'][number];

/** State of this installation that every page shows when it is not well. */
export const systemSchema = z.object({
  asOf: instant,
  version: z.string(),
  config: z.object({
    loadedAt: instant.nullable(),
    lastReloadSuccessful: z.boolean(),
    faults: z.array(z.string()),
  }),
});
export type SystemStatus = z.infer<typeof systemSchema>;

export const portfolioSchema = z.object({
  system: systemSchema,
  agreements: z.array(agreementSummarySchema),
});
export type PortfolioResponse = z.infer<typeof portfolioSchema>;

const staleWords =
  'Ticket desks that are not known to their present now: clocks that fall due meanwhile are unknown';

export const agreementSchema = z.object({
  system: systemSchema,
  agreement: agreementSummarySchema,
  periods: z
    .array(z.string())
    .describe('Quarters that the agreement has seen, newest first; then years where a promise is judged so'),
  statement: statementSchema,
  assessment: assessmentSchema,
  triggers: z.array(triggerSchema),
  staleDesks: z.array(staleDeskSchema).describe(staleWords),
});
export type AgreementResponse = z.infer<typeof agreementSchema>;

const exclusionSchema = z.object({
  name: z.string(),
  category: z.string(),
  start: instant,
  end: instant,
  effect: z.string(),
  approved: z.boolean(),
  reason: z.string(),
});

export const objectiveSchema = z.object({
  system: systemSchema,
  agreement: agreementSummarySchema,
  periods: z.array(z.string()),
  promise: promiseSchema,
  exclusions: z.array(exclusionSchema).describe('The exclusions that touch the period, acting or not'),
  triggers: z.array(triggerSchema),
  staleDesks: z.array(staleDeskSchema).describe(staleWords),
});
export type ObjectiveResponse = z.infer<typeof objectiveSchema>;

export const explanationsSchema = z.object({
  system: systemSchema,
  explanations: z.array(explanationSchema),
});
export type ExplanationsResponse = z.infer<typeof explanationsSchema>;

export const whatIfResponseSchema = z.object({ system: systemSchema, whatIf: whatIfSchema });
export type WhatIfResponse = z.infer<typeof whatIfResponseSchema>;

export const definitionsResponseSchema = z.object({ system: systemSchema, definitions: definitionsSchema });
export type DefinitionsResponse = z.infer<typeof definitionsResponseSchema>;

export const triggersSchema = z.object({ system: systemSchema, triggers: z.array(triggerSchema) });
export type TriggersResponse = z.infer<typeof triggersSchema>;

/** application/problem+json (RFC 9457). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
