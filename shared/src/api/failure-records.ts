// Checks that did not end ok, with everything that was seen: what two engineers look at in a dispute.
import { z } from 'zod';
import { instantSchema as instant } from '../measurement/figures.ts';
import { systemSchema } from './responses.ts';

const ms = z.number().describe('Milliseconds');

const seenSchema = z.object({
  phases: z.record(z.string(), ms).optional().describe('Where the time went; they add up to the total'),
  status: z.int().optional(),
  error: z.string().optional().describe('What was wrong, in words'),
  serverTiming: z.record(z.string(), ms).optional().describe("What the partner's Server-Timing header said"),
  clockSkewMs: z.number().optional().describe("The partner's clock minus ours, up to 1 s too low"),
  reused: z.boolean().optional().describe('Whether the connection had carried another request before'),
  certificateEndsAt: instant.optional(),
});

const attemptSchema = seenSchema.extend({
  startedAt: instant,
  outcome: z.string(),
  reason: z.string().nullable(),
  latencyMs: z.number().nullable(),
});

export const failureSchema = z.object({
  source: z.string(),
  vantage: z.string(),
  at: instant.describe('The scheduled instant of its slot'),
  reason: z.string().describe('One of the closed list of reasons'),
  latencyMs: z.number().nullable(),
  seen: seenSchema.describe('What the deciding attempt saw'),
  attempts: z
    .array(attemptSchema)
    .describe('All of them in order; what the deciding one saw stands in `seen`'),
});
export type Failure = z.infer<typeof failureSchema>;

export const failuresSchema = z.object({
  system: systemSchema,
  bad: z.array(failureSchema).describe('Those of the partner, the newest first, 50 at most'),
  unmeasured: z.array(failureSchema).describe('Those of ours, the newest first, 50 at most'),
});
export type FailuresResponse = z.infer<typeof failuresSchema>;
