import type { Agreement } from '@upheld/shared/agreement/agreement';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { factsNeeded } from '@upheld/shared/evaluation/facts';
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { periodBounds } from '@upheld/shared/time/period';
import { describe, expect, it } from 'vitest';
import { aSeries, anAgreement, anExclusion, anObjective, at, badIn, facts, silentIn } from './build.ts';

const MINUTE = 60_000;
const start = at('2026-06-29T00:00:00Z');
const july10 = at('2026-07-10T00:00:00Z');
const noOutlook = { burn: [], forecast: null, atRisk: false };

const pair = (name: string, budget: string, long: string) => ({
  ...{ name, when: { type: 'burn-rate', objective: 'any', budget, long } },
  then: {},
});
const fast = pair('fast', '2%', '1h');
const slow = pair('slow', '5%', '6h');

/** 99.9 % of July around the clock: 44,640 minutes, of which 44.64 may be bad. */
function watched(change: Partial<Agreement> = {}): Agreement {
  return anAgreement({ triggers: [fast, slow], ...change });
}

type Scene = { agreement?: Agreement; series?: SampleSeries[]; asOf?: number; period?: string };

function judged(scene: Scene): PromisePeriod[] {
  const { agreement = watched(), asOf = july10, period = '2026-07' } = scene;
  const series = scene.series ?? [aSeries({ start, end: asOf })];
  const statement = evaluateAgreement({ agreement, exclusions: [], period, facts: facts(series), asOf });
  return statement.promises.flatMap(({ periods }) => periods);
}

function only(scene: Scene): PromisePeriod {
  const [period, ...others] = judged(scene);
  if (period === undefined || others.length > 0) throw new Error('one period');
  return period;
}

const before = (instant: number, minutes: number) => ({ start: instant - minutes * MINUTE, end: instant });
const outage = (iso: string, minutes: number) => ({ start: at(iso), end: at(iso) + minutes * MINUTE });
const downIn = (...windows: { start: number; end: number }[]) => [
  aSeries({ start, end: july10 }, badIn(...windows)),
];

describe('the burn rates of a running period', () => {
  it('fire while both windows of a pair exceed its factor, and put the promise at risk', () => {
    const { burn, atRisk } = only({ series: downIn(before(july10, 3)) });
    expect(burn).toEqual([
      {
        ...{ trigger: 'fast', budgetShare: '2%', long: '1h', longMinutes: 60, shortMinutes: 5 },
        // 2 % × 44,640 / 60 = 14.88.
        factor: { num: '372', den: '25' },
        // 3/60 and 3/5 of a thousandth.
        longBurn: { num: '50', den: '1' },
        shortBurn: { num: '600', den: '1' },
        state: 'firing',
      },
      {
        ...{ trigger: 'slow', budgetShare: '5%', long: '6h', longMinutes: 360, shortMinutes: 30 },
        // 5 % × 44,640 / 360 = 6.2.
        factor: { num: '31', den: '5' },
        longBurn: { num: '25', den: '3' },
        shortBurn: { num: '100', den: '1' },
        state: 'firing',
      },
    ]);
    expect(atRisk).toBe(true);
  });

  it('put the promise at risk where one pair alone fires', () => {
    // 3 bad minutes of 12,960 so far forecast a month that is kept; in 6 h they are 8.3 times the budget, and 62 would fire.
    const slower = pair('slow', '50%', '6h');
    const { burn, atRisk } = only({
      agreement: watched({ triggers: [fast, slower] }),
      series: downIn(before(july10, 3)),
    });
    expect(burn.map(({ state }) => state)).toEqual(['firing', 'quiet']);
    expect(atRisk).toBe(true);
  });

  it('are quiet when the short window has calmed down', () => {
    const { burn, atRisk } = only({ series: downIn(outage('2026-07-09T23:10:00Z', 3)) });
    expect(burn.map(({ longBurn, shortBurn, state }) => [longBurn?.num, shortBurn?.num, state])).toEqual([
      ['50', '0', 'quiet'],
      ['25', '0', 'quiet'],
    ]);
    expect(atRisk).toBe(false);
  });

  it('are frozen where a window has no valid data', () => {
    const { burn } = only({ series: [aSeries({ start, end: july10 }, silentIn(before(july10, 10)))] });
    // The last sample of 23:49 speaks for 90 s: 23:50 is measured, the nine minutes after it are not.
    expect(burn.map(({ longBurn, shortBurn, state }) => [longBurn?.num, shortBurn, state])).toEqual([
      ['0', null, 'frozen'],
      ['0', { num: '0', den: '1' }, 'quiet'],
    ]);
  });

  it('reach back past the period into the service minutes before it, and the facts needed with them', () => {
    const agreement = watched({ objectives: [anObjective({ calendar: 'business' })], triggers: [fast] });
    const asOf = at('2026-07-01T09:30:00-04:00');
    const closing = outage('2026-06-30T16:40:00-04:00', 20);
    const night = outage('2026-06-30T20:00:00-04:00', 300);
    const { burn } = only({
      agreement,
      asOf,
      series: [aSeries({ start, end: asOf }, badIn(closing, night))],
    });
    expect(burn).toEqual([
      {
        ...{ trigger: 'fast', budgetShare: '2%', long: '1h', longMinutes: 60, shortMinutes: 5 },
        // July 2026 has 23 working days of 480 minutes: 2 % × 11,040 / 60 = 3.68.
        factor: { num: '92', den: '25' },
        // 20 bad of 60: the night is no service.
        longBurn: { num: '1000', den: '3' },
        shortBurn: { num: '0', den: '1' },
        state: 'quiet',
      },
    ]);
    const [need] = factsNeeded(agreement, periodBounds('2026-07', 'UTC', 1), asOf);
    expect(need?.start).toBe(at('2026-06-30T16:30:00-04:00') - 90_000);
  });

  it('never reach back past the day on which the agreement began to count', () => {
    const agreement = watched({ effective: { from: '2026-07-10' }, triggers: [fast] });
    const asOf = july10 + 10 * MINUTE;
    const { burn } = only({
      agreement,
      asOf,
      series: [aSeries({ start, end: asOf }, badIn(before(july10, 60)))],
    });
    expect(burn[0]?.longBurn).toEqual({ num: '0', den: '1' });
  });

  it('do not fire in a period that the agreement cuts so short that the factor is out of its bounds', () => {
    const agreement = watched({ effective: { from: '2026-07-30' }, triggers: [slow] });
    const asOf = at('2026-07-30T01:00:00Z');
    const { burn } = only({
      agreement,
      asOf,
      series: [aSeries({ start, end: asOf }, badIn(before(asOf, 30)))],
    });
    // Two days of 1,440 minutes: 5 % × 2,880 / 360 = 0.4.
    expect(burn.map(({ factor, state }) => [factor, state])).toEqual([[{ num: '2', den: '5' }, 'quiet']]);
  });

  it('are those of the triggers that name the promise, or any', () => {
    const triggers = [
      { ...fast, when: { ...fast.when, objective: 'other' } },
      { ...slow, when: { ...slow.when, objective: 'uptime' } },
    ];
    const agreement = watched({ triggers, objectives: [anObjective(), anObjective({ name: 'other' })] });
    expect(judged({ agreement }).map(({ burn }) => burn.map(({ trigger }) => trigger))).toEqual([
      ['slow'],
      ['fast'],
    ]);
  });

  it('say nothing of periods that are over or still to come', () => {
    const series = downIn(before(july10, 3));
    expect(judged({ series, period: '2026-Q3' }).map(({ burn }) => burn.length)).toEqual([2, 0, 0]);
    const asOf = at('2026-08-01T00:00:00Z');
    expect(only({ series, asOf })).toMatchObject(noOutlook);
  });
});

describe('the forecast of a running period', () => {
  it('goes on as what was measured so far', () => {
    const { forecast } = only({ series: downIn(before(july10, 3)) });
    // 3 of 12,960 so far and 31,680 to come: 3 + 7 1/3 of 44,640 minutes, 99.9768... %.
    expect(forecast).toEqual({
      value: { num: '4319', den: '4320' },
      display: '99.976 %',
      misses: false,
      budgetSpentAt: null,
    });
  });

  it('misses where the budget does not last, names the minute in which it ends, and puts the promise at risk', () => {
    const { forecast, verdict, atRisk, irrecoverable } = only({
      series: downIn(outage('2026-07-02T12:00:00Z', 20)),
    });
    // 20 of 12,960; 24.64 minutes are left, one every 648: used up in the 15,967th minute to come (15,966.72).
    expect(forecast).toEqual({
      value: { num: '647', den: '648' },
      display: '99.845 %',
      misses: true,
      budgetSpentAt: july10 + 15_966 * MINUTE,
    });
    expect({ verdict, atRisk, irrecoverable }).toEqual({
      verdict: 'missed',
      atRisk: true,
      irrecoverable: false,
    });
  });

  it('counts the minutes to come that an approved exclusion leaves', () => {
    const removed = { start: at('2026-07-20T00:00:00Z'), end: at('2026-07-30T00:00:00Z') };
    const statement = evaluateAgreement({
      agreement: watched(),
      exclusions: [anExclusion({ window: removed })],
      period: '2026-07',
      facts: facts(downIn(outage('2026-07-02T12:00:00Z', 20))),
      asOf: july10,
    });
    // 30,240 minutes count, of which 30.24 may be bad: 10.24 left at one in 648 are 6,635.52 minutes.
    expect(statement.promises[0]?.periods[0]?.forecast?.budgetSpentAt).toBe(july10 + 6_635 * MINUTE);
  });

  it('is none once the promise is missed for good, which is no risk any more', () => {
    const lost = only({ series: downIn(outage('2026-07-02T12:00:00Z', 50)) });
    expect(lost).toMatchObject({ irrecoverable: true, forecast: null, atRisk: false });
  });

  it('is none without valid data, and none where the rest cannot change the verdict', () => {
    expect(only({ series: [] })).toMatchObject({ forecast: null, atRisk: false });
    // Forty minutes to come, and 44.64 may be bad.
    const asOf = at('2026-07-31T23:20:00Z');
    expect(only({ series: [aSeries({ start, end: asOf })], asOf }).forecast).toBeNull();
  });

  it('expects as many events a minute as there were so far', () => {
    const agreement = watched({
      objectives: [
        anObjective({
          indicator: { type: 'error-rate', sources: ['api'] },
          objective: { op: '<', target: '1%', timeSliceTarget: '50%' },
        }),
      ],
    });
    const { forecast, burn } = only({ agreement, series: downIn(outage('2026-07-02T12:00:00Z', 200)) });
    // 200 of 12,960 requests; of the 44,640 expected 446.4 may fail: 246.4 left at one in 64.8 are 15,966.72 minutes.
    expect(forecast).toEqual({
      value: { num: '5', den: '324' },
      display: '1.544 %',
      misses: true,
      budgetSpentAt: july10 + 15_966 * MINUTE,
    });
    expect(burn.map(({ longBurn, state }) => [longBurn?.num, state])).toEqual([
      ['0', 'quiet'],
      ['0', 'quiet'],
    ]);
  });

  it('burns events by the share of them that are bad', () => {
    const agreement = watched({
      objectives: [
        anObjective({
          indicator: { type: 'error-rate', sources: ['api'] },
          objective: { op: '<', target: '1%', timeSliceTarget: '50%' },
        }),
      ],
      triggers: [fast],
    });
    const [one] = only({ agreement, series: downIn(before(july10, 12)) }).burn;
    // 12 of 60 and 5 of 5 requests failed, of a hundredth.
    expect([one?.longBurn, one?.shortBurn, one?.state]).toEqual([
      { num: '20', den: '1' },
      { num: '100', den: '1' },
      'firing',
    ]);
  });
});

describe('an amendment inside a running period', () => {
  it('has the terms in force burn and forecast; an earlier part that was missed leaves nothing to risk', () => {
    const objective = anObjective({ objective: { op: '>=', target: '99%', timeSliceTarget: '50%' } });
    const terms = watched({ objectives: [objective] });
    const agreement = watched({ amended: [{ name: 'eased', from: at('2026-07-05T00:00:00Z'), terms }] });
    const eased = only({ agreement, series: downIn(before(july10, 3)) });
    // 1 % may be bad: 3/60 of a hundredth. From the 5th on 3 of 7,200 minutes.
    expect(eased.burn[0]?.longBurn).toEqual({ num: '5', den: '1' });
    expect(eased.forecast?.value).toEqual({ num: '2399', den: '2400' });
    const missed = only({ agreement, series: downIn(outage('2026-07-02T12:00:00Z', 50)) });
    expect(missed).toMatchObject({ verdict: 'missed', forecast: null, atRisk: false });
  });
});
