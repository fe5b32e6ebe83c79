// Periods (measurement.md section 1): bounds by name, and the period that holds an instant.
import type { Period } from '@upheld/shared/time/period';
import { periodBounds, periodContaining } from '@upheld/shared/time/period';
import { z } from 'zod';
import type { VectorKind } from '../vector-kind.ts';

const zoned = { zone: z.string(), fiscalStartMonth: z.int() };

const input = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('bounds'), ...zoned, period: z.string() }),
  z.strictObject({
    op: z.literal('containing'),
    ...zoned,
    unit: z.enum(['month', 'quarter', 'year']),
    instant: z.int(),
    iso: z.unknown(),
  }),
]);

export const periods: VectorKind = {
  kind: 'periods',
  run: (given) => answer(periodFor(input.parse(given))),
};

function periodFor(asked: z.infer<typeof input>): Period {
  const { zone, fiscalStartMonth } = asked;
  return asked.op === 'bounds'
    ? periodBounds(asked.period, zone, fiscalStartMonth)
    : periodContaining(asked.instant, asked.unit, zone, fiscalStartMonth);
}

function answer({ name, start, end }: Period): unknown {
  return { period: name, start, end, minutes: (end - start) / 60_000 };
}
