// What every kind of indicator must do, whatever it measures. A kind's test hands over terms and facts that
// decide a promise on business days in July 2026.
import { percentage } from '@upheld/shared/exact/ratio';
import { readTarget } from '@upheld/shared/exact/target';
import type { LoadTest } from '@upheld/shared/facts/load-test';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import type { Slice } from '@upheld/shared/facts/slice';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { IndicatorInput, IndicatorKind } from '@upheld/shared/indicators/indicator';
import { judgeMeasured } from '@upheld/shared/measurement/judge';
import type { JudgingTerms } from '@upheld/shared/measurement/judging';
import { deskClocks } from '@upheld/shared/tickets/clocks';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';
import { describe, expect, it } from 'vitest';
import { aSource, anExclusion, at, businessHours } from '../shared/evaluation/build.ts';
import { aSeverity } from '../shared/indicators/matrix.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** July 2026 in New York, looked at on the 20th at noon: 13 business days and three hours have passed. */
export const window: Interval = { start: at('2026-07-01T04:00:00Z'), end: at('2026-08-01T04:00:00Z') };
export const asOf = at('2026-07-20T16:00:00Z');

/** What every severity of the desk promises, on business days. */
const promised = { firstResponse: '2h', updateEvery: '4h', resolution: '2d', calendar: 'business' };
const severities = [aSeverity(promised), aSeverity({ level: 2, name: 'High', ...promised })];

export type IndicatorFacts = {
  /** Samples of each source, every minute, one series per vantage. */
  samples?: Record<string, SampleSeries[]>;
  /** Counted traffic of each source that gives any. */
  slices?: Record<string, Slice[]>;
  /** Of a desk that promises what `severities` says; no two at one instant. */
  events?: TicketEvent[];
  loadTests?: LoadTest[];
};

export type IndicatorScenario = {
  terms: Record<string, unknown>;
  /** As `op` and `target` of its objective. */
  target: Parameters<typeof readTarget>[0];
  /** What decides it; the verdict that it then has. */
  facts: IndicatorFacts;
  verdict: 'met' | 'missed';
  /** What there is outside the window and after `asOf`; it must not speak into the window. */
  elsewhere: IndicatorFacts;
  /** What there is in minutes that are not scheduled; left out where the kind knows no schedule. */
  unscheduled?: IndicatorFacts;
};

export function indicatorContract(kind: IndicatorKind, scenario: IndicatorScenario): void {
  const { facts, verdict } = scenario;
  const judge = (known: IndicatorFacts, change: Partial<IndicatorInput<unknown>> = {}) =>
    judged(kind, scenario, { ...inputOf(kind, scenario, known, change.asOf), ...change });

  describe(`the indicator ${kind.type} keeps the contract`, () => {
    it('decides by its facts', () => {
      expect(judge(facts).figures).toMatchObject({ verdict, doubts: [] });
    });

    it('neither throws nor decides for want of facts', () => {
      const nothing = { samples: {}, slices: {}, events: [], loadTests: [] };
      expect(judge(nothing).figures.verdict).toBe('undetermined');
      expect(judge(nothing).figures.doubts).not.toEqual([]);
      for (const change of [{ sources: [] }, { scheduled: [] }, { asOf: window.end }]) {
        expect(['undetermined', 'excluded']).toContain(judge(nothing, change).figures.verdict);
      }
      expect(judge(facts, { asOf: window.start }).figures).toMatchObject({
        ...{ verdict: 'undetermined', doubts: ['nothing-elapsed'] },
      });
    });

    it('does not depend on the order in which facts and exclusions stand', () => {
      expect(judge(reversed(facts))).toEqual(judge(facts));
      const exclusions = [
        anExclusion({ window: { start: window.start, end: window.start + 20 * HOUR } }),
        anExclusion({ window: { start: window.start, end: asOf }, effect: 'count-good', name: 'storm' }),
      ];
      const inOrder = judge(facts, { exclusions });
      expect(judge(facts, { exclusions: exclusions.toReversed() })).toEqual(inOrder);
    });

    it('is not changed by facts outside the window or after the instant it is looked at', () => {
      expect(judge(together(facts, scenario.elsewhere))).toEqual(judge(facts));
    });

    it('decides nothing by facts outside the window or after the instant it is looked at', () => {
      expect(judge(scenario.elsewhere).figures.verdict).toBe('undetermined');
    });

    const { unscheduled } = scenario;
    if (unscheduled !== undefined) {
      it('is not changed by facts of minutes that are not scheduled', () => {
        expect(judge(together(facts, unscheduled))).toEqual(judge(facts));
      });
    }

    it('gives records that survive JSON, whatever is known', () => {
      for (const known of [facts, {}, scenario.elsewhere]) {
        const record = judge(known);
        expect(JSON.parse(JSON.stringify(record))).toStrictEqual(record);
      }
    });

    it('says in words what it counts', () => {
      const terms = kind.terms.parse(scenario.terms);
      expect(kind.formula(terms)).toMatch(/\S/);
      expect(Object.values(kind.words).every((word) => /\S/.test(word))).toBe(true);
      expect(kind.operators).not.toEqual([]);
    });

    it('changes nothing that it is given', () => {
      const input = inputOf(kind, scenario, facts);
      const before = structuredClone(input);
      kind.measure(input);
      expect(input).toEqual(before);
    });
  });
}

function judged(kind: IndicatorKind, { target }: IndicatorScenario, input: IndicatorInput<unknown>) {
  const terms = {
    ...{ target: readTarget(target), notMeasured: 'undetermined', minimumSample: 1 },
    coverageFloor: percentage('90%'),
  } satisfies JudgingTerms;
  const days = [{ date: '2026-07-01', start: window.start, end: window.start + 24 * HOUR }];
  return judgeMeasured(kind.measure(input), { terms, window, days, asOf: input.asOf });
}

/** The sources are those of the scenario, whether there are samples of them or not. */
function inputOf(
  kind: IndicatorKind,
  { terms, facts }: IndicatorScenario,
  known: IndicatorFacts,
  now: Instant = asOf,
): IndicatorInput<unknown> {
  const grid = { phaseMs: 0, everyMs: MINUTE };
  return {
    terms: kind.terms.parse(terms),
    timeSliceTarget: '50%',
    sources: [
      ...Object.keys(facts.samples ?? {}).map((name) => ({
        ...{ source: aSource({ name }), grid, vantages: known.samples?.[name] ?? [] },
      })),
      ...Object.keys(facts.slices ?? {}).map((name) => ({
        ...{ source: aSource({ name, type: 'prometheus' }), grid, vantages: [] },
        slices: known.slices?.[name] ?? [],
      })),
    ],
    clocks: deskClocks({
      ...{ events: known.events ?? [], severities, calendars: { business: businessHours } },
      ...{ waitingOnReporterPauses: [], gaps: [], asOf: now },
    }),
    gaps: [],
    calendar: businessHours,
    loadTests: known.loadTests ?? [],
    scheduled: scheduledMinutes(businessHours, window),
    ...{ window, exclusions: [], timeZone: 'America/New_York', asOf: now },
  };
}

function reversed({
  samples = {},
  slices = {},
  events = [],
  loadTests = [],
}: IndicatorFacts): IndicatorFacts {
  const vantages = Object.entries(samples).map(([name, series]) => [name, series.toReversed()] as const);
  const hours = Object.entries(slices).map(([name, all]) => [name, all.toReversed()] as const);
  return {
    ...{ samples: Object.fromEntries(vantages), slices: Object.fromEntries(hours) },
    events: events.toReversed(),
    loadTests: loadTests.toReversed(),
  };
}

/** Both, as a store gives them: one series per vantage, in rising order. */
function together(one: IndicatorFacts, other: IndicatorFacts): IndicatorFacts {
  const names = new Set([...Object.keys(one.samples ?? {}), ...Object.keys(other.samples ?? {})]);
  const samples = [...names].map((name) => {
    const all = [...(one.samples?.[name] ?? []), ...(other.samples?.[name] ?? [])];
    return [name, [...Map.groupBy(all, ({ vantage }) => vantage).values()].map(merged)] as const;
  });
  return {
    samples: Object.fromEntries(samples),
    slices: joined(one.slices ?? {}, other.slices ?? {}),
    events: [...(one.events ?? []), ...(other.events ?? [])],
    loadTests: [...(one.loadTests ?? []), ...(other.loadTests ?? [])],
  };
}

function joined(one: Record<string, Slice[]>, other: Record<string, Slice[]>): Record<string, Slice[]> {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...names].map((name) => [name, [...(one[name] ?? []), ...(other[name] ?? [])]]));
}

type Row = { at: number; outcome: number; latencyMs: number; ageMs: number; status: number };

function merged(series: SampleSeries[]): SampleSeries {
  const rows = series.flatMap(rowsOf).sort((a, b) => a.at - b.at);
  const column = (name: keyof Row) => rows.map((row) => row[name]);
  return {
    source: series[0]?.source ?? '',
    vantage: series[0]?.vantage ?? '',
    at: Float64Array.from(column('at')),
    outcome: Uint8Array.from(column('outcome')),
    latencyMs: Float64Array.from(column('latencyMs')),
    ageMs: Float64Array.from(column('ageMs')),
    status: Uint16Array.from(column('status')),
  };
}

function rowsOf({ at: instants, outcome, latencyMs, ageMs, status }: SampleSeries): Row[] {
  return [...instants].map((instant, place) => ({
    ...{ at: instant, outcome: outcome[place] ?? 0, latencyMs: latencyMs[place] ?? NaN },
    ...{ ageMs: ageMs?.[place] ?? NaN, status: status?.[place] ?? 0 },
  }));
}
