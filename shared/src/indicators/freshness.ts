// Freshness: the share of checks that found the last update young enough (measurement.md section 4).
import { z } from 'zod';
import { elapsedUnits } from '../agreement/durations.ts';
import { duration } from '../agreement/fields.ts';
import { outcomeCode } from '../facts/sample.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { eventGrade } from '../measurement/events.ts';
import { milliseconds, parseDuration } from '../time/duration.ts';
import type { IndicatorKind } from './indicator.ts';
import { eventsOf, occurrencesOf, planned } from './occurrence-input.ts';

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
    const thresholdMs = milliseconds(input.terms.threshold);
    const events = eventsOf(sources, (series) => gradeChecks(series, thresholdMs));
    return occurrencesOf(input, { sources, judged: 'good', events, thresholdMs: null });
  },
};

/** A check that is bad got no reading that counts; one that is ok without an age says nothing. */
function gradeChecks({ outcome, ageMs }: SampleSeries, thresholdMs: number): Uint8Array {
  const grades = new Uint8Array(outcome.length);
  for (let place = 0; place < outcome.length; place++) {
    const age = ageMs?.[place] ?? NaN;
    if (outcome[place] === outcomeCode.bad) grades[place] = eventGrade.bad;
    else if (outcome[place] === outcomeCode.ok && !Number.isNaN(age)) {
      grades[place] = age < thresholdMs ? eventGrade.good : eventGrade.bad;
    }
  }
  return grades;
}
