import type { Agreement, Exclusion } from '@upheld/shared/agreement/agreement';
import type { TermsChange } from '@upheld/shared/evaluation/changed-terms';
import { joinWhatIfs, whatIf, whatIfSchema } from '@upheld/shared/evaluation/what-if';
import type { WhatIf } from '@upheld/shared/evaluation/what-if';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aMatrix, aSeverity, aTicket } from '../indicators/matrix.ts';
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
const july = { start: at('2026-07-01T00:00:00Z'), end: at('2026-08-01T00:00:00Z') };
const asOf = at('2026-10-02T00:00:00Z');
const from = (minutes: number, count: number, start = july.start) => ({
  start: start + minutes * MINUTE,
  end: start + (minutes + count) * MINUTE,
});

function imagine(
  change: TermsChange,
  {
    agreement = anAgreement(),
    slot = badIn(from(0, 44)),
    everyMs = MINUTE,
    exclusions = [],
    period = '2026-07',
    promise = 'uptime',
  }: {
    agreement?: Agreement;
    slot?: Parameters<typeof aSeries>[1];
    everyMs?: number;
    exclusions?: Exclusion[];
    period?: string;
    promise?: string;
  } = {},
): WhatIf {
  const events = aTicket('T-1', '2026-07-02T10:00:00Z', { replied: '2026-07-02T13:00:00Z' });
  const input = {
    agreement,
    exclusions,
    period,
    facts: facts([aSeries({ ...july, everyMs }, slot)], events),
    asOf,
  };
  const answer = whatIf(input, promise, change);
  expect(whatIfSchema.parse(answer)).toEqual(answer);
  return answer;
}

describe('what if a promise had been another', () => {
  it('says what a month was, what it would have been, and that the verdict differs', () => {
    // 44 of 44,640 minutes are bad, 99.901 %: 44.64 are allowed by 99.9 %, 22.32 by 99.95 %.
    expect(imagine({ target: '99.95%' })).toMatchObject({
      promise: 'uptime',
      change: { target: '99.95%' },
      was: { op: '>=', target: '99.9%', calendar: 'always' },
      would: { op: '>=', target: '99.95%', calendar: 'always' },
      periods: [
        {
          ...{ period: '2026-07', source: null, state: 'closed', differs: true },
          was: {
            ...{ verdict: 'met', display: '99.901 %', settled: { num: '11149', den: '11160' } },
            budget: { allowed: { num: '1116', den: '25' }, consumed: 44 },
          },
          would: {
            ...{ verdict: 'missed', display: '99.901 %', settled: { num: '11149', den: '11160' } },
            budget: { allowed: { num: '558', den: '25' }, consumed: 44 },
          },
        },
      ],
      differing: 1,
    });
  });

  it('judges every month of a quarter, and counts those that differ', () => {
    const answer = imagine({ target: '99.95%', notMeasured: 'good' }, { period: '2026-Q3' });
    expect(answer.periods.map(({ period, was, would }) => [period, was.verdict, would.verdict])).toEqual([
      ['2026-07', 'met', 'missed'],
      ['2026-08', 'undetermined', 'met'],
      ['2026-09', 'undetermined', 'met'],
    ]);
    expect(answer.differing).toBe(3);
  });

  it('moves the threshold of a latency', () => {
    // Every answer takes 100 ms: none is under 100 ms.
    const agreement = anAgreement({
      objectives: [anObjective({ indicator: { type: 'latency', sources: ['api'], threshold: '200ms' } })],
    });
    const answer = imagine({ threshold: '100ms' }, { agreement, slot: () => undefined });
    expect(answer.periods[0]).toMatchObject({ was: { display: '100.000 %' }, would: { display: '0.000 %' } });
    expect(answer.would.formula).toBe('requests answered in under 100 ms / requests');
  });

  it('takes another calendar, by its name or as it is', () => {
    // The bad minutes are those of 00:00 to 00:44 UTC, the evening of 30 June in New York.
    const night = { timeZone: 'UTC', weekly: { wed: ['00:00-01:00'] }, holidays: [] };
    expect(imagine({ calendar: 'business' }).periods[0]?.would).toMatchObject({
      verdict: 'met',
      display: '100.000 %',
      budget: { consumed: 0 },
    });
    expect(imagine({ calendar: night })).toMatchObject({ change: { calendar: 'what-if' } });
    // Five Wednesdays of July have 300 of these minutes: 256 are good.
    expect(imagine({ calendar: night }).periods[0]?.would).toMatchObject({
      verdict: 'missed',
      display: '85.333 %',
      budget: { consumed: 44 },
    });
  });

  it('lets no exclusion act, all that were asked for, or those approved', () => {
    const exclusions = [
      anExclusion({ name: 'approved', window: from(0, 30) }),
      anExclusion({ name: 'asked', window: from(30, 30), approved: false, approvedBy: null }),
      anExclusion({ name: 'foreign', agreement: 'other', window: from(60, 40), approved: false }),
    ];
    const slot = badIn(from(0, 100));
    const consumed = (acting: 'none' | 'requested' | 'approved') =>
      imagine({ exclusions: acting }, { slot, exclusions }).periods[0]?.would.budget?.consumed;
    expect([consumed('none'), consumed('requested'), consumed('approved')]).toEqual([100, 40, 70]);
  });

  it('takes unmeasured minutes for good or bad', () => {
    // 60 minutes without a sample; the first half of the first is spoken for, which makes it measured. 99.9 %
    // allows 44.64 bad minutes.
    const slot = silentIn(from(100, 60));
    const would = (notMeasured: 'good' | 'bad') => imagine({ notMeasured }, { slot }).periods[0];
    expect(would('good')).toMatchObject({ was: { verdict: 'undetermined' }, would: { verdict: 'met' } });
    expect(would('bad')).toMatchObject({ would: { verdict: 'missed', budget: { consumed: 59 } } });
  });

  it('gives a severity another time, target or calendar', () => {
    // T-1 waited three hours.
    const agreement = anAgreement({
      support: [aMatrix({ severities: [aSeverity(), aSeverity({ level: 2 })] })],
    });
    const promise = 'issues-severity-1-first-response';
    const would = (change: TermsChange) => imagine(change, { agreement, promise });
    expect(would({ threshold: '4h' }).periods[0]).toMatchObject({
      was: { verdict: 'missed' },
      would: { verdict: 'met' },
    });
    expect(would({ threshold: '4h' }).would.meaning).toBe('4 h, around the clock');
    expect(would({ target: '0%' }).periods[0]?.would.verdict).toBe('met');
    // 10:00Z is 06:00 in New York: the clock starts at 09:00 there, when the reply came.
    expect(would({ calendar: 'business' }).periods[0]?.would.verdict).toBe('met');
  });

  it('holds for every version of the terms', () => {
    const stricter = anAgreement({ objectives: [anObjective({ objective: strict('99.99%') })] });
    const agreement = anAgreement({
      amended: [{ name: 'one', from: july.start + 10_000 * MINUTE, terms: stricter }],
    });
    const slot = badIn(from(0, 10), from(20_000, 10));
    // 10 of 10,000 is 99.9 % in the first part; 10 of 34,640 is under 99.99 % in the second.
    expect(imagine({ target: '99.9%' }, { agreement, slot }).periods[0]).toMatchObject({
      was: { verdict: 'missed' },
      would: { verdict: 'met' },
    });
  });

  it.each([
    [
      { threshold: '150ms' },
      'threshold: uptime is counted in minutes and has none; change its target, calendar',
    ],
    [{ calendar: 'night' }, 'acme has no calendar "night"; its calendars are: always, business'],
    [{ calendar: 'constructor' }, 'acme has no calendar "constructor"'],
  ])('refuses %j, which would change nothing', (change, words) => {
    expect(() => imagine(change)).toThrow(words);
  });

  it('refuses what a promise of tickets, of errors or of an answer in time does not have', () => {
    const agreement = anAgreement({
      objectives: [
        anObjective({
          name: 'errors',
          indicator: { type: 'error-rate', sources: ['api'] },
          objective: { ...strict('1%'), op: '<' },
        }),
        anObjective({ name: 'fast', indicator: { type: 'latency', sources: ['api'], threshold: '1s' } }),
      ],
      support: [aMatrix()],
    });
    const asking = (promise: string, change: TermsChange) => () => imagine(change, { agreement, promise });
    expect(asking('issues-severity-1-first-response', { notMeasured: 'good' })).toThrow('counted in tickets');
    expect(asking('issues-severity-1-first-response', { threshold: '4s' })).toThrow(
      'threshold: got "4s"; a duration is',
    );
    expect(asking('errors', { threshold: '4s' })).toThrow('threshold: error-rate has none');
    expect(asking('fast', { threshold: '1bd' })).toThrow('threshold: got "1bd"; a duration is');
    expect(asking('slow', {})).toThrow('acme has no promise "slow"; its promises are: errors, fast, issues-');
  });

  it('refuses any change of a promise that one load test decides', () => {
    const indicator = { type: 'capacity', sources: [], users: 10_000, validFor: '12M' };
    const agreement = anAgreement({ objectives: [anObjective({ name: 'capacity', indicator })] });
    expect(() => imagine({ target: '90%' }, { agreement, promise: 'capacity' })).toThrow(
      'target: capacity is counted in load tests and has none; nothing of it can be changed here',
    );
  });

  it('says by what a promise is judged when asked for less', () => {
    const agreement = anAgreement({ objectives: [anObjective({ period: 'quarter' })] });
    expect(() => imagine({}, { agreement })).toThrow(
      'uptime is judged by the quarter, and 2026-07 is shorter; ask for a quarter',
    );
  });

  it('joins the answers for several periods', () => {
    const [june, one] = [imagine({ target: '99.95%' }, { period: '2026-06' }), imagine({ target: '99.95%' })];
    expect(joinWhatIfs([june, one])).toMatchObject({
      periods: [{ period: '2026-06' }, { period: '2026-07' }],
      differing: 1,
    });
    expect(joinWhatIfs([])).toBeNull();
  });
});

function strict(target: string) {
  return { op: '>=' as const, target, timeSliceTarget: '50%' };
}

describe('any facts', () => {
  const minute = fc.integer({ min: 0, max: 44_000 });
  const stretch = fc
    .tuple(minute, fc.integer({ min: 1, max: 200 }))
    .map(([start, count]) => from(start, count));
  const slots = fc.tuple(fc.array(stretch, { maxLength: 3 }), fc.array(stretch, { maxLength: 3 }));
  const kinds = [
    anObjective(),
    anObjective({ indicator: { type: 'latency', sources: ['api'], threshold: '200ms' } }),
  ];
  const scenes = fc.record({ slots, objective: fc.constantFrom(...kinds) });
  const slotOf =
    ([bad, silent]: [(typeof july)[], (typeof july)[]]) =>
    (instant: number) =>
      silentIn(...silent)(instant) === null ? null : badIn(...bad)(instant);
  const sources = [aSource({ every: '5m' })];
  const scene = ({
    slots: [bad, silent],
    objective,
  }: {
    slots: [(typeof july)[], (typeof july)[]];
    objective: ReturnType<typeof anObjective>;
  }) => ({
    agreement: anAgreement({ sources, objectives: [objective] }),
    slot: slotOf([bad, silent]),
    everyMs: 5 * MINUTE,
  });

  it('give what was when nothing is changed', () => {
    fc.assert(
      fc.property(scenes, (given) => {
        const [period] = imagine({ exclusions: 'approved' }, scene(given)).periods;
        expect(period?.would).toEqual(period?.was);
        expect(period?.differs).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it('meet no more under a stricter target', () => {
    const targets = fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 10_000 }));
    const met = (given: Parameters<typeof scene>[0], hundredths: number) =>
      imagine({ target: `${(hundredths / 100).toFixed(2)}%` }, scene(given)).periods.filter(
        ({ would }) => would.verdict === 'met',
      ).length;
    fc.assert(
      fc.property(scenes, targets, (given, [one, other]) => {
        expect(met(given, Math.max(one, other))).toBeLessThanOrEqual(met(given, Math.min(one, other)));
      }),
      { numRuns: 25 },
    );
  });
});
