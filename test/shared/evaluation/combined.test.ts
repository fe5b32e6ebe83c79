import { combineParts } from '@upheld/shared/evaluation/combined';
import type { PartStatement, PeriodLists } from '@upheld/shared/evaluation/statement';
import { describe, expect, it } from 'vitest';
import { aPart, clocksOf, eventsOf, loadTestOf, minutesOf, someTerms } from './part.ts';

const noLists: PeriodLists = { badRanges: [], unmeasuredRanges: [], excludedRanges: [], days: [] };

function combined(parts: PartStatement[], lists: PeriodLists[] = []) {
  return combineParts(
    parts.map((statement, place) => ({
      statement,
      judged: { figures: statement, lists: lists[place] ?? noLists },
    })),
  );
}

describe('the parts of a period together', () => {
  it('are covered as far as their minutes were measured, of those that count', () => {
    // 90 + 10 of 200 - 50, and 100 of 100: 200 of 250.
    const parts = [
      aPart({ inputs: minutesOf({ good: 90, bad: 10, unmeasured: 50, excluded: 50 }) }),
      aPart({ inputs: minutesOf({ good: 100 }) }),
    ];
    expect(combined(parts).coverage).toEqual({ num: '4', den: '5' });
    expect(combined(parts).ledger).toEqual({
      ...{ scheduled: 300, excluded: 50, good: 190, bad: 10, unmeasured: 50 },
    });
  });

  it('are covered by their slots where events are counted, and by nothing else', () => {
    const events = aPart({ inputs: eventsOf({ good: 8, total: 10, judged: 'good' }) });
    expect(combined([events, events])).toMatchObject({
      ...{ coverage: { num: '19', den: '20' }, events: { good: 16, total: 20 } },
    });
    expect(combined([aPart({ inputs: clocksOf({ met: 3 }) })]).coverage).toBeNull();
  });

  it('count clocks as events, and a load test as nothing', () => {
    const clocks = aPart({ inputs: clocksOf({ met: 3, missed: 1, unknown: 1 }) });
    expect(combined([clocks]).events).toEqual({ good: 3, total: 5 });
    const test = combined([aPart({ inputs: loadTestOf(12_000) })]);
    expect([test.events, test.ledger, test.coverage]).toEqual([undefined, undefined, null]);
  });

  it('are irrecoverable where one of them is', () => {
    expect(combined([aPart(), aPart({ irrecoverable: true })]).irrecoverable).toBe(true);
    expect(combined([aPart(), aPart()]).irrecoverable).toBe(false);
  });

  it('show quantiles of one part only: those of several are never averaged', () => {
    const quantiles = { p50: 100, p95: 200, p99: 'no-response' as const };
    expect(combined([aPart({ quantiles })]).quantiles).toEqual(quantiles);
    expect(combined([aPart({ quantiles }), aPart({ quantiles })])).not.toHaveProperty('quantiles');
    expect(combined([aPart()])).not.toHaveProperty('quantiles');
  });

  it('are decided by the last of the worst that says something', () => {
    const missed = aPart({ verdict: 'missed' });
    const upcoming = aPart({ verdict: 'undetermined', doubts: ['nothing-elapsed'] });
    expect(combined([missed, { ...missed }, aPart(), upcoming])).toMatchObject({
      verdict: 'missed',
      deciding: 1,
    });
    expect(combined([aPart(), upcoming])).toMatchObject({ verdict: 'met', deciding: 0 });
    expect(combined([upcoming, { ...upcoming }])).toMatchObject({ verdict: 'undetermined', deciding: 1 });
    const noClock = aPart({
      verdict: 'undetermined',
      doubts: ['minimum-sample'],
      inputs: clocksOf({ met: 0 }),
    });
    expect(combined([aPart(), noClock])).toMatchObject({ verdict: 'met', deciding: 0 });
  });

  it('are decided, of those with one verdict, by the part that lost most of what its target leaves', () => {
    const part = (num: string, target = '99%') =>
      aPart({ settled: { num, den: '1000' }, terms: someTerms({ target }) });
    // 7 of 10 allowed in a thousand, then 1 of 10: a cut behind the bad minutes hides none of them.
    expect(combined([part('993'), part('999')])).toMatchObject({ settled: { num: '993' }, deciding: 0 });
    // 4 of 5 are more than 7 of 10.
    expect(combined([part('996', '99.5%'), part('993')]).deciding).toBe(0);
    const errors = (num: string) =>
      aPart({ settled: { num, den: '1000' }, terms: someTerms({ op: '<', target: '1%' }) });
    expect(combined([errors('7'), errors('1')]).deciding).toBe(0);
    expect(combined([errors('1'), errors('7')]).deciding).toBe(1);
  });

  it('are decided in doubt by the part that may be the worst', () => {
    const inDoubt = (good: number, unmeasured: number) =>
      aPart({ verdict: 'undetermined', settled: null, inputs: minutesOf({ good, unmeasured }) });
    expect(combined([inDoubt(50, 50), inDoubt(90, 10)]).deciding).toBe(0);
    const unknown = aPart({
      ...{ verdict: 'undetermined', settled: null },
      inputs: eventsOf({ good: 1, total: 1, judged: 'good' }),
    });
    expect(combined([unknown, inDoubt(50, 50)]).deciding).toBe(0);
  });

  it('are excluded where there is none', () => {
    expect(combined([])).toMatchObject({ verdict: 'excluded', deciding: null, coverage: null, budget: null });
  });

  it('add up their budgets exactly, without those that have none', () => {
    const budget = (num: string, consumed: number) => ({ budget: { allowed: { num, den: '3' }, consumed } });
    expect(combined([aPart(budget('1', 2)), aPart(), aPart(budget('4', 5))]).budget).toEqual({
      allowed: { num: '5', den: '3' },
      consumed: 7,
    });
  });

  it('list the clocks of all where one has a list', () => {
    const clock = {
      ticket: 'T-1',
      severity: 1,
      startAt: 0,
      dueAt: 1,
      stoppedAt: null,
      state: 'missed' as const,
    };
    expect(combined([aPart(), aPart()], [noLists, { ...noLists, clocks: [clock] }]).clocks).toEqual([clock]);
    expect(combined([aPart()], [{ ...noLists, clocks: [clock] }])).not.toHaveProperty('clocksMore');
    expect(combined([aPart(), aPart()])).not.toHaveProperty('clocks');
  });

  it('leave off as many clocks as all of them do', () => {
    const more = { missed: 40, unknown: 3, running: 0, met: 2 };
    const lists = [{ ...noLists, clocks: [], clocksMore: more }, noLists];
    const same = { ...noLists, clocks: [], clocksMore: { missed: 2, unknown: 1, running: 0, met: 5 } };
    expect(combined([aPart(), aPart(), aPart()], [...lists, same]).clocksMore).toEqual({
      ...{ missed: 42, unknown: 4, running: 0, met: 7 },
    });
  });
});
