import { forecastOf } from '@upheld/shared/evaluation/forecast';
import { percentage } from '@upheld/shared/exact/ratio';
import { classifyMinutes } from '@upheld/shared/measurement/ledger';
import { eventGrade } from '@upheld/shared/measurement/events';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import { minuteState } from '@upheld/shared/measurement/minute-state';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const codes: Record<string, number> = {
  g: minuteState.good,
  b: minuteState.bad,
  u: minuteState.unmeasured,
};
/** 80 minutes of service in 100: with a break of 20 after the first hour. */
const window = { start: 0, end: 100 * MINUTE };
const scheduled = [
  { start: 0, end: 60 * MINUTE },
  { start: 80 * MINUTE, end: window.end },
];

/** The forecast after the minutes that the letters tell; `asOf` is where they end unless it is given. */
function forecast(letters: string, target: string, asOf = letters.length * MINUTE) {
  const plan = planMinutes({ window, scheduled, exclusions: [], asOf });
  const states = Uint8Array.from({ length: 100 }, (_, minute) => codes[letters[minute] ?? 'g'] ?? 0);
  const terms = {
    target: { op: '>=' as const, ratio: percentage(target) },
    ...{ notMeasured: 'undetermined' as const, minimumSample: 1, coverageFloor: percentage('0%') },
  };
  return forecastOf({ by: 'minutes', minutes: classifyMinutes(plan, states), exclusions: [] }, terms, asOf);
}

/** 45 good and 5 bad minutes: one in ten is lost, 30 are to come, so that 8 of 80 will be. */
const tenth = 'bbbbb' + 'g'.repeat(45);

describe('the forecast of a running period', () => {
  it('goes on as it went so far', () => {
    expect(forecast(tenth, '90%')).toMatchObject({ value: { num: '9', den: '10' }, display: '90.000 %' });
    expect(forecast(tenth, '90%')?.misses).toBe(false);
    expect(forecast(tenth, '90.1%')?.misses).toBe(true);
  });

  it.each([
    // Allowed are 8 of 80; 5 are lost, and 3 more take 30 minutes: the last one begins at 99.
    ['in the last minute', '90%', 99],
    // 7 of 80: 2 more take 20 minutes, 10 before the break and 10 after it.
    ['after the break', '91.25%', 89],
    // 6 of 80: 1 more takes 10 minutes, which end at the break.
    ['in the last minute before the break', '92.5%', 59],
    // 6.05 of 80: 1.05 more take 10.5 minutes, so that it is the eleventh.
    ['in the first minute after the break', '92.4375%', 80],
  ])('names the minute to come in which the budget ends: %s', (_, target, minute) => {
    expect(forecast(tenth, target)?.budgetSpentAt).toBe(minute * MINUTE);
  });

  it('names the minute that runs where the budget has ended already', () => {
    // Allowed are 5 of 80, and 5 are lost.
    expect(forecast(tenth, '93.75%', 50.5 * MINUTE)?.budgetSpentAt).toBe(50 * MINUTE);
  });

  it('names none where the budget lasts, or nothing is lost', () => {
    expect(forecast(tenth, '89.9%')?.budgetSpentAt).toBeNull();
    expect(forecast('g'.repeat(50), '99%')?.budgetSpentAt).toBeNull();
  });

  it('is one where as many minutes were bad as good', () => {
    expect(forecast('gb', '50%')?.value).toEqual({ num: '1', den: '2' });
  });

  it('is none where nothing was measured, and none where nothing is to come', () => {
    expect(forecast('uuuuu', '90%')).toBeNull();
    expect(forecast('u'.repeat(5) + 'g'.repeat(95), '99%')).toBeNull();
  });

  it('is none where the target is kept whatever comes, the unmeasured minutes counted as bad', () => {
    // 95 minutes on: 75 of service have passed, 2 bad and 2 unmeasured, and 5 are to come: 71 of 80 = 88.75 %.
    const late = 'bbuu' + 'g'.repeat(91);
    expect(forecast(late, '88.75%')).toBeNull();
    expect(forecast(late, '88.76%')).not.toBeNull();
  });

  it('is none where the target is out of reach', () => {
    // 75 of 80 = 93.75 % is the most that can come.
    expect(forecast(tenth, '93.76%')).toBeNull();
  });

  it('is none of events where none has come, where none is to come, and of clocks', () => {
    const terms = {
      target: { op: '<=' as const, ratio: percentage('1%') },
      ...{ notMeasured: 'undetermined' as const, minimumSample: 1, coverageFloor: percentage('0%') },
    };
    const measured = (asOf: number, total: number) => {
      const plan = planMinutes({ window, scheduled, exclusions: [], asOf });
      const at = Float64Array.from({ length: total }, (_, second) => second * 1000);
      const events = [{ plan, at, grades: new Uint32Array(total).fill(eventGrade.bad) }];
      return { by: 'events' as const, judged: 'bad' as const, plans: [plan], events, ...nothingElse };
    };
    const nothingElse = { slots: [], traffic: [], exclusions: [] };
    expect(forecastOf(measured(50 * MINUTE, 0), terms, 50 * MINUTE)).toBeNull();
    expect(forecastOf(measured(window.end, 10), terms, window.end)).toBeNull();
    // 10 bad in 50 minutes: 16 of 16 by the end.
    expect(forecastOf(measured(50 * MINUTE, 10), terms, 50 * MINUTE)?.value).toEqual({ num: '1', den: '1' });
    const clocks = { by: 'clocks' as const, decided: [], running: [], mayHideClocks: false };
    expect(forecastOf(clocks, terms, 50 * MINUTE)).toBeNull();
  });
});
