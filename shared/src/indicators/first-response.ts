// First response: the share of a severity's tickets that a human of the supplier answered in time
// (measurement.md section 6).
import type { IndicatorKind } from './indicator.ts';
import { responseMeaning } from '../tickets/response-meaning.ts';
import { clocksOf, supportTerms } from './support-clocks.ts';
import type { SupportIndicatorTerms } from './support-clocks.ts';

export const firstResponse: IndicatorKind<SupportIndicatorTerms> = {
  type: 'first-response',
  terms: supportTerms,
  operators: ['>='],
  words: { unit: 'tickets', good: 'answered in time', bad: 'late or unknown' },
  formula: () => 'tickets answered in time / tickets answered or fallen due',
  meaning: ({ within }, calendar) => responseMeaning(within, calendar),
  measure: (input) => clocksOf('first-response', input),
};
