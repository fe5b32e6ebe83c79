// An exclusion as the vectors write it, read as the measurement plans it.
import { z } from 'zod';

export const exclusion = z
  .strictObject({
    start: z.int(),
    end: z.int(),
    effect: z.enum(['remove', 'countGood']),
    approved: z.boolean(),
  })
  .transform(({ start, end, effect, approved }) => ({
    window: { start, end },
    effect: effect === 'remove' ? ('remove' as const) : ('count-good' as const),
    approved,
  }));
