import { underEveryDefinition } from '@upheld/shared/definitions/registry';
import type { MinimumVolume } from '@upheld/shared/definitions/definition';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { definitionsOf, definitionsSchema } from '@upheld/shared/evaluation/definitions';
import type { DefinitionStatement } from '@upheld/shared/evaluation/definitions';
import { indicatorInput } from '@upheld/shared/evaluation/part';
import { everyPromise, promiseWindows } from '@upheld/shared/evaluation/promise-periods';
import { periodBounds } from '@upheld/shared/time/period';
import type { Agreement, Exclusion, Objective } from '@upheld/shared/agreement/agreement';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { describe, expect, it } from 'vitest';
import { aMatrix } from '../indicators/matrix.ts';
import type { Slot } from '../evaluation/build.ts';
import {
  aSeries,
  aSource,
  anAgreement,
  anExclusion,
  anObjective,
  at,
  badIn,
  facts,
  silentIn,
} from '../evaluation/build.ts';

const MINUTE = 60_000;
const day = { start: at('2026-07-01T00:00:00Z'), end: at('2026-07-02T00:00:00Z') };
const closed = { period: '2026-07', asOf: at('2026-08-01T00:00:00Z') };
const minutes = (from: number, to: number) => ({
  start: day.start + from * MINUTE,
  end: day.start + to * MINUTE,
});

/** An agreement that counts on 1 July, 1,440 minutes. */
function oneDay(objective: Partial<Objective> = {}, every = '60s'): Agreement {
  const effective = { from: '2026-07-01', until: '2026-07-01' };
  return anAgreement({
    effective,
    sources: [aSource({ every })],
    objectives: [anObjective(objective)],
    support: [aMatrix({ source: 'desk' })],
  });
}

const input = (agreement: Agreement, series: SampleSeries, exclusions: Exclusion[] = []) => ({
  ...closed,
  ...{ agreement, exclusions, facts: facts([series]) },
});

function define(agreement: Agreement, series: SampleSeries, exclusions: Exclusion[] = []) {
  const statement = definitionsOf(input(agreement, series, exclusions), 'uptime');
  expect(definitionsSchema.parse(statement)).toEqual(statement);
  const defined = statement.periods[0]?.parts[0]?.definitions ?? [];
  const byName = new Map(defined.map((definition) => [definition.name, definition]));
  return (name: DefinitionStatement['name']) => byName.get(name);
}

const latency = { indicator: { type: 'latency', sources: ['api'], threshold: '200ms' } };
const errorRate: Partial<Objective> = {
  indicator: { type: 'error-rate', sources: ['api'] },
  objective: { op: '<', target: '1%', timeSliceTarget: '50%' },
};

describe('the definitions of a share', () => {
  it.each([
    ['availability', {}, 'time-slices'],
    ['latency', latency, 'occurrences'],
    ['error-rate', errorRate, 'occurrences'],
  ])('mark the one by which %s is judged, and it says what the statement says', (_type, objective, name) => {
    const agreement = oneDay(objective);
    for (const slot of [badIn(minutes(100, 103)), silentIn(minutes(0, 200)), badIn(minutes(0, 700))]) {
      const given = input(agreement, aSeries(day, slot));
      const judged = evaluateAgreement(given).promises[0]?.periods[0];
      const own = definitionsOf(given, 'uptime').periods[0]?.parts[0]?.definitions.filter(
        ({ isContract }) => isContract,
      );
      expect(own).toMatchObject([
        { name, verdict: judged?.verdict, display: judged?.display, doubts: judged?.doubts },
      ]);
    }
  });

  it('take a slow answer for a bad check of latency', () => {
    // From 10:00 on, 30 minutes answer in 300 ms: 30 of 1,440 checks and of 1,440 minutes, 6 of 288 intervals.
    const slow = (instant: number): Slot | undefined =>
      instant >= minutes(600, 630).start && instant < minutes(600, 630).end
        ? { outcome: 'ok', latencyMs: 300 }
        : undefined;
    const of = define(oneDay(latency), aSeries(day, slow));
    expect(of('occurrences')).toMatchObject({ value: { num: '47', den: '48' }, counts: { bad: 30 } });
    expect(of('five-minute-mean')).toMatchObject({ value: { num: '47', den: '48' }, counts: { bad: 6 } });
    expect(of('time-slices')).toMatchObject({ value: { num: '47', den: '48' }, counts: { bad: 30 } });
  });

  it('take a stale reading for a bad check of freshness, and one without an age for none', () => {
    // From 10:00 on, 30 minutes are 6 s old, and 30 more have no age: they are not measured but held for
    // half a minute by the check before.
    const freshness = { indicator: { type: 'freshness', sources: ['api'], threshold: '5s' } };
    const slot = (instant: number): Slot => {
      const minute = (instant - day.start) / MINUTE;
      if (minute >= 630 && minute < 660) return { outcome: 'ok' };
      return { outcome: 'ok', ageMs: minute >= 600 && minute < 630 ? 6000 : 1000 };
    };
    const of = define(oneDay(freshness), aSeries(day, slot));
    expect(of('occurrences')).toMatchObject({ counts: { good: 1380, bad: 30 } });
    expect(of('time-slices')).toMatchObject({ counts: { good: 1380, bad: 31, unmeasured: 29 } });
    expect(of('five-minute-mean')).toMatchObject({ counts: { good: 276, bad: 6, unmeasured: 6 } });
  });

  it('take an answer that the clause lists for no error in every unit', () => {
    const indicator = { type: 'error-rate', sources: ['api'], notErrors: [404] };
    const slot = (status: number) => (instant: number) =>
      instant < minutes(0, 30).end ? { outcome: 'bad' as const, latencyMs: 20, status } : undefined;
    const bad = (status: number) => {
      const of = define(oneDay({ ...errorRate, indicator }), aSeries(day, slot(status)));
      return [
        of('occurrences')?.counts.bad,
        of('time-slices')?.counts.bad,
        of('five-minute-mean')?.counts.bad,
      ];
    };
    expect([bad(404), bad(500)]).toEqual([
      [0, 0, 0],
      [30, 30, 6],
    ]);
  });

  it('give the bad share of a promise about it, cut up, and judge it by that target', () => {
    // 14 of 1,440 are 0.9722... %, under 1 %; 15 are 1.0416... %.
    const of = (bad: number) => define(oneDay(errorRate), aSeries(day, badIn(minutes(60, 60 + bad))));
    for (const name of ['occurrences', 'five-minute-mean', 'time-slices'] as const) {
      expect(of(14)(name)).toMatchObject({ display: '0.973 %', verdict: 'met' });
      expect(of(15)(name)).toMatchObject({ display: '1.042 %', verdict: 'missed' });
    }
    expect(of(15)('minimum-volume-minutes')).toMatchObject({ display: '0.000 %', counts: { tooFew: 15 } });
    expect(of(15)('five-minute-mean')?.formula).toBe('mean over 5-minute intervals of bad checks / checks');
  });

  it('miss a target of the bad share at exactly that share, where it has to be under it', () => {
    // 18 of 1,440 are 1.25 %.
    const exactly = { objective: { op: '<' as const, target: '1.25%', timeSliceTarget: '50%' } };
    const of = define(oneDay({ ...errorRate, ...exactly }), aSeries(day, badIn(minutes(60, 78))));
    for (const name of ['occurrences', 'five-minute-mean', 'time-slices'] as const) {
      expect(of(name)).toMatchObject({ display: '1.250 %', verdict: 'missed' });
    }
  });

  it('leave unmeasured time in doubt, each in its unit', () => {
    // No sample from 02:00 to 12:00; that of 01:59 speaks until 02:00:30, so 599 minutes are unmeasured,
    // and the 120 intervals hold no check.
    const of = define(oneDay(), aSeries(day, silentIn(minutes(120, 720))));
    expect(of('occurrences')).toMatchObject({
      value: { num: '1', den: '1' },
      verdict: 'undetermined',
      doubts: ['coverage'],
      counts: { good: 840, unmeasured: 600 },
    });
    // 168 of 288 intervals are good in the worst case: 7/12.
    expect(of('five-minute-mean')).toMatchObject({
      value: null,
      range: { worst: { num: '7', den: '12' }, best: { num: '1', den: '1' } },
      display: '58.333 % .. 100.000 %',
      verdict: 'undetermined',
      doubts: ['unmeasured'],
      counts: { good: 168, bad: 0, unmeasured: 120 },
    });
    const worst = { num: '841', den: '1440' };
    expect(of('time-slices')).toMatchObject({ range: { worst }, counts: { unmeasured: 599 } });
    expect(of('minimum-volume-minutes')).toMatchObject({ range: { worst }, counts: { unmeasured: 599 } });
  });

  it('follow the clause about unmeasured minutes', () => {
    const silent = aSeries(day, silentIn(minutes(120, 720)));
    const of = (notMeasured: 'good' | 'bad') =>
      define(oneDay({ noData: { notMeasured, coverageFloor: '95%' } }), silent);
    expect(of('good')('five-minute-mean')).toMatchObject({ verdict: 'met', display: '100.000 %' });
    expect(of('bad')('five-minute-mean')).toMatchObject({ verdict: 'missed', display: '58.333 %' });
  });

  it('take an interval in which no check was due for all good, as Amazon does, and no minute of it for unmeasured', () => {
    // A check every 10 minutes, one of 144 bad: of 288 intervals 144 hold a check, and one is all bad.
    const every = { ...day, everyMs: 10 * MINUTE };
    const of = define(oneDay({}, '10m'), aSeries(every, badIn(minutes(600, 601))));
    expect(of('occurrences')).toMatchObject({ counts: { good: 143, bad: 1, unmeasured: 0 } });
    expect(of('five-minute-mean')).toMatchObject({
      value: { num: '287', den: '288' },
      counts: { good: 287, bad: 1, unmeasured: 0 },
    });
    // The bad check speaks for the 10 minutes until the next.
    expect(of('time-slices')).toMatchObject({ counts: { good: 1430, bad: 10, unmeasured: 0 } });
  });

  it('count only what the calendar schedules and no exclusion removes', () => {
    // 1 July 2026 is a Wednesday: 480 minutes of New York from 13:00Z on, of which the first hour is removed.
    const agreement = oneDay({ calendar: 'business' });
    const hour = { start: at('2026-07-01T13:00:00Z'), end: at('2026-07-01T14:00:00Z') };
    const bad = badIn(hour, minutes(0, 60), { start: hour.end, end: hour.end + 21 * MINUTE });
    const of = define(agreement, aSeries(day, bad), [anExclusion({ window: hour })]);
    // 420 minutes and checks in 84 intervals; 21 are bad: 4 intervals and one minute of a fifth.
    expect(of('occurrences')?.counts).toEqual({ unit: 'check', good: 399, bad: 21, unmeasured: 0 });
    expect(of('time-slices')?.counts).toEqual({ unit: 'minute', good: 399, bad: 21, unmeasured: 0 });
    expect(of('five-minute-mean')).toMatchObject({
      value: { num: '19', den: '20' },
      counts: { good: 79, bad: 5, unmeasured: 0 },
    });
    expect(of('minimum-volume-minutes')?.counts).toMatchObject({ good: 420, tooFew: 21 });
  });

  it('are excluded where everything is, and await what has not begun', () => {
    const of = define(oneDay(), aSeries(day), [anExclusion({ window: day })]);
    const early = { ...input(oneDay(), aSeries(day)), asOf: day.start };
    const toCome = definitionsOf(early, 'uptime').periods[0]?.parts[0]?.definitions ?? [];
    for (const name of [
      'occurrences',
      'five-minute-mean',
      'time-slices',
      'minimum-volume-minutes',
    ] as const) {
      expect(of(name)).toMatchObject({ verdict: 'excluded', value: null, range: null, display: null });
    }
    for (const definition of toCome) expect(definition.doubts).toEqual(['nothing-elapsed']);
    expect(toCome).toHaveLength(4);
  });

  it('say all their numbers in the formula', () => {
    const of = define(oneDay(), aSeries(day));
    expect(of('minimum-volume-minutes')?.formula).toBe(
      '(minutes - downtime) / minutes; downtime is a minute with at least 100 checks of which more than 10% are bad',
    );
    expect(of('time-slices')?.formula).toBe(
      'good minutes / (scheduled - excluded); a minute is good if at least 50% of what was measured of it is',
    );
    expect(of('occurrences')?.unmeasured).toContain('fewer than 95 % of those due');
  });

  it('refuse a promise that is counted in tickets, and one that is not there', () => {
    const given = input(oneDay(), aSeries(day));
    expect(() => definitionsOf(given, 'issues-severity-1-first-response')).toThrow(
      'issues-severity-1-first-response is a promise of first-response, which is counted in one way only',
    );
    const capacity = { indicator: { type: 'capacity', sources: [], users: 10_000, validFor: '12M' } };
    expect(() => definitionsOf(input(oneDay(capacity), aSeries(day)), 'uptime')).toThrow(
      'uptime is a promise of capacity, which is counted in one way only',
    );
    expect(() => definitionsOf(given, 'uptme')).toThrow(
      'acme has no promise "uptme"; its promises are: uptime',
    );
  });
});

describe('minutes with a minimum volume', () => {
  /** The minimum-volume figures of a day of six checks a minute under the given numbers. */
  function under(volume: MinimumVolume, slot: (instant: number) => Slot | undefined) {
    const agreement = oneDay({}, '10s');
    const [promise] = everyPromise(agreement);
    const period = periodBounds('2026-07', 'UTC', 1);
    const part = promise && promiseWindows(agreement, period, promise)[0]?.parts[0];
    if (part === undefined) throw new Error('the builder has a promise with a part');
    const given = { facts: facts([aSeries({ ...day, everyMs: 10_000 }, slot)]), asOf: closed.asOf };
    const known = { ...given, exclusions: [], clocks: [], gaps: [], loadTests: [] };
    const judging = { terms: part.promised.judging, window: part.window, days: [], asOf: closed.asOf };
    const { indicator } = part.promised;
    const defined = underEveryDefinition(indicator, indicatorInput(part, ['api'], known), judging, volume);
    return defined?.find(({ name }) => name === 'minimum-volume-minutes');
  }
  const half = (...windows: { start: number; end: number }[]) => {
    const isIn = badIn(...windows);
    return (instant: number) => (instant % 20_000 === 0 ? isIn(instant) : undefined);
  };

  it('need the checks, more than the threshold, and the minutes in a row', () => {
    // Half of 6 checks fail in minutes 100 to 104 (five in a row) and 200 to 201 (two).
    const slot = half(minutes(100, 105), minutes(200, 202));
    const downUnder = (change: Partial<MinimumVolume>) =>
      under({ checks: 6, threshold: '10%', consecutiveMinutes: 1, ...change }, slot)?.counts;
    expect(downUnder({})).toMatchObject({ good: 1433, bad: 7, tooFew: 0 });
    expect(downUnder({ checks: 7 })).toMatchObject({ good: 1440, bad: 0, tooFew: 7 });
    expect(downUnder({ threshold: '50%' })).toMatchObject({ bad: 0, tooFew: 0 });
    expect(downUnder({ threshold: '49%' })).toMatchObject({ bad: 7 });
    expect(downUnder({ consecutiveMinutes: 3 })).toMatchObject({ bad: 5 });
    expect(downUnder({ consecutiveMinutes: 5 })).toMatchObject({ bad: 5 });
    expect(downUnder({ consecutiveMinutes: 6 })).toMatchObject({ bad: 0 });
  });

  it('take a minute with checks for measured, however short they speak', () => {
    // Minutes 100 and 101 have no checks but the last one of 101, which speaks for the last 10 s of 101; the
    // check before it spoke until 5 s into 100.
    const last = minutes(101, 102).end - 10_000;
    const silent = silentIn(minutes(100, 102));
    const figures = under({ checks: 6, threshold: '10%', consecutiveMinutes: 1 }, (instant) =>
      instant === last ? undefined : silent(instant),
    );
    expect(figures?.counts).toMatchObject({ good: 1439, bad: 0, unmeasured: 1 });
  });

  it('let unmeasured minutes join two runs in the worst case only', () => {
    // Minutes 100-101 and 103-104 are bad and 102 is silent: with 5 in a row needed, 0 or 5 of 1,440.
    const bad = half(minutes(100, 102), minutes(103, 105));
    const silent = silentIn(minutes(102, 103));
    const figures = under({ checks: 6, threshold: '10%', consecutiveMinutes: 5 }, (instant) => {
      const gap = silent(instant);
      return gap === null ? null : bad(instant);
    });
    // 1,435 of 1,440 would miss 99.9 %.
    expect(figures).toMatchObject({
      verdict: 'undetermined',
      range: { worst: { num: 287n, den: 288n }, best: { num: 1n, den: 1n } },
      counts: { bad: 0, unmeasured: 1 },
    });
  });

  it('name the minutes in a row in the formula', () => {
    expect(under({ checks: 60, threshold: '1%', consecutiveMinutes: 5 }, () => undefined)?.formula).toBe(
      '(minutes - downtime) / minutes; downtime is 5 or more minutes in a row, each with at least 60 checks of which more than 1% are bad',
    );
  });
});
