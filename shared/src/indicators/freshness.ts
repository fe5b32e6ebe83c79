// Freshness: the share of checks that found the last update young enough (measurement.md section 4).
import { z } from 'zod';
import { elapsedUnits } from '../agreement/durations.ts';
import { duration } from '../agreement/fields.ts';
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { eventReading } from '../measurement/event-reading.ts';
import { eventGrade } from '../measurement/events.ts';
import { milliseconds, parseDuration } from '../time/duration.ts';
import type { IndicatorKind } from './indicator.ts';
import { eventsOf, eventTerms, occurrencesOf, planned } from './occurrence-input.ts';
import type { Grading } from './occurrence-input.ts';

const terms = z.strictObject({
  /** An update must be younger: one of exactly this age is not. */
  threshold: duration(elapsedUnits, '5s'),
});

type Terms = z.output<typeof terms>;

export const freshness: IndicatorKind<Terms> = {
  type: 'freshness',
  terms,
  operators: ['>=', '>'],
  words: { unit: 'checks', good: 'fresh', bad: 'stale or failed' },
  formula: ({ threshold }) => {
    const { count, unit } = parseDuration(threshold);
    return `checks that found the last update less than ${count} ${unit} old / checks`;
  },
  measure(input) {
    const sources = planned(input);
    const events = eventsOf(sources, gradingOf(input.terms));
    return occurrencesOf(input, { sources, judged: 'good', events, thresholdMs: null });
  },
  readings: ({ terms, grid }) => [eventReading(eventTerms(gradingOf(terms), grid))],
};

function gradingOf(terms: Terms): Grading {
  const thresholdMs = milliseconds(terms.threshold);
  return { type: freshness.type, terms, grade: (series) => gradeChecks(series, thresholdMs) };
}

/** A check that is bad got no reading that counts; one that is ok without an age says nothing. */
function gradeChecks({ outcome, ageMs }: SampleSeries, thresholdMs: number): Uint32Array {
  const grades = new Uint32Array(outcome.length);
  for (let place = 0; place < outcome.length; place++) {
    const age = ageMs?.[place] ?? NaN;
    if (outcome[place] === outcomeCode.bad) grades[place] = eventGrade.bad;
    else if (outcome[place] === outcomeCode.ok && !Number.isNaN(age)) {
      grades[place] = age < thresholdMs ? eventGrade.good : eventGrade.bad;
    }
  }
  return grades;
}
