import { displayNumber, displayPercentage } from '@upheld/shared/exact/display';
import { decimal, percentage, ratio } from '@upheld/shared/exact/ratio';
import { meetsTarget } from '@upheld/shared/exact/target';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const atLeast = (target: string) => ({ op: '>=' as const, ratio: percentage(target) });
const below = (target: string) => ({ op: '<' as const, ratio: percentage(target) });

describe('a displayed percentage', () => {
  it('is cut down where more is better', () => {
    // 2/3 = 66.6666...
    expect(displayPercentage(ratio(2, 3), atLeast('60%'))).toBe('66.666');
    expect(displayPercentage(decimal('0.998995'), atLeast('99.9%'))).toBe('99.899');
  });

  it('is cut up where less is better', () => {
    // 1/3000 = 0.03333... %
    expect(displayPercentage(ratio(1, 3000), below('0.1%'))).toBe('0.034');
  });

  it('takes as many decimals as it needs to stay on its side of the target', () => {
    // 0.09999 % is below 0.1 %; cut up to three or four decimals it would read 0.100 %.
    expect(displayPercentage(ratio(9999, 10_000_000), below('0.1%'))).toBe('0.09999');
    // 99.9996 % meets 99.9995 %; cut to three decimals it would read 99.999 %.
    expect(displayPercentage(ratio(999_996, 1_000_000), atLeast('99.9995%'))).toBe('99.9996');
  });

  it('shows both ends of the scale', () => {
    expect(displayPercentage(ratio(1, 1), atLeast('99.9%'))).toBe('100.000');
    expect(displayPercentage(ratio(0, 1), atLeast('99.9%'))).toBe('0.000');
  });

  it('never crosses the target, whatever the ratio, the target and the operator', () => {
    const operators = fc.constantFrom('<', '<=', '>', '>=');
    const parts = fc.nat({ max: 10_000_000 });
    fc.assert(
      fc.property(operators, parts, parts, parts, (op, targetParts, some, more) => {
        const target = { op, ratio: ratio(targetParts, 10_000_000) };
        const value = ratio(Math.min(some, more), Math.max(some, more, 1));
        const shown = percentage(`${displayPercentage(value, target)}%`);
        expect(meetsTarget(shown, target)).toBe(meetsTarget(value, target));
      }),
    );
  });
});

describe('a displayed number', () => {
  it('is cut down and has no trailing zeros', () => {
    // 0.001 · 43,200 = 43.2; 2/3 = 0.66...
    expect(displayNumber(ratio(216, 5), 1)).toBe('43.2');
    expect(displayNumber(ratio(216, 5), 3)).toBe('43.2');
    expect(displayNumber(ratio(2, 3), 2)).toBe('0.66');
    expect(displayNumber(ratio(10, 1), 2)).toBe('10');
    expect(displayNumber(ratio(100, 1), 0)).toBe('100');
  });
});
