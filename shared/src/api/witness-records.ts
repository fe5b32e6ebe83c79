// What partners say of themselves, as the API answers with it.
import { z } from 'zod';
import { reportedStatuses } from '../facts/status-report.ts';
import { instantSchema as instant } from '../measurement/figures.ts';
import { systemSchema } from './responses.ts';

const checkSchema = z.object({
  source: z.string(),
  at: instant,
  outcome: z.enum(['ok', 'bad']),
  reason: z.string().nullable(),
});

export const witnessSchema = z.object({
  source: z.string(),
  status: z.enum(reportedStatuses),
  at: instant.describe('Since when it says so'),
  seenAt: instant.describe('When it last said so'),
  agreement: z
    .enum(['agrees', 'disagrees', 'unknown'])
    .describe('How that stands to the last checks of the endpoints; unknown where either is missing'),
  words: z.string(),
  checks: z.array(checkSchema).describe('The last measured check of each endpoint'),
});
export type Witness = z.infer<typeof witnessSchema>;

export const proposalSchema = z.object({
  source: z.string(),
  id: z.string().describe('As the page names the maintenance'),
  name: z.string().describe("The partner's own words"),
  start: instant,
  end: instant.nullable(),
  publishedAt: instant.describe('When the page was first read with it'),
  isLate: z.boolean().describe('Whether that was after it had begun: not announced, but told'),
  isOnPage: z.boolean().describe('Whether the page still shows it'),
  document: z
    .string()
    .nullable()
    .describe('An Exclusion document to be completed and signed by people; null where the page names no end'),
});
export type Proposal = z.infer<typeof proposalSchema>;

export const witnessesSchema = z.object({
  system: systemSchema,
  witnesses: z.array(witnessSchema),
  proposals: z
    .array(proposalSchema)
    .describe('Published maintenance that no Exclusion speaks of, the nearest 100; it changes nothing'),
  proposalsLeftOff: z.int().describe('How much more was published than is listed'),
});
export type WitnessesResponse = z.infer<typeof witnessesSchema>;
