// What follows a confirmed breach: the ladder of escalation, when it is over, and the cure.
import type { z } from 'zod';
import { clauseOrNull } from './clause.ts';
import { legalUnits, serviceUnits } from './durations.ts';
import { duration, wholeNumber } from './fields.ts';
import { list, part, reference } from './part.ts';

const within = duration(serviceUnits, '10bd');

const rung = part('a rung has a level', '{ level: owner, planWithin: 10bd }', {
  level: reference('a level is owner or a body as under governance.bodies', 'owner'),
  acknowledge: within.optional(),
  planWithin: within.optional(),
  meetWithin: within.optional(),
  decideWithin: within.optional(),
  exitAfter: within.optional(),
});

const exitCriterion = part(
  'an exit criterion counts periods',
  '{ consecutiveMetPeriods: 1, recurrenceWatch: 2 }',
  {
    consecutiveMetPeriods: wholeNumber('consecutive met periods', { min: 1, max: 120 }, 1).default(1),
    recurrenceWatch: wholeNumber('a recurrence watch in periods', { min: 0, max: 120 }, 2).default(2),
  },
);

export const correctiveAction = part('corrective action has a ladder', '{ ladder: [{ level: owner }] }', {
  ladder: list('a ladder has rungs', '[{ level: owner, planWithin: 10bd }]', rung, 1),
  exitCriterion: exitCriterion.prefault({}),
  cure: part('a cure has a length', '{ length: 60d }', {
    length: duration(legalUnits, '60d'),
    clause: clauseOrNull,
  }).optional(),
});

export type CorrectiveAction = z.output<typeof correctiveAction>;
