import type { Agreement } from '@upheld/shared/agreement/agreement';
import { burnFactor, burnLengths, isFactorAccepted } from '@upheld/shared/agreement/burn-factor';
import { defaultTriggers, pairsLeftOut, triggersOf } from '@upheld/shared/agreement/default-triggers';
import { readAgreement } from '@upheld/shared/agreement/read';
import { ratio } from '@upheld/shared/exact/ratio';
import { describe, expect, it } from 'vitest';
import { anAgreement, anObjective } from '../evaluation/build.ts';
import { agreementDocument, kinds, matrix, objective } from './builder.ts';

describe('the factor of a burn pair', () => {
  it('is budgetShare × minutes of the period / minutes of the long window', () => {
    // 2 % × 43,200 / 60 = 14.4 = 72/5.
    expect(burnFactor(ratio(2, 100), 43_200, 60)).toEqual(ratio(72, 5));
  });

  it.each([
    ['1h', 60, 5],
    ['90m', 90, 8],
    ['1m', 1, 1],
    ['3d', 4320, 360],
  ])('has windows of %s and a twelfth of it, rounded up to minutes', (long, longMinutes, shortMinutes) => {
    expect(burnLengths(long)).toEqual({ longMinutes, shortMinutes });
  });

  it('keeps its bounds from 1 on and below 1/(1 - target)', () => {
    const tenPercent = ratio(1, 10);
    expect(isFactorAccepted(ratio(1, 1), tenPercent)).toBe(true);
    expect(isFactorAccepted(ratio(999, 1000), tenPercent)).toBe(false);
    expect(isFactorAccepted(ratio(9999, 1000), tenPercent)).toBe(true);
    expect(isFactorAccepted(ratio(10, 1), tenPercent)).toBe(false);
  });

  it('keeps none where the target leaves no budget', () => {
    expect(isFactorAccepted(ratio(2, 1), ratio(0, 1))).toBe(false);
  });
});

describe('a burn-rate trigger', () => {
  const faults = (when: Record<string, unknown>, spec: Record<string, unknown>) => {
    const triggers = [
      { name: 'other', when: { type: 'missed' } },
      { name: 'burn', when: { type: 'burn-rate', ...when } },
    ];
    const read = readAgreement(agreementDocument({ triggers, ...spec }), kinds);
    return read.ok ? [] : read.faults.map(({ path, rule }) => `${path.join('.')}: ${rule}`);
  };
  const quarterly = objective({ name: 'quarterly', period: 'quarter' });

  it('loads within its bounds, and at a factor of exactly 1', () => {
    // 45 % × 40,320 min of February / 4,320 min is 4.2; of 10 % it is 14/15, below 1.
    expect(faults({ budget: '45%', long: '3d' }, { objectives: [objective()] })).toEqual([]);
    // A week is a quarter of February: 25 % × 40,320 / 10,080 = 1.
    expect(faults({ budget: '25%', long: '1w' }, { objectives: [objective()] })).toEqual([]);
  });

  it('is judged for every objective, on the shortest period of each', () => {
    // A quarter has 90 days at least: 10 % × 129,600 / 4,320 = 3. February has 28: 10 % × 40,320 / 4,320 = 0.933...
    const spec = { objectives: [quarterly, objective()] };
    expect(faults({ budget: '10%', long: '3d', objective: 'quarterly' }, spec)).toEqual([]);
    expect(faults({ budget: '10%', long: '3d' }, spec)).toEqual([
      'spec.triggers.1.when.budget: over 3d the burn factor of uptime is 0.933 in 2026-02 ' +
        '(10% × 40320 min / 4320 min), and must be at least 1 and below 1000, such as budget: 10.8%',
    ]);
  });

  it('of a response promise makes no sense', () => {
    const spec = { objectives: [objective()], support: [matrix()] };
    const when = { budget: '2%', long: '1h', objective: 'issues-severity-1-first-response' };
    expect(faults(when, spec)).toEqual([
      'spec.triggers.1.when.objective: a budget burns only of an objective that is counted in minutes, ' +
        'requests or checks, such as uptime',
    ]);
  });
});

describe('the triggers of an agreement that names none', () => {
  const names = (agreement: Agreement) => triggersOf(agreement).map(({ name }) => name);
  const plain = ['missed', 'irrecoverable', 'response-missed'];

  it('hold the burn pairs that keep their bounds for every objective', () => {
    // Quarterly at 99.9 %: 0.02 × 129,600 / 60 = 43.2, 0.05 × 129,600 / 360 = 18, 3; all below 1,000.
    const agreement = anAgreement({ objectives: [anObjective({ period: 'quarter' })] });
    expect(names(agreement)).toEqual([...plain, 'burn-1h', 'burn-6h', 'burn-3d']);
    expect(triggersOf(agreement).at(-1)).toEqual({
      name: 'burn-3d',
      when: { type: 'burn-rate', objective: 'any', budget: '10%', long: '3d' },
      then: { state: 'at-risk' },
    });
    expect(pairsLeftOut(agreement)).toEqual([]);
  });

  it('leave a pair out for the objectives for which it is out of bounds', () => {
    const quarterly = anObjective({ name: 'quarterly', period: 'quarter' });
    const agreement = anAgreement({ objectives: [quarterly, anObjective()] });
    // Of a month 10 % in 3 d is 14/15 in February.
    expect(names(agreement)).toEqual([...plain, 'burn-1h', 'burn-6h', 'burn-3d-quarterly']);
    expect(
      pairsLeftOut(agreement).map(({ pair, objective: { name }, factor, period }) => ({
        ...{ pair: pair.name, name, factor, period },
      })),
    ).toEqual([{ pair: 'burn-3d', name: 'uptime', factor: ratio(14, 15), period: '2026-02' }]);
  });

  it('are its own where it names any, and then hold no pair that it does not name', () => {
    const triggers = [{ name: 'only', when: { type: 'missed', objective: 'any' }, then: {} }];
    expect(triggersOf(anAgreement({ triggers }))).toEqual(triggers);
  });

  it('have no pair where nothing is counted in minutes or events', () => {
    expect(defaultTriggers(anAgreement({ objectives: [] })).map(({ name }) => name)).toEqual(plain);
  });
});
