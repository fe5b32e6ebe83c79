import { classifyMinutes, countLedger, countPart, minuteRanges } from '@upheld/shared/measurement/ledger';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import { minuteState } from '@upheld/shared/measurement/minute-state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const window = { start: 0, end: 10 * MINUTE };
const plain = { window, scheduled: [window], exclusions: [], asOf: window.end };

function statesOf(letters: string): Uint8Array {
  const codes: Record<string, number> = {
    g: minuteState.good,
    b: minuteState.bad,
    u: minuteState.unmeasured,
  };
  return Uint8Array.from(letters, (letter) => codes[letter] ?? 0);
}

describe('a minute ledger', () => {
  it('puts every scheduled minute that has elapsed into exactly one class', () => {
    const minutes = classifyMinutes(planMinutes(plain), statesOf('ggbbuuggug'));
    // 5 good, 2 bad, 3 unmeasured of 10.
    expect(countLedger(minutes).counts).toEqual({
      scheduled: 10,
      excluded: 0,
      good: 5,
      bad: 2,
      unmeasured: 3,
    });
    expect(minuteRanges(minutes, 'bad')).toEqual([{ start: 2 * MINUTE, end: 4 * MINUTE }]);
    expect(minuteRanges(minutes, 'unmeasured')).toEqual([
      { start: 4 * MINUTE, end: 6 * MINUTE },
      { start: 8 * MINUTE, end: 9 * MINUTE },
    ]);
  });

  it('does not join bad minutes across a night that is not scheduled', () => {
    const scheduled = [
      { start: 0, end: 3 * MINUTE },
      { start: 6 * MINUTE, end: 10 * MINUTE },
    ];
    const minutes = classifyMinutes(planMinutes({ ...plain, scheduled }), statesOf('ggbbbbbggg'));
    expect(minuteRanges(minutes, 'bad')).toEqual([
      { start: 2 * MINUTE, end: 3 * MINUTE },
      { start: 6 * MINUTE, end: 7 * MINUTE },
    ]);
    expect(countLedger(minutes).counts.scheduled).toBe(7);
  });

  it('keeps exclusions to come apart from those that have elapsed', () => {
    const exclusions = [
      { window: { start: MINUTE, end: 2 * MINUTE }, effect: 'remove' as const, approved: true },
      { window: { start: 8 * MINUTE, end: 9 * MINUTE }, effect: 'remove' as const, approved: true },
    ];
    const minutes = classifyMinutes(
      planMinutes({ ...plain, exclusions, asOf: 5 * MINUTE }),
      statesOf('gggggggggg'),
    );
    const ledger = countLedger(minutes);
    // Elapsed: 5 minutes, one of them excluded. The whole window: 10 and 2.
    expect(ledger.counts).toEqual({ scheduled: 5, excluded: 1, good: 4, bad: 0, unmeasured: 0 });
    expect([ledger.scheduledTotal, ledger.excludedTotal, ledger.countable]).toEqual([10, 2, 8]);
    expect(minuteRanges(minutes, 'excluded')).toEqual([{ start: MINUTE, end: 2 * MINUTE }]);
  });

  it('is not moved by an exclusion of no length', () => {
    const exclusions = [
      { window: { start: 90_000, end: 90_000 }, effect: 'remove' as const, approved: true },
    ];
    expect(
      countLedger(classifyMinutes(planMinutes({ ...plain, exclusions }), statesOf('gggggggggg'))).counts
        .excluded,
    ).toBe(0);
  });

  it('is the sum of its parts', () => {
    const letters = fc.string({ unit: fc.constantFrom('g', 'b', 'u'), minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(letters, fc.nat({ max: 10 }), fc.nat({ max: 11 * MINUTE }), (states, cut, asOf) => {
        const minutes = classifyMinutes(planMinutes({ ...plain, asOf }), statesOf(states));
        const before = countPart(minutes, { start: 0, end: cut * MINUTE });
        const after = countPart(minutes, { start: cut * MINUTE, end: window.end });
        const { counts } = countLedger(minutes);
        expect(before.good + after.good).toBe(counts.good);
        expect(before.bad + after.bad).toBe(counts.bad);
        expect(before.scheduled + after.scheduled).toBe(counts.scheduled);
        expect(counts.scheduled).toBe(Math.min(10, Math.floor(asOf / MINUTE)));
      }),
    );
  });
});
