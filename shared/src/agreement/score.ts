// The weights of the four pillars of the score (measurement.md section 7).
import type { z } from 'zod';
import { quantity } from './fields.ts';
import { part } from './part.ts';
import { such } from './rule.ts';

const example = '{ technical: 45, support: 25, obligations: 15, relationship: 15 }';

const weights = part('weights are numbers', example, {
  technical: quantity('a weight', 0, 45).default(45),
  support: quantity('a weight', 0, 25).default(25),
  obligations: quantity('a weight', 0, 15).default(15),
  relationship: quantity('a weight', 0, 15).default(15),
}).refine(
  (pillars) => Object.values(pillars).some((weight) => weight > 0),
  such('one weight is above 0', example),
);

export const score = part('score has weights', `{ weights: ${example} }`, {
  weights: weights.prefault({}),
}).prefault({});

export type Score = z.output<typeof score>;
