// Error rate: the share of requests that failed (measurement.md section 4). Which answers are failures was
// decided when the slot was probed; the clause may list statuses that are none after all.
import { z } from 'zod';
import { wholeNumber } from '../agreement/fields.ts';
import { list } from '../agreement/part.ts';
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { eventReading } from '../measurement/event-reading.ts';
import { eventGrade } from '../measurement/events.ts';
import type { IndicatorKind } from './indicator.ts';
import { eventsOf, eventTerms, occurrencesOf, planned } from './occurrence-input.ts';
import type { Grading } from './occurrence-input.ts';

const status = wholeNumber('a status that is no error', { min: 100, max: 999 }, 404);

const terms = z.strictObject({
  /** Statuses of failed slots that count as good. */
  notErrors: list('notErrors are statuses', '[404, 409]', status).optional(),
});

type Terms = z.output<typeof terms>;

export const errorRate: IndicatorKind<Terms> = {
  type: 'error-rate',
  terms,
  operators: ['<', '<='],
  reads: ['samples', 'counts'],
  words: { unit: 'requests', good: 'good', bad: 'failed' },
  formula: ({ notErrors = [] }) => {
    const failed = notErrors.length === 0 ? '' : ` (${notErrors.join(', ')} are no failures)`;
    return `failed requests${failed} / requests`;
  },
  measure(input) {
    const sources = planned(input);
    const events = eventsOf(sources, gradingOf(input.terms));
    return occurrencesOf(input, { sources, judged: 'bad', events, thresholdMs: null });
  },
  readings: ({ terms, grid }) => [eventReading(eventTerms(gradingOf(terms), grid))],
};

function gradingOf(terms: Terms): Grading {
  const notErrors = new Set(terms.notErrors);
  return { type: errorRate.type, terms, grade: (series) => gradeRequests(series, notErrors) };
}

function gradeRequests({ outcome, status }: SampleSeries, notErrors: Set<number>): Uint32Array {
  const grades = new Uint32Array(outcome.length);
  for (let place = 0; place < outcome.length; place++) {
    const code = outcome[place];
    if (code === outcomeCode.unmeasured) continue;
    const isGood = code === outcomeCode.ok || notErrors.has(status?.[place] ?? 0);
    grades[place] = isGood ? eventGrade.good : eventGrade.bad;
  }
  return grades;
}
