// Support matrices: per desk and supplier, what each severity is promised (measurement.md section 6).
import { clauseOrNull, owedBy, readingOrNull, weight } from './clause.ts';
import { serviceUnits } from './durations.ts';
import { duration, name, oneOf, percentage, text, wholeNumber } from './fields.ts';
import { period } from './objectives.ts';
import { list, part, reference } from './part.ts';

const severity = part(
  'a severity has a level, a name and a first response',
  '{ level: 1, name: Critical, firstResponse: 2h }',
  {
    level: wholeNumber('a level', { min: 1, max: 9 }, 1),
    name: text('the name of a severity', 'Critical'),
    firstResponse: duration(serviceUnits, '2h'),
    updateEvery: duration(serviceUnits, '1h').optional(),
    resolution: duration(serviceUnits, '1d').optional(),
    calendar: reference('a calendar is named as under calendars', 'always').default('always'),
    target: percentage('a target', '95%').default('100%'),
    reading: readingOrNull,
  },
);

const matrix = part('a support matrix is a mapping', '{ name: partner-issues, source: desk, ... }', {
  name: name('partner-issues'),
  source: reference('a source is named as under sources', 'desk'),
  owedBy,
  clause: clauseOrNull,
  reading: readingOrNull,
  waitingOnReporterPauses: list('pauses are a list', '[updates]', oneOf(['updates', 'resolution'])).default(
    [],
  ),
  period,
  weight,
  severities: list(
    'a matrix has severities',
    '[{ level: 1, name: Critical, firstResponse: 2h }]',
    severity,
    1,
  ),
});

export const support = list(
  'support is a list of matrices',
  '[{ name: partner-issues, ... }]',
  matrix,
).default([]);
