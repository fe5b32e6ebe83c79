import type { Exclusion } from '@upheld/shared/agreement/agreement';
import { percentage } from '@upheld/shared/exact/ratio';
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { availability } from '@upheld/shared/indicators/availability';
import { errorRate } from '@upheld/shared/indicators/error-rate';
import type { IndicatorInput, IndicatorKind } from '@upheld/shared/indicators/indicator';
import { latency } from '@upheld/shared/indicators/latency';
import { judgeMeasured, judgeTally } from '@upheld/shared/measurement/judge';
import type { JudgingTerms } from '@upheld/shared/measurement/judging';
import type { MeasuredEvents, MeasuredMinutes } from '@upheld/shared/measurement/measured';
import { sumTallies, tallyOf } from '@upheld/shared/measurement/tally';
import type { Interval } from '@upheld/shared/time/instant';
import { localDates } from '@upheld/shared/time/local-date';
import { scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSource, anExclusion } from '../evaluation/build.ts';
import { anyCalendar, anyInstant } from '../time/any.ts';
import { MINUTE, anyExclusions, anyRows, seriesOf } from './any.ts';
import type { Row } from './any.ts';
import { hoursOf } from './hours.ts';

/** Five hours that begin at any quarter of an hour. */
const minutes = 300;
const anyStart = anyInstant.map((instant) => Math.floor(instant / (15 * MINUTE)) * 15 * MINUTE);
const everyMs = 90_000;

const anyVantages = fc.array(anyRows(minutes), { maxLength: 2 });
const anyGiven = anyStart.chain((start) =>
  fc.record({
    window: fc.constant({ start, end: start + minutes * MINUTE }),
    calendar: anyCalendar(),
    exclusions: anyExclusions(start, minutes),
    excluded: fc.constantFrom<string[] | null>(null, ['api'], ['api', 'events']),
    asOf: fc.integer({ min: -2 * MINUTE, max: (minutes + 2) * MINUTE }).map((since) => start + since),
    rows: fc.record({ api: anyVantages, events: anyVantages }),
    phaseMs: fc.nat(everyMs - 1),
    notMeasured: fc.constantFrom('undetermined' as const, 'good' as const, 'bad' as const),
    target: fc.constantFrom('0%', '50%', '62.5%', '90%', '100%'),
    minimumSample: fc.integer({ min: 1, max: 40 }),
    coverageFloor: fc.constantFrom('0%', '50%', '95%').map(percentage),
  }),
);
type Given = typeof anyGiven extends fc.Arbitrary<infer T> ? T : never;

const kinds = [
  { kind: availability, op: '>=' as const, terms: availability.terms.parse({}) },
  { kind: latency, op: '>=' as const, terms: latency.terms.parse({ threshold: '200ms' }) },
  {
    kind: latency,
    op: '>' as const,
    terms: latency.terms.parse({ threshold: '80ms', noResponse: 'exclude' }),
  },
  { kind: errorRate, op: '<' as const, terms: errorRate.terms.parse({}) },
];

/** Every window begins with a slot of 90 seconds: rows 7 seconds after each are on their grid. */
function onSlots(given: Given): Given {
  const onSlot = ({ second, code }: Row) => ({ second: Math.floor(second / 90) * 90 + 7, code });
  const moved = (vantages: Row[][]) => vantages.map((rows) => rows.map(onSlot));
  return { ...given, phaseMs: 7000, rows: { api: moved(given.rows.api), events: moved(given.rows.events) } };
}

type Kind = { kind: IndicatorKind; terms: unknown };

function measure({ kind, terms }: Kind, given: Given, window: Interval): MeasuredMinutes | MeasuredEvents {
  const { calendar, asOf } = given;
  const input: IndicatorInput<unknown> = {
    ...{ terms, timeSliceTarget: '50%', window, calendar, asOf },
    ...{ timeZone: calendar.timeZone, clocks: [], gaps: [], loadTests: [] },
    sources: (['api', 'events'] as const).map((name) => ({
      source: aSource({ name, every: '90s' }),
      grid: { phaseMs: given.phaseMs, everyMs },
      vantages: given.rows[name].map((rows, place) => vantage(name, rows, given.window.start, `v${place}`)),
    })),
    scheduled: scheduledMinutes(calendar, window),
    exclusions: claims(given),
  };
  const measured = kind.measure(input);
  if (measured.by === 'minutes' || measured.by === 'events') return measured;
  throw new TypeError(`got ${measured.by}`);
}

/** Answers take 0 to 400 ms; failures got none. */
function vantage(source: string, rows: Row[], start: number, name: string): SampleSeries {
  const series = seriesOf(rows, start, name);
  const timeOf = (code: number, place: number) =>
    code === outcomeCode.ok ? ((series.at[place] ?? 0) % 4001) / 10 : NaN;
  return { ...series, source, latencyMs: Float64Array.from(series.outcome, timeOf) };
}

function claims({ exclusions, excluded }: Given): Exclusion[] {
  return exclusions.map((planned) => anExclusion({ ...planned, sources: excluded }));
}

function judgingTerms(op: JudgingTerms['target']['op'], given: Given): JudgingTerms {
  const { target, notMeasured, minimumSample, coverageFloor } = given;
  return { target: { op, ratio: percentage(target) }, notMeasured, minimumSample, coverageFloor };
}

for (const { op, ...kind } of kinds) {
  describe(`tallies of ${kind.kind.type}, ${JSON.stringify(kind.terms)}`, () => {
    it('of the hours of a window are judged as the window is straight from its samples', () => {
      fc.assert(
        fc.property(anyGiven, (given) => {
          const { window, asOf, calendar } = given;
          const measured = measure(kind, given, window);
          const terms = judgingTerms(op, given);
          const hours = hoursOf(window).map((hour) => tallyOf(measured, hour));
          const fromHours = judgeTally(sumTallies(hours), terms);
          for (const days of [[], localDates(window, calendar.timeZone)]) {
            const { figures } = judgeMeasured(measured, { terms, window, asOf, days });
            const quantiles = figures.quantiles && { quantiles: figures.quantiles };
            expect({ ...fromHours, ...quantiles }).toEqual(figures);
          }
        }),
      );
    });

    it('are the same of an hour that is measured alone, where samples stand on their slots', () => {
      fc.assert(
        fc.property(anyGiven.map(onSlots), (given) => {
          const measured = measure(kind, given, given.window);
          for (const hour of hoursOf(given.window)) {
            expect(tallyOf(measure(kind, given, hour), hour)).toEqual(tallyOf(measured, hour));
          }
        }),
        { numRuns: 30 },
      );
    });

    it('add up in any order and however they are put together', () => {
      fc.assert(
        fc.property(anyGiven, fc.nat(6), (given, cut) => {
          const hours = hoursOf(given.window).map((hour) =>
            tallyOf(measure(kind, given, given.window), hour),
          );
          const halves = [hours.slice(0, cut), hours.slice(cut)].filter((half) => half.length > 0);
          const sum = sumTallies(hours);
          expect(sumTallies(hours.toReversed())).toEqual(sum);
          expect(sumTallies(halves.map((half) => sumTallies(half)))).toEqual(sum);
        }),
        { numRuns: 30 },
      );
    });
  });
}
