// Resolution: the share of tickets that were resolved in time. The total clock is judged, which goes on
// when a ticket is reopened: judged by the first resolution, closing early would pay
// (measurement.md section 6).
import type { IndicatorKind } from './indicator.ts';
import { responseMeaning } from '../tickets/response-meaning.ts';
import { clocksOf, supportTerms } from './support-clocks.ts';
import type { SupportIndicatorTerms } from './support-clocks.ts';

export const resolution: IndicatorKind<SupportIndicatorTerms> = {
  type: 'resolution',
  terms: supportTerms,
  operators: ['>='],
  words: { unit: 'tickets', good: 'resolved in time', bad: 'late or unknown' },
  formula: () => 'tickets resolved in time, reopened ones in all / tickets resolved or fallen due',
  meaning: ({ within }, calendar) => responseMeaning(within, calendar),
  measure: (input) => clocksOf('total-resolution', input),
};
