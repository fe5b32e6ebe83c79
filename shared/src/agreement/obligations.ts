// Obligations: dated duties that are proven by evidence rather than measured.
import { z } from 'zod';
import { clauseOrNull, weight } from './clause.ts';
import { legalUnits } from './durations.ts';
import { duration, localDate, name, oneOf, wholeNumber } from './fields.ts';
import { list, part, reference } from './part.ts';
import { such } from './rule.ts';

const ofRule = such('of is a date, quarter-end, year-end or endpoint-sunset', '2026-02-16');
const of = z.union(
  [localDate('of', '2026-02-16'), z.enum(['quarter-end', 'year-end', 'endpoint-sunset'])],
  ofRule,
);

/** The keys that make a due date, in each of its forms. */
const forms = [
  ['every'],
  ['every', 'atLeast'],
  ['within', 'of'],
  ['renewBefore', 'every'],
  ['on'],
  ['noticeBefore', 'of'],
];
const formRule = such(
  'a due date is one of { every }, { every, atLeast }, { within, of }, { renewBefore, every }, { on } or { noticeBefore, of }',
  '{ every: 1Q }',
);

const due = part('a due date is a mapping', '{ every: 1Q }', {
  every: duration(legalUnits, '1Q').optional(),
  atLeast: wholeNumber('atLeast', { min: 1, max: 1000 }, 1).optional(),
  within: duration(legalUnits, '60d').optional(),
  of: of.optional(),
  renewBefore: localDate('renewBefore', '2026-09-30').optional(),
  on: localDate('on', '2026-05-29').optional(),
  noticeBefore: duration(legalUnits, '12M').optional(),
}).refine((given) => forms.some((form) => isForm(form, Object.keys(given))), formRule);

const obligation = part(
  'an obligation is a mapping',
  '{ name: quarterly-review, owedBy: both, due: { every: 1Q } }',
  {
    name: name('quarterly-review'),
    owedBy: reference('owedBy is the id of a party, or both', 'both'),
    due,
    evidence: oneOf(['minutes', 'link', 'attendees', 'report', 'remittance']).optional(),
    clause: clauseOrNull,
    detect: list(
      'detect is a list of headers',
      '[Deprecation, Sunset]',
      oneOf(['Deprecation', 'Sunset']),
    ).optional(),
    weight,
  },
);

export const obligations = list(
  'obligations are a list',
  '[{ name: quarterly-review, ... }]',
  obligation,
).default([]);

export type Obligations = z.output<typeof obligations>;

function isForm(form: string[], keys: string[]): boolean {
  return form.length === keys.length && form.every((key) => keys.includes(key));
}
