// What an agreement says about service credits: a plain, JSON-safe record. Shares are proposed with what
// they were made of; an amount needs fees, which no file states (measurement.md section 8).
import { z } from 'zod';
import {
  instantSchema as instant,
  ratioSchema as ratio,
  verdictSchema as verdict,
} from '../measurement/figures.ts';

const line = z.object({
  source: z.string().nullable().describe('Where the promise is judged by source'),
  verdict,
  judged: z
    .enum(['good', 'bad'])
    .describe('Steps are held against 1 - settled where the bad share is judged'),
  settled: ratio.nullable(),
  step: z
    .object({ below: z.string(), credit: z.string() })
    .nullable()
    .describe('The one that was reached, as the agreement writes it'),
  share: ratio.nullable().describe('Of the fees; null while nothing can be said'),
});

const claim = z.object({
  promise: z.string(),
  period: z.string(),
  start: instant,
  end: instant,
  state: z.enum(['open', 'closed']).describe('Nothing is earned while it is open'),
  version: z.string().nullable().describe('The amendment whose table applies; null: as it was signed'),
  lines: z.array(line).describe('One, or one a source'),
  sum: ratio.describe('Of the shares, before the cap'),
  atRiskCap: z.string(),
  share: ratio.describe("Of the period's fees, after the cap"),
  capped: z.boolean(),
  amount: z.int().nullable().describe('In minor units of money; null: the fees are not known'),
  open: z.array(z.string().nullable()).describe('The sources of the lines that may still earn a credit'),
  deadline: z
    .object({
      at: instant,
      rule: z.string().describe('claimWithin, e.g. 60d'),
      timeZone: z.string().describe('Whose days or business days were counted'),
    })
    .describe('The instant at which the time to claim is over'),
});
export type CreditClaim = z.infer<typeof claim>;

export const creditsSchema = z.discriminatedUnion('hasTable', [
  z.object({ hasTable: z.literal(false) }).describe('The agreement has no credit table'),
  z.object({
    hasTable: z.literal(true),
    claims: z
      .array(claim)
      .describe('One a period: each is a share of the fees of its own period, so they are not added up'),
  }),
]);
export type CreditsStatement = z.infer<typeof creditsSchema>;
