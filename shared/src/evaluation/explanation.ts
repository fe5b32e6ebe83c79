// "Why this number?" as data: everything that a judged period was made of, in the order in which a reader
// asks for it. The API, the pages and the review pack all show this record, and whoever has it can work
// the value out again.
import { z } from 'zod';
import { accountLineSchema, accountOf } from './account.ts';
import { becauseOf } from './because.ts';
import { instantSchema as instant, verdictSchema } from '../measurement/figures.ts';
import { notesOf } from './notes.ts';
import { clauseSchema, partSchema } from './statement.ts';
import type { PromisePeriod, PromiseStatement } from './statement.ts';

/** A part with its account and the sentence behind its verdict. */
const partExplanationSchema = partSchema.extend({
  account: z.array(accountLineSchema),
  because: z.string(),
  notes: z.array(z.string()).describe('What a reader must know beside the figures, in sentences'),
});

export const explanationSchema = z.object({
  promise: z.string(),
  owedBy: z.string(),
  clause: clauseSchema.nullable(),
  reading: z.string().nullable(),
  meaning: z.string().nullable(),
  unit: z.string().describe('What is counted, e.g. minutes'),
  period: z.string(),
  source: z.string().nullable(),
  start: instant,
  end: instant,
  state: z.enum(['open', 'closed']),
  verdict: verdictSchema,
  display: z.string().nullable(),
  parts: z
    .array(partExplanationSchema)
    .describe(
      'From amendment to amendment, each under the terms in force; more than one where a period was cut',
    ),
  deciding: z.int().min(0).nullable().describe('The place in `parts` of the one that decides the period'),
});
export type Explanation = z.infer<typeof explanationSchema>;

/** Why a promise was judged as it was in one of its periods (measurement.md sections 3 to 6). */
export function explain(promise: PromiseStatement, judged: PromisePeriod): Explanation {
  const { name, owedBy, clause, reading, meaning, words } = promise;
  const { period, source, start, end, state, verdict, display, deciding } = judged;
  return {
    ...{ promise: name, owedBy, clause, reading, meaning, unit: words.unit },
    ...{ period, source, start, end, state, verdict, display, deciding },
    parts: judged.parts.map((part) => ({
      ...part,
      account: accountOf(part, words),
      because: becauseOf(part),
      notes: notesOf(part),
    })),
  };
}
