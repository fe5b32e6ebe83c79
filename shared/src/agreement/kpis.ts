// KPIs: figures of the relationship that people or files report.
import { z } from 'zod';
import { clauseOrNull, weight } from './clause.ts';
import { legalUnits } from './durations.ts';
import { duration, name, oneOf, operator, text, wholeNumber } from './fields.ts';
import { list, part, reference } from './part.ts';
import { such } from './rule.ts';

const kpi = part(
  'a KPI is a mapping',
  '{ name: nps, target: { op: ">=", value: 40 }, every: 1Q, from: manual }',
  {
    name: name('nps'),
    unit: text('a unit', 'USD').optional(),
    target: part('the target of a KPI has an operator and a value', '{ op: ">=", value: 40 }', {
      op: operator,
      value: z.number(such('a value is a number', '40')),
    }),
    every: duration(legalUnits, '1Q'),
    from: oneOf(['manual', 'csv', 'survey']),
    scale: wholeNumber('a scale', { min: 2, max: 100 }, 5).optional(),
    respondents: list(
      'respondents are a list of parties',
      '[us, acme]',
      reference('a respondent is the id of a party', 'acme'),
    ).optional(),
    clause: clauseOrNull,
    weight,
  },
);

export const kpis = list('KPIs are a list', '[{ name: nps, ... }]', kpi).default([]);

export type Kpis = z.output<typeof kpis>;
