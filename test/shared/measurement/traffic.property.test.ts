import type { Exclusion } from '@upheld/shared/agreement/agreement';
import { percentage } from '@upheld/shared/exact/ratio';
import type { Slice, SliceCounts, SliceFault } from '@upheld/shared/facts/slice';
import { errorRate } from '@upheld/shared/indicators/error-rate';
import type { MeasuredSource } from '@upheld/shared/indicators/indicator';
import { judgeMeasured, judgeTally } from '@upheld/shared/measurement/judge';
import type { JudgingTerms } from '@upheld/shared/measurement/judging';
import type { MeasuredEvents } from '@upheld/shared/measurement/measured';
import { sumTallies, tallyOf } from '@upheld/shared/measurement/tally';
import { localDates } from '@upheld/shared/time/local-date';
import { scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSlice, aSource, anExclusion } from '../evaluation/build.ts';
import { anyCalendar, anyInstant } from '../time/any.ts';
import { MINUTE, anyExclusions } from './any.ts';
import { hoursOf } from './hours.ts';

/** Thirty hours that begin at any quarter of an hour, and the hours of UTC in and around them. */
const minutes = 1800;
const HOUR = 60 * MINUTE;
const anyStart = anyInstant.map((instant) => Math.floor(instant / (15 * MINUTE)) * 15 * MINUTE);

const anyCounts: fc.Arbitrary<SliceCounts> = fc
  .tuple(fc.nat(50), fc.nat(50))
  .map(([one, other]) => ({ total: Math.max(one, other), bad: Math.min(one, other) }));
const anyTold: fc.Arbitrary<SliceCounts | SliceFault | null> = fc.oneof(
  { weight: 8, arbitrary: anyCounts },
  fc.constantFrom<SliceFault | null>('empty', 'not-a-number', 'not-a-count', null),
);

const anyGiven = anyStart.chain((start) =>
  fc.record({
    window: fc.constant({ start, end: start + minutes * MINUTE }),
    calendar: anyCalendar(),
    exclusions: anyExclusions(start, minutes),
    asOf: fc.integer({ min: -2 * MINUTE, max: (minutes + 90) * MINUTE }).map((since) => start + since),
    told: fc.array(anyTold, { minLength: 32, maxLength: 32 }),
    target: fc.constantFrom('0%', '10%', '50%', '62.5%', '100%'),
    coverageFloor: fc.constantFrom('0%', '50%', '95%', '100%'),
  }),
);
type Given = typeof anyGiven extends fc.Arbitrary<infer T> ? T : never;

function slicesOf({ window, told }: Given, source = 'gateway'): Slice[] {
  const first = Math.floor(window.start / HOUR) * HOUR;
  return told.flatMap((one, place) => (one === null ? [] : [aSlice(first + place * HOUR, one, { source })]));
}

function gateway(slices: Slice[], name = 'gateway'): MeasuredSource {
  const source = aSource({ name, type: 'prometheus' });
  return { source, grid: { phaseMs: 0, everyMs: HOUR }, vantages: [], slices };
}

function measure(given: Given, sources: MeasuredSource[]): MeasuredEvents {
  const { window, calendar, asOf, exclusions } = given;
  const measured = errorRate.measure({
    ...{ terms: errorRate.terms.parse({}), timeSliceTarget: '50%', window, calendar, asOf, sources },
    ...{ timeZone: calendar.timeZone, clocks: [], gaps: [], loadTests: [] },
    scheduled: scheduledMinutes(calendar, window),
    exclusions: exclusions.map((planned): Exclusion => anExclusion({ ...planned, sources: null })),
  });
  if (measured.by === 'events') return measured;
  throw new TypeError(`got ${measured.by}`);
}

function figuresOf(given: Given, sources: MeasuredSource[], change: Partial<JudgingTerms> = {}) {
  const { window, asOf, calendar } = given;
  const days = localDates(window, calendar.timeZone);
  const terms = { ...termsOf(given), ...change };
  return judgeMeasured(measure(given, sources), { terms, window, asOf, days });
}

function termsOf({ target, coverageFloor }: Given): JudgingTerms {
  return {
    ...{ target: { op: '<=', ratio: percentage(target) }, notMeasured: 'undetermined' },
    ...{ minimumSample: 1, coverageFloor: percentage(coverageFloor) },
  };
}

describe('a promise over any traffic that was counted by the hour', () => {
  it('is the same in whatever order the hours come', () => {
    fc.assert(
      fc.property(anyGiven, fc.nat(31), (given, cut) => {
        const slices = slicesOf(given);
        const turned = [...slices.slice(cut).toReversed(), ...slices.slice(0, cut)];
        expect(measure(given, [gateway(turned)])).toEqual(measure(given, [gateway(slices)]));
      }),
    );
  });

  it('has the same verdict, value and coverage where its counts are split between two sources', () => {
    fc.assert(
      fc.property(anyGiven, fc.array(fc.nat(100), { minLength: 32, maxLength: 32 }), (given, percents) => {
        const slices = slicesOf(given);
        const part = (slice: Slice, place: number): SliceCounts | null => {
          if (slice.counts === null) return null;
          const of = (count: number) => Math.floor((count * (percents[place] ?? 0)) / 100);
          const good = of(slice.counts.total - slice.counts.bad);
          return { total: good + of(slice.counts.bad), bad: of(slice.counts.bad) };
        };
        const split = slices.map((slice, place) => {
          const one = part(slice, place);
          if (slice.counts === null || one === null) return [slice, { ...slice, source: 'other' }] as const;
          const { total, bad } = slice.counts;
          const rest = { total: total - one.total, bad: bad - one.bad };
          return [aSlice(slice.start, one), aSlice(slice.start, rest, { source: 'other' })] as const;
        });
        const [first, second] = [split.map(([one]) => one), split.map(([, other]) => other)];
        const pooled = figuresOf(given, [gateway(first), gateway(second, 'other')]).figures;
        const alone = figuresOf(given, [gateway(slices)]).figures;
        const { inputs, ...rest } = pooled;
        const { inputs: own, ...same } = alone;
        expect(rest).toEqual(same);
        if (inputs.by !== 'events' || own.by !== 'events') throw new TypeError('counted in events');
        expect([inputs.good, inputs.total]).toEqual([own.good, own.total]);
        expect(inputs.slotsDue).toBe(2 * own.slotsDue);
      }),
    );
  });

  it('never turns from missed to met when an hour is hidden and every hour is asked for', () => {
    fc.assert(
      fc.property(anyGiven, fc.nat(31), (given, hidden) => {
        const whole = { coverageFloor: percentage('100%') };
        const slices = slicesOf(given);
        const before = figuresOf(given, [gateway(slices)], whole).figures.verdict;
        const left = slices.filter((_, place) => place !== hidden);
        const after = figuresOf(given, [gateway(left)], whole).figures.verdict;
        expect([before, after]).not.toEqual(['missed', 'met']);
        if (before !== after) expect([before, after]).toContain('undetermined');
      }),
      { numRuns: 300 },
    );
  });

  it('is the sum of its days, and of its hours judged as it is', () => {
    fc.assert(
      fc.property(anyGiven, (given) => {
        const measured = measure(given, [gateway(slicesOf(given))]);
        const { figures, lists } = figuresOf(given, [gateway(slicesOf(given))]);
        const hours = hoursOf(given.window).map((hour) => tallyOf(measured, hour));
        expect(judgeTally(sumTallies(hours), termsOf(given))).toEqual(figures);
        const days = lists.days.map(({ events }) => events ?? { good: 0, total: 0 });
        const sum = (name: 'good' | 'total') => days.reduce((total, day) => total + day[name], 0);
        expect(figures.inputs).toMatchObject({ good: sum('good'), total: sum('total') });
      }),
    );
  });

  it('counts an hour once or lists it, and covers no more hours than were due', () => {
    fc.assert(
      fc.property(anyGiven, (given) => {
        const slices = slicesOf(given);
        const [traffic] = measure(given, [gateway(slices)]).traffic;
        if (traffic === undefined) throw new TypeError('one source, one traffic');
        const { counted, undecided, unanswered, hours } = traffic;
        const starts = [...counted, ...undecided, ...unanswered].map(({ start }) => start);
        expect(new Set(starts).size).toBe(starts.length);
        expect(hours.filter(({ isCovered }) => isCovered).length).toBe(counted.length);
        expect(hours.every(({ isCovered, isRead }) => isRead || !isCovered)).toBe(true);
        const total = counted.reduce((sum, { counts }) => sum + counts.total, 0);
        expect(figuresOf(given, [gateway(slices)]).figures.inputs).toMatchObject({ total });
      }),
    );
  });
});
