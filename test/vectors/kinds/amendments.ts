// Periods that amendments cut (measurement.md section 4), from samples to the verdict by the one function
// that every page, command and metric asks.
import type { Terms } from '@upheld/shared/agreement/agreement';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { PartStatement } from '@upheld/shared/evaluation/statement';
import { displayNumber } from '@upheld/shared/exact/display';
import { decimal, multiplyRatios, ratio } from '@upheld/shared/exact/ratio';
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { minuteState } from '@upheld/shared/measurement/minute-state';
import { MINUTE } from '@upheld/shared/time/instant';
import { z } from 'zod';
import { aSource, anAgreement, anExclusion, anObjective, facts } from '../../shared/evaluation/build.ts';
import type { VectorKind } from '../vector-kind.ts';
import { calendarTerms } from './calendar-terms.ts';
import { exclusion } from './exclusion.ts';
import { stateRuns, toColumn } from './runs.ts';

const version = z.strictObject({
  effectiveFrom: z.int().nullable(),
  effectiveFromIso: z.unknown(),
  calendar: calendarTerms,
  target: z.string(),
  notMeasured: z.enum(['undetermined', 'good', 'bad']),
});

const input = z.strictObject({
  period: z.strictObject({ name: z.string(), start: z.int(), end: z.int() }),
  states: stateRuns,
  versions: z.array(version).min(1),
  exclusions: z.array(exclusion),
});

export const amendments: VectorKind = {
  kind: 'amendments',
  run: (given) => {
    const { period, states, versions, exclusions } = input.parse(given);
    const [signed, ...later] = versions.map(({ effectiveFrom, ...terms }) => ({
      from: effectiveFrom ?? -Infinity,
      terms: termsOf(terms),
    }));
    const { promises } = evaluateAgreement({
      agreement: anAgreement({
        ...signed?.terms,
        amended: later.map((amended, place) => ({ ...amended, name: `amendment-${place + 1}` })),
      }),
      exclusions: exclusions.map((planned, place) => anExclusion({ ...planned, name: `claim-${place + 1}` })),
      period: period.name,
      facts: facts([oneAMinute(toColumn(states), period.start)]),
      asOf: period.end,
    });
    const judged = promises[0]?.periods[0];
    return { parts: judged?.parts.map(answer), verdict: judged?.verdict };
  },
};

/** A sample is held for 1.5 intervals: asked every 40 s, one at the start of a minute speaks for just that minute. */
const sources = [aSource({ every: '40s' })];

function termsOf({ calendar, target, notMeasured }: Omit<z.infer<typeof version>, 'effectiveFrom'>): Terms {
  return anAgreement({
    effective: { from: '2000-01-01' },
    timeZone: calendar.timeZone,
    calendars: { agreed: calendar },
    sources,
    objectives: [
      anObjective({
        calendar: 'agreed',
        objective: { op: '>=', target: `${percent(target)}%`, timeSliceTarget: '50%' },
        noData: { notMeasured, coverageFloor: '0%' },
      }),
    ],
  });
}

/** The decimal a hundredfold: `0.9995` is `99.95`. */
function percent(text: string): string {
  return displayNumber(multiplyRatios(decimal(text), ratio(100, 1)), text.length);
}

function oneAMinute(states: Uint8Array, start: number): SampleSeries {
  const measured = [...states.entries()].filter(([, state]) => state !== minuteState.unmeasured);
  return {
    ...{ source: 'api', vantage: 'main' },
    at: Float64Array.from(measured, ([minute]) => start + minute * MINUTE),
    outcome: Uint8Array.from(measured, ([, state]) =>
      state === minuteState.good ? outcomeCode.ok : outcomeCode.bad,
    ),
    latencyMs: new Float64Array(measured.length).fill(NaN),
  };
}

function answer({ start, end, inputs, verdict }: PartStatement): unknown {
  if (inputs.by !== 'minutes') throw new TypeError(`availability is counted in ${inputs.by}`);
  const { scheduled: P, excluded: X, good: G, bad: B, unmeasured: U } = inputs;
  return { start, end, P, X, G, B, U, verdict };
}
