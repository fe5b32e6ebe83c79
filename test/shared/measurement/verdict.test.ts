import { percentage, ratio } from '@upheld/shared/exact/ratio';
import { classifyMinutes, countLedger } from '@upheld/shared/measurement/ledger';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import { minuteState } from '@upheld/shared/measurement/minute-state';
import { judgeLedger } from '@upheld/shared/measurement/verdict';
import type { NotMeasured } from '@upheld/shared/measurement/verdict';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const codes: Record<string, number> = {
  g: minuteState.good,
  b: minuteState.bad,
  u: minuteState.unmeasured,
};

/** A window of the minutes given as letters, `g`, `b` and `u`, of which `elapsed` have passed. */
function judged(letters: string, target: string, { notMeasured, elapsed, removed }: Given = {}) {
  const window = { start: 0, end: letters.length * MINUTE };
  const plan = planMinutes({
    window,
    scheduled: [window],
    exclusions: removed ? [{ window, effect: 'remove', approved: true }] : [],
    asOf: (elapsed ?? letters.length) * MINUTE,
  });
  const states = Uint8Array.from(letters, (letter) => codes[letter] ?? 0);
  return judgeLedger(countLedger(classifyMinutes(plan, states)), {
    target: { op: '>=', ratio: percentage(target) },
    notMeasured: notMeasured ?? 'undetermined',
  });
}

type Given = { notMeasured?: NotMeasured; elapsed?: number; removed?: boolean };

describe('the verdict on a minute ledger', () => {
  it('is met, in no doubt, where even the worst case meets the target', () => {
    expect(judged('gggggggggu', '90%')).toMatchObject({
      ...{ verdict: 'met', doubts: [], settled: ratio(9, 10), display: '90.000', displayRange: null },
      irrecoverable: false,
    });
  });

  it('is missed, in no doubt, where not even the best case meets it', () => {
    // Best: 8 of 10.
    expect(judged('gggggggbbu', '90%')).toMatchObject({
      ...{ verdict: 'missed', doubts: [], settled: ratio(8, 10), display: '80.000', displayRange: null },
      irrecoverable: true,
    });
  });

  it('is undetermined between them, for what was not measured, and shows the range', () => {
    expect(judged('ggggggggbu', '90%')).toMatchObject({
      ...{ verdict: 'undetermined', doubts: ['unmeasured'], settled: null, display: null, evidence: null },
      displayRange: ['80.000', '90.000'],
    });
  });

  it('is undetermined before anything has elapsed, without a range', () => {
    expect(judged('gggggggggg', '90%', { elapsed: 0 })).toMatchObject({
      ...{ verdict: 'undetermined', doubts: ['nothing-elapsed'], settled: null, display: null },
      displayRange: null,
    });
  });

  it('is excluded, in no doubt, where every minute is taken out', () => {
    expect(judged('gggggggggg', '90%', { removed: true })).toMatchObject({
      ...{ verdict: 'excluded', doubts: [], settled: null, display: null, displayRange: null },
      irrecoverable: false,
    });
  });

  it('settles at the case that the clause names for what was not measured', () => {
    const letters = 'ggggggggbu';
    expect(judged(letters, '90%', { notMeasured: 'good' }).settled).toEqual(ratio(9, 10));
    expect(judged(letters, '90%', { notMeasured: 'bad' }).settled).toEqual(ratio(8, 10));
    expect(judged(letters, '80%', { notMeasured: 'good' }).settled).toEqual(ratio(9, 10));
    expect(judged(letters, '95%', { notMeasured: 'bad' }).settled).toEqual(ratio(8, 10));
  });

  it('loses unmeasured minutes from its budget only where the clause calls them bad', () => {
    // 30 % of 10 minutes are allowed; one bad and one unmeasured.
    expect(judged('ggggggggbu', '70%').budget).toEqual({
      ...{ allowed: ratio(3, 1), consumed: 1, remaining: ratio(2, 1) },
    });
    expect(judged('ggggggggbu', '70%', { notMeasured: 'bad' }).budget).toEqual({
      ...{ allowed: ratio(3, 1), consumed: 2, remaining: ratio(1, 1) },
    });
  });

  it('has its evidence from the minutes that were measured', () => {
    // No bad minute in n against half allowed: z² · (1/2) / (1/2) = 3.84, so that 4 measured minutes prove
    // it and 3 do not.
    expect(judged('ggggu', '50%').evidence).toBe('conclusive');
    expect(judged('gggu', '50%').evidence).toBe('inconclusive');
    // All bad: 4 prove that it was missed, 3 do not.
    expect(judged('bbbb', '50%').evidence).toBe('conclusive');
    expect(judged('bbb', '50%').evidence).toBe('inconclusive');
  });
});
