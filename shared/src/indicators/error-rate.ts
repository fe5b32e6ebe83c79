// Error rate: the share of requests that failed (measurement.md section 4). Which answers are failures
// was decided when the slot was probed; samples carry no status, so there is no list of statuses here.
import { z } from 'zod';
import { addEvent, noEvents, visitEvents } from '../measurement/events.ts';
import type { EventColumns } from '../measurement/events.ts';
import { outcomeCode } from '../facts/sample.ts';
import type { IndicatorKind } from './indicator.ts';
import { occurrencesOf, planned } from './occurrence-input.ts';
import type { PlannedSource } from './occurrence-input.ts';

const terms = z.strictObject({});

export const errorRate: IndicatorKind<z.output<typeof terms>> = {
  type: 'error-rate',
  terms,
  operators: ['<', '<='],
  words: { unit: 'requests', good: 'good', bad: 'failed' },
  formula: () => 'failed requests / requests',
  measure(input) {
    const sources = planned(input);
    return { ...occurrencesOf(sources, 'bad'), events: countFailures(sources) };
  },
};

function countFailures(sources: PlannedSource[]): EventColumns {
  const events = noEvents(sources[0]?.plan ?? { first: 0, count: 0 });
  for (const { plan, vantages } of sources) {
    for (const series of vantages) {
      visitEvents(series, plan, (place, minute, isForgiven) => {
        addEvent(events, minute, isForgiven || series.outcome[place] === outcomeCode.ok);
      });
    }
  }
  return events;
}
