// Service credits of missed promises (measurement.md section 8).
import { creditsOf } from '@upheld/shared/credits/credits';
import { decimal, ratioText, readRatio } from '@upheld/shared/exact/ratio';
import { ratioSchema, verdictSchema } from '@upheld/shared/measurement/figures';
import { z } from 'zod';
import type { VectorKind } from '../vector-kind.ts';

const exactDecimal = z.string().transform(decimal);

const promise = z
  .strictObject({
    id: z.string(),
    form: z.enum(['availability', 'latency', 'errorRate']),
    verdict: verdictSchema,
    settled: ratioSchema.transform(readRatio).nullable(),
    steps: z.array(z.strictObject({ below: exactDecimal, share: exactDecimal })).nullable(),
  })
  .transform(({ form, steps, ...given }) => ({
    ...given,
    judged: form === 'errorRate' ? ('bad' as const) : ('good' as const),
    steps: steps ?? [],
  }));

const input = z.strictObject({
  promises: z.array(promise),
  atRiskCap: exactDecimal.nullable(),
  fees: z.int().nullable(),
});

export const credits: VectorKind = {
  kind: 'credits',
  run: (given) => {
    const { promises, ...terms } = input.parse(given);
    const found = creditsOf(promises, terms);
    if (found === null) {
      const lines = promises.map(({ id }) => ({ id, share: null }));
      const totals = { sum: null, share: null, capped: false, amount: null, open: [] };
      return { hasTable: false, promises: lines, ...totals };
    }
    const { lines, sum, share, capped, amount, open } = found;
    return {
      hasTable: true,
      promises: lines.map((line) => ({ id: line.promise.id, share: line.share && ratioText(line.share) })),
      ...{ sum: ratioText(sum), share: ratioText(share), capped, amount },
      open: open.map(({ id }) => id).sort(),
    };
  },
};
