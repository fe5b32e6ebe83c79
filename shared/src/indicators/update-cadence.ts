// Update cadence: the share of update slots in which a human of the supplier told the reporter how a
// ticket stands (measurement.md section 6).
import type { IndicatorKind } from './indicator.ts';
import { responseMeaning } from '../tickets/response-meaning.ts';
import { clocksOf, supportTerms } from './support-clocks.ts';
import type { SupportIndicatorTerms } from './support-clocks.ts';

export const updateCadence: IndicatorKind<SupportIndicatorTerms> = {
  type: 'update-cadence',
  terms: supportTerms,
  operators: ['>='],
  words: { unit: 'updates', good: 'given in time', bad: 'late or unknown' },
  formula: () => 'updates given in time / updates given or fallen due',
  meaning: ({ within }, calendar) => responseMeaning(within, calendar),
  measure: (input) => clocksOf('update', input),
};
