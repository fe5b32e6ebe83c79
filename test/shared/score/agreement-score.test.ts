import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { scoreStatement } from '@upheld/shared/score/agreement-score';
import type { ScoreInput } from '@upheld/shared/score/agreement-score';
import { scoreSchema } from '@upheld/shared/score/score-statement';
import type { ScoreStatement } from '@upheld/shared/score/score-statement';
import { describe, expect, it } from 'vitest';
import { aSeries, anAgreement, anObjective, at, badIn, facts } from '../evaluation/build.ts';
import { inDoubt, item, judged, missed, promise, terms, toCome } from './build.ts';

const end = at('2026-07-31T22:00:00Z');
const obligation = { name: 'review', owedBy: 'both', due: { every: '1Q' }, clause: null, weight: 1 };
const kpi: ScoreInput['agreement']['kpis'][number] = {
  ...{ name: 'nps', every: '1Q', from: 'manual', clause: null, weight: 1 },
  target: { op: '>=', value: 40 },
};

function scored(promises: ScoreInput['statement']['promises'], change: Partial<ScoreInput> = {}) {
  return scoreStatement({
    agreement: { ...terms(), amended: [] },
    statement: { promises, end, asOf: end },
    previousVerdict: () => null,
    further: [],
    cure: 'none',
    ...change,
  });
}

function certain(statement: ScoreStatement | null): ScoreStatement {
  if (statement === null) throw new Error('expected a score');
  return statement;
}

describe('the score of a statement', () => {
  it('is the mean of its pillars, held by its lowest cap, and says what both were made of', () => {
    // uptime 99.5 % against 99.9 %: 350/9 = 38.9. Responses all in time: 100. Technical weighs 45 of 70:
    // (45 · 350/9 + 25 · 100) / 70 = 4250/70 = 425/7 = 60.7, under the cap of 69.
    const response = promise([judged()], { name: 'response', kind: 'support' });
    const statement = certain(scored([promise([missed(5)]), response]));
    expect(statement).toMatchObject({
      final: { num: '425', den: '7' },
      shown: 60,
      band: 'requires improvement',
      measuredShare: { num: '1', den: '1' },
      cap: 69,
      caps: [{ reason: 'missed', cap: 69, subject: { name: 'uptime', period: '2026-07', source: null } }],
      pillars: [
        {
          pillar: 'technical',
          weight: { num: '45', den: '1' },
          attainment: { low: { num: '350', den: '9' } },
        },
        { pillar: 'support', attainment: { low: { num: '100', den: '1' } } },
        { pillar: 'obligations', attainment: null, measuredShare: null },
        { pillar: 'relationship', attainment: null, measuredShare: null },
      ],
    });
    expect(statement.items[0]).toEqual({
      ...{ name: 'uptime', period: '2026-07', source: null, pillar: 'technical' },
      weight: { num: '1', den: '1' },
      scale: {
        better: 'higher',
        fail: { num: '99', den: '100' },
        threshold: { num: '999', den: '1000' },
        ideal: { num: '1', den: '1' },
      },
      worst: { num: '199', den: '200' },
      best: { num: '199', den: '200' },
      promise: { verdict: 'missed', critical: null, previousVerdict: null },
      attainment: { low: { num: '350', den: '9' }, high: { num: '350', den: '9' } },
    });
  });

  it('does not change when a promise is judged in more periods or sources than before', () => {
    const quarter = scored([promise([missed(5)]), promise([judged()], { name: 'latency' })]);
    const months = scored([
      promise(['2026-07', '2026-08', '2026-09'].map((period) => missed(5, { period }))),
      promise([judged({ source: 'orders' }), judged({ source: 'events' })], { name: 'latency' }),
    ]);
    // (350/9 + 100) / 2
    expect(quarter?.mean?.low).toEqual({ num: '625', den: '9' });
    expect(months?.mean?.low).toEqual({ num: '625', den: '9' });
  });

  it('gives what is in doubt as a range and is not scoreable where under 80 % was measured', () => {
    // 992 to 998 of 1,000 good: 70 · (0.992 - 0.99) / 0.009 = 140/9, and 560/9, raised to 70 because it may be met.
    expect(scored([promise([inDoubt(2, 6)])])).toMatchObject({
      mean: { low: { num: '140', den: '9' }, high: { num: '70', den: '1' } },
      measuredShare: { num: '0', den: '1' },
      band: 'not scoreable',
      caps: [{ reason: 'not-measured' }],
    });
  });

  it('is none before anything has begun', () => {
    expect(scored([promise([toCome()])])).toBeNull();
    expect(scored([])).toBeNull();
  });

  it('has no number where everything is excluded, and says so', () => {
    const excluded = judged({ verdict: 'excluded', settled: null });
    expect(scored([promise([excluded])])).toMatchObject({
      ...{ final: null, shown: null, band: 'not scoreable', mean: null, measuredShare: null, cap: null },
      items: [{ attainment: null, weight: { num: '0', den: '1' } }],
    });
  });

  it('names the obligations and KPIs that nobody has recorded', () => {
    const agreement = { ...terms({ obligations: [obligation], kpis: [kpi] }), amended: [] };
    expect(scored([promise([judged()])], { agreement })?.withoutRecords).toEqual([
      { pillar: 'obligations', names: ['review'] },
      { pillar: 'relationship', names: ['nps'] },
    ]);
  });

  it('takes in what was recorded, and names it no longer', () => {
    const agreement = { ...terms({ obligations: [obligation], kpis: [kpi] }), amended: [] };
    const recorded = item({
      ...{
        subject: { name: 'review', period: '2026-Q3', source: null },
        pillar: 'obligations',
        promise: null,
      },
    });
    // Of another pillar than the KPI of the same name.
    const namesake = { ...recorded, subject: { ...recorded.subject, name: 'nps' } };
    const statement = scored([promise([judged()])], { agreement, further: [recorded, namesake] });
    expect(statement?.withoutRecords).toEqual([{ pillar: 'relationship', names: ['nps'] }]);
    expect(statement?.pillars[2]?.attainment?.low).toEqual({ num: '100', den: '1' });
  });

  it('holds a repeated miss at 49, whether the statement or somebody else knows the period before', () => {
    const reasons = (statement: ScoreStatement | null) => statement?.caps.map(({ reason }) => reason);
    expect(reasons(scored([promise([missed(1)])], { previousVerdict: () => 'missed' }))).toEqual([
      'missed',
      'repeated',
    ]);
    const twice = [missed(5), missed(5, { period: '2026-08' })];
    expect(reasons(scored([promise(twice)]))).toEqual(['missed', 'missed', 'repeated']);
  });

  it('calls no miss repeated after a period in which nothing fell due', () => {
    const quiet = toCome({ doubts: ['nothing-due'], state: 'closed' });
    const later = missed(1, { period: '2026-08' });
    const statement = scored([promise([quiet, later])], { previousVerdict: () => 'missed' });
    expect(statement?.caps.map(({ reason }) => reason)).toEqual(['missed']);
  });

  it('is held at 39 by an open notice to cure', () => {
    expect(scored([promise([judged()])], { cure: 'open' })).toMatchObject({
      ...{ shown: 39, cap: 39, caps: [{ reason: 'cure-open', subject: null }] },
      mean: { low: { num: '100', den: '1' } },
    });
  });
});

describe('the score of facts', () => {
  it('follows from the minutes that were bad', () => {
    const july = { start: at('2026-07-01T00:00:00Z'), end: at('2026-08-01T00:00:00Z') };
    // 279 of July's 44,640 minutes are bad, 1 in 160: 99.375 %, of 99 % (0) to 99.9 % (70): 70 · 0.375 / 0.9.
    const series = aSeries(july, badIn({ start: july.start, end: july.start + 279 * 60_000 }));
    const statement = evaluateAgreement({
      ...{ agreement: anAgreement(), exclusions: [], period: '2026-Q3', asOf: july.end },
      facts: facts([series]),
    });
    const score = scored([], { statement, agreement: { ...terms(), amended: [] } });
    // August and September are still to come and take no part.
    expect(score?.items.map(({ period, weight }) => [period, weight])).toEqual([
      ['2026-07', { num: '1', den: '1' }],
    ]);
    expect(score).toMatchObject({ final: { num: '175', den: '6' }, shown: 29, cap: 69, band: 'inadequate' });
  });
});

describe('the score under an amendment', () => {
  const second = at('2026-07-15T22:00:00Z');
  const own = anObjective({ score: { ideal: '99.5%', fail: '98%' } });
  const other = anObjective({ name: 'latency', score: { ideal: '100%', fail: '0%' } });
  const weights = { technical: 1, support: 0, obligations: 0, relationship: 0 };
  const amended = [
    { name: 'second', from: second, terms: terms({ objectives: [other, own], score: { weights } }) },
  ];
  const agreement = { ...terms(), amended };

  it('is on the scale of the version that decided each period', () => {
    const underSecond = judged({
      ...{ verdict: 'met', settled: { num: '995', den: '1000' } },
      terms: { version: 'second', target: '99%' },
    });
    const statement = scored([promise([missed(5), { ...underSecond, period: '2026-08' }])], { agreement });
    expect(statement?.items.map(({ attainment }) => attainment?.low)).toEqual([
      { num: '350', den: '9' },
      { num: '100', den: '1' },
    ]);
  });

  it('weighs the pillars as they stand at the end, or at the time of an open period', () => {
    const technical = (asOf: number) =>
      certain(
        scored([promise([judged()])], {
          agreement,
          statement: { promises: [promise([judged()])], end, asOf },
        }),
      ).pillars[0]?.weight.num;
    expect(technical(end)).toBe('1');
    expect(technical(second)).toBe('1');
    expect(technical(second - 1)).toBe('45');
  });

  it('weighs the pillars of a closed period without an amendment that takes effect as it ends', () => {
    const next = {
      ...terms(),
      amended: [{ name: 'second', from: end, terms: terms({ score: { weights } }) }],
    };
    const statement = { promises: [promise([judged()])], end, asOf: end + 1000 };
    expect(scored([], { agreement: next, statement })?.pillars[0]?.weight.num).toBe('45');
  });

  it('is refused where the agreement knows nothing of the amendment', () => {
    const unknown = judged({ terms: { version: 'third' } });
    expect(() => scored([promise([unknown])], { agreement })).toThrow('no amendment "third"');
  });
});

describe('the record of a score', () => {
  it('is JSON that reads back as itself', () => {
    const statement = scored([promise([missed(5)]), promise([inDoubt(2, 6)], { name: 'latency' })]);
    expect(scoreSchema.parse(JSON.parse(JSON.stringify(statement)))).toEqual(statement);
  });

  it('is enough to work the score out again', () => {
    const errors = {
      by: 'events',
      judged: 'bad',
      good: 998,
      total: 1000,
      slotsCovered: 1,
      slotsDue: 1,
    } as const;
    const statement = certain(
      scored(
        [
          promise([judged(), missed(4, { period: '2026-08' })], { weight: 3 }),
          promise([inDoubt(2, 6)], { name: 'latency', weight: 0.5 }),
          promise(
            [
              judged({
                ...{ verdict: 'met', settled: { num: '2', den: '1000' }, inputs: errors },
                terms: { op: '<', target: '0.5%' },
              }),
            ],
            { name: 'error-rate' },
          ),
          promise([judged({ verdict: 'excluded', settled: null })], { name: 'standby' }),
          promise([missed(1)], { name: 'response', kind: 'support' }),
        ],
        { previousVerdict: ({ promise: name }) => (name === 'response' ? 'missed' : null) },
      ),
    );
    expect(statement.caps.length).toBeGreaterThan(0);
    expect(workedOut(statement)).toBeCloseTo(numberOf(statement.final), 9);
    const uncapped = { ...statement, caps: [] };
    expect(workedOut(uncapped)).toBeCloseTo(numberOf(statement.mean?.low ?? null), 9);
  });
});

type Exact = { num: string; den: string } | null;

function numberOf(exact: Exact): number {
  return exact === null ? NaN : Number(exact.num) / Number(exact.den);
}

/** Section 7 in doubles, from the record alone. */
function workedOut({ items, pillars, caps }: ScoreStatement): number {
  const means = pillars.flatMap(({ pillar, weight }) => {
    const own = items.filter((one) => one.pillar === pillar && one.promise?.verdict !== 'excluded');
    const mean = meanOf(own.map((one) => ({ weight: numberOf(one.weight), value: lowOf(one) })));
    return own.length === 0 ? [] : [{ weight: numberOf(weight), value: mean }];
  });
  return Math.min(meanOf(means), ...caps.map(({ cap }) => cap));
}

function meanOf(entries: { weight: number; value: number }[]): number {
  const total = entries.reduce((sum, { weight }) => sum + weight, 0);
  return entries.reduce((sum, { weight, value }) => sum + weight * value, 0) / total;
}

function lowOf({ worst, scale, promise: standing }: ScoreStatement['items'][number]): number {
  const sign = scale.better === 'higher' ? 1 : -1;
  const [value, fail, threshold, ideal] = [worst, scale.fail, scale.threshold, scale.ideal].map(
    (exact) => sign * numberOf(exact),
  );
  if (value === undefined || fail === undefined || threshold === undefined || ideal === undefined) return NaN;
  if (worst === null) return 0;
  const below = (70 * (value - fail)) / (threshold - fail);
  const above = 70 + (30 * (value - threshold)) / (ideal - threshold);
  const free = Math.min(100, Math.max(0, value < threshold ? below : above));
  return standing?.verdict === 'met' ? Math.max(70, free) : Math.min(69, free);
}
