// What a score says: a plain, JSON-safe record from which anybody can compute it again. The words for it
// are for pages; reasons are data here (measurement.md section 7).
import { z } from 'zod';
import { ratioSchema as ratio, verdictSchema as verdict } from '../measurement/figures.ts';
import { capReasons } from './caps.ts';
import { bands } from './score.ts';
import { pillars } from './score-item.ts';

const attainment = z
  .object({ low: ratio, high: ratio })
  .describe('0 to 100, where 70 is exactly what was promised; a range where something is not measured');

const subject = z.object({
  name: z.string().describe('Of the promise or measure'),
  period: z.string().nullable(),
  source: z.string().nullable().describe('Where the promise is judged by source'),
});

const scoredItem = subject.extend({
  pillar: z.enum(pillars),
  weight: ratio.describe("Within its pillar: this entry's share of the promise's weight"),
  scale: z
    .object({ better: z.enum(['higher', 'lower']), fail: ratio, threshold: ratio, ideal: ratio })
    .describe('The values that are worth 0, 70 and 100'),
  worst: ratio.nullable().describe('The worst that the value can be; the same as `best` where it is known'),
  best: ratio.nullable(),
  promise: z
    .object({
      verdict,
      critical: ratio.nullable(),
      previousVerdict: verdict.nullable().describe('Of the period before; null where it is not known'),
    })
    .nullable()
    .describe('Null for a plain measure, such as a KPI'),
  attainment: attainment.nullable().describe('Null where it takes no part, because it is excluded'),
});

const pillar = z.object({
  pillar: z.enum(pillars),
  weight: ratio,
  attainment: attainment
    .nullable()
    .describe('Null where nothing in it counts; its weight goes to the others'),
  measuredShare: ratio.nullable().describe('Of its weight, 0 to 1'),
});

export const scoreSchema = z.object({
  final: ratio.nullable().describe('min(low mean, lowest cap), exact; null where nothing counts'),
  shown: z.int().nullable().describe('`final` rounded down'),
  band: z.enum(bands).describe('Of `final`; not scoreable under 80 % of measured weight'),
  mean: attainment.nullable().describe('The weighted mean of the pillars, before caps'),
  measuredShare: ratio.nullable().describe('Of the weight of all pillars, 0 to 1'),
  cap: z.int().nullable().describe('The lowest of `caps`'),
  caps: z.array(
    z.object({
      reason: z.enum(capReasons),
      cap: z.int(),
      subject: subject.nullable().describe('Null where it is about the agreement'),
    }),
  ),
  pillars: z.array(pillar),
  items: z.array(scoredItem).describe('Promises in the order of the statement, each period and source'),
  withoutRecords: z
    .array(z.object({ pillar: z.enum(pillars), names: z.array(z.string()) }))
    .describe('What the agreement promises and nobody has recorded: it is left out of the score'),
});
export type ScoreStatement = z.infer<typeof scoreSchema>;
