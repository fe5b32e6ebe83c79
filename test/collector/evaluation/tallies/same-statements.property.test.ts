import { evaluateFrom } from '@upheld/collector/evaluation/evaluator';
import type { Agreement, Objective, Source } from '@upheld/shared/agreement/agreement';
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSource, anAgreement, anExclusion, anObjective } from '../../../shared/evaluation/build.ts';
import { anyExclusions } from '../../../shared/measurement/any.ts';
import { anyCalendar } from '../../../shared/time/any.ts';
import { memoryStore } from './memory.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const days = 4;
/** Monday, 2 July 2012: the agreement counts from the 3rd to the 5th, local days. */
const start = Date.UTC(2012, 6, 2);
const span = days * 24 * 60;

const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'America/New_York'];
const cadences = ['30s', '60s', '90s', '7m', '1h', '5h'];

const anySource = fc.record({
  every: fc.constantFrom(...cadences),
  amendedEvery: fc.constantFrom(...cadences),
  type: fc.constantFrom('http', 'import'),
  agreeing: fc.integer({ min: 1, max: 2 }),
  vantages: fc.array(
    fc.record({
      seed: fc.nat(),
      /** How far samples come apart, and whether they stand on it. */
      stepMs: fc.constantFrom(30_000, 60_000, 61_000, 97_000, 600_000, 4_000_000),
      jitterMs: fc.constantFrom(0, 1, 20_000, 300_000),
      from: fc.nat(span),
      to: fc.nat(2 * span),
      silent: fc.constantFrom(0, 0.1, 0.7),
      bad: fc.constantFrom(0, 0.02, 0.4),
    }),
    { maxLength: 3 },
  ),
});

const anyGiven = fc.record({
  timeZone: fc.constantFrom(...zones),
  calendar: anyCalendar(),
  sources: fc.record({ api: anySource, events: anySource }),
  exclusions: anyExclusions(start, span),
  excluded: fc.constantFrom<string[] | null>(null, ['api'], ['api', 'events']),
  amendedAt: fc.integer({ min: 20, max: 90 }).map((hour) => start + hour * HOUR),
  asOf: fc.integer({ min: 20 * HOUR, max: (days * 24 + 6) * HOUR }).map((since) => start + since),
  isWholeMinute: fc.boolean(),
  sealed: fc.integer({ min: 0, max: (days + 1) * 24 }).map((hour) => start + hour * HOUR),
  laterSealed: fc.nat(30),
  dropped: fc.array(fc.nat(200), { maxLength: 6 }),
  timeSlice: fc.constantFrom('50%', '99%'),
});
type Given = typeof anyGiven extends fc.Arbitrary<infer T> ? T : never;

describe('a statement that tallies tell', () => {
  it('is the one that samples tell, whichever days are tallied', async () => {
    let fromTallies = 0;
    await fc.assert(
      fc.asyncProperty(anyGiven, async (given) => {
        const series = seriesOf(given);
        const asked = askedOf(given);
        const plain = await evaluateFrom(memoryStore(series, 0), isPolled, undefined, { fromTallies: false })(
          asked,
        );
        const store = memoryStore(series, given.sealed);
        const evaluate = evaluateFrom(store, isPolled);
        expect(await evaluate(asked)).toEqual(plain);
        for (const place of given.dropped) store.tallies.splice(place, 1);
        store.samplesRead = 0;
        expect(await evaluate(asked)).toEqual(plain);
        const later = memoryStore(series, given.sealed + given.laterSealed * HOUR);
        later.tallies = store.tallies;
        expect(await evaluateFrom(later, isPolled)(asked)).toEqual(plain);
        fromTallies += store.tallies.length;
      }),
      { numRuns: 150 },
    );
    expect(fromTallies).toBeGreaterThan(1000);
  });
});

const isPolled = () => true;

function askedOf(given: Given) {
  const asOf = given.isWholeMinute ? Math.floor(given.asOf / MINUTE) * MINUTE : given.asOf;
  const exclusions = given.exclusions.map((planned) => anExclusion({ ...planned, sources: given.excluded }));
  return { agreement: agreementOf(given), exclusions, period: '2012-07', asOf };
}

function agreementOf({ timeZone, calendar, sources, amendedAt, timeSlice }: Given): Agreement {
  const terms = {
    ...{ timeZone, effective: { from: '2012-07-03', until: '2012-07-05' } },
    calendars: { ...anAgreement().calendars, some: calendar },
  };
  const asked = (name: 'api' | 'events', isAmended: boolean): Source => {
    const { every, amendedEvery, type, agreeing } = sources[name];
    return aSource({ name, type, agreeing, every: isAmended ? amendedEvery : every });
  };
  const signed = anAgreement({
    ...terms,
    sources: [asked('api', false), asked('events', false)],
    objectives: objectives('200ms', timeSlice),
  });
  const amended = {
    ...signed,
    sources: [asked('api', true), asked('events', true)],
    objectives: objectives('90ms', '20%'),
  };
  return { ...signed, amended: [{ name: 'a1', from: amendedAt, terms: amended }] };
}

function objectives(threshold: string, timeSliceTarget: string): Objective[] {
  const both = { sources: ['api', 'events'] };
  const judged = { op: '>=', target: '90%', timeSliceTarget } as const;
  const noData = { notMeasured: 'undetermined', coverageFloor: '60%' } as const;
  const of = (name: string, indicator: Objective['indicator'], change: Partial<Objective> = {}) =>
    anObjective({ name, indicator, objective: judged, noData, ...change });
  return [
    of('up', { type: 'availability', ...both }),
    of('up-any', { type: 'availability', combine: 'any', ...both }, { calendar: 'some' }),
    of('fast', { type: 'latency', threshold, ...both }, { calendar: 'some' }),
    of('fast-answers', {
      type: 'latency',
      threshold: '150ms',
      noResponse: 'exclude',
      each: 'source',
      ...both,
    }),
    of(
      'errors',
      { type: 'error-rate', notErrors: [404], ...both },
      { objective: { op: '<', target: '5%', timeSliceTarget } },
    ),
    of('fresh', { type: 'freshness', threshold: '5s', sources: ['events'] }, { calendar: 'some' }),
  ];
}

function seriesOf({ sources }: Given): SampleSeries[] {
  return (['api', 'events'] as const).flatMap((source) =>
    sources[source].vantages.map((vantage, place) => aVantage(source, `v${place}`, vantage)),
  );
}

type Vantage = Given['sources']['api']['vantages'][number];

function aVantage(source: string, vantage: string, given: Vantage): SampleSeries {
  const random = anyNumbers(given.seed);
  const instants = new Set<number>();
  const end = Math.min(span, given.from + given.to) * MINUTE;
  for (let since = given.from * MINUTE; since < end; since += given.stepMs) {
    if (random() >= given.silent) instants.add(start + since + Math.floor(random() * given.jitterMs));
  }
  const at = Float64Array.from(instants).sort();
  const outcome = Uint8Array.from(at, () => {
    const drawn = random();
    if (drawn < given.bad) return outcomeCode.bad;
    return drawn < given.bad + 0.05 ? outcomeCode.unmeasured : outcomeCode.ok;
  });
  const time = (code: number) =>
    code === outcomeCode.unmeasured || random() < 0.1 ? NaN : Math.round(random() * 4000) / 10;
  return {
    ...{ source, vantage, at, outcome },
    latencyMs: Float64Array.from(outcome, time),
    ageMs: Float64Array.from(outcome, (code) => time(code) * 30),
    status: Uint16Array.from(outcome, (code) => (code === outcomeCode.bad && random() < 0.5 ? 404 : 0)),
  };
}

/** A linear congruential generator (Numerical Recipes): numbers in [0, 1). */
function anyNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
