// Service credits: shares of the fees for missed objectives (measurement.md section 8).
import type { z } from 'zod';
import { legalUnits } from './durations.ts';
import { duration, percentage } from './fields.ts';
import { list, part, reference } from './part.ts';

const step = part('a step has a bound and a credit', '{ below: 99.9%, credit: 10% }', {
  below: percentage('the bound of a step', '99.9%'),
  credit: percentage('a credit', '10%'),
});

export const credits = part(
  'credits belong to one objective',
  '{ objective: uptime, steps: [...], claimWithin: 60d }',
  {
    objective: reference('an objective is named as under objectives', 'uptime'),
    steps: list('credits have steps', '[{ below: 99.9%, credit: 10% }]', step, 1),
    atRiskCap: percentage('the cap of all credits', '50%').default('100%'),
    claimWithin: duration(legalUnits, '60d'),
  },
);

export type Credits = z.output<typeof credits>;
