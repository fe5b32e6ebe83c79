import {
  addRatios,
  compareRatios,
  complement,
  decimal,
  multiplyRatios,
  percentage,
  ratio,
  ratioText,
  readRatio,
  subtractRatios,
} from '@upheld/shared/exact/ratio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('a ratio', () => {
  it('is in lowest terms with the sign on the numerator', () => {
    expect(ratio(998, 1000)).toEqual({ num: 499n, den: 500n });
    expect(ratio(3, -6)).toEqual({ num: -1n, den: 2n });
    expect(ratio(0, 7)).toEqual({ num: 0n, den: 1n });
  });

  it('refuses a denominator of 0', () => {
    expect(() => ratio(1, 0)).toThrow('a ratio has a denominator other than 0');
  });

  it('reads decimals of any length exactly', () => {
    expect(decimal('0.9990')).toEqual({ num: 999n, den: 1000n });
    expect(decimal('-1.5')).toEqual({ num: -3n, den: 2n });
    expect(decimal('0.1000000000000000000000001').den).toBe(10n ** 25n);
  });

  it('reads percentages', () => {
    expect(percentage('99.9%')).toEqual({ num: 999n, den: 1000n });
    expect(percentage('100%')).toEqual({ num: 1n, den: 1n });
    expect(percentage('0.1 %')).toEqual({ num: 1n, den: 1000n });
  });

  it.each(['', '99,9%', '1e3', '99.9', '-1%', '99.9%%'])('does not take %j for a percentage', (text) => {
    expect(() => percentage(text)).toThrow('a percentage, such as 99.9%');
  });

  it.each(['', '.5', '1.', '1e3', '0x10'])('does not take %j for a decimal', (text) => {
    expect(() => decimal(text)).toThrow('a decimal, such as 0.999');
  });

  it('compares by cross-multiplication where doubles cannot tell the difference', () => {
    // 999,000,000,000,000,000,001 / 1,000,000,000,000,000,000,001 is a hair more than 999/1000:
    // 999·10^18 + 1 against 999·10^18 + 0.999. Both are 0.999 as doubles.
    const above = ratio(999_000_000_000_000_000_001n, 1_000_000_000_000_000_000_001n);
    expect(compareRatios(above, decimal('0.999'))).toBe(1);
    expect(Number(above.num) / Number(above.den)).toBe(0.999);
  });

  it('adds, subtracts, multiplies and complements', () => {
    // 1/2 + 1/3 = 5/6; 1/2 - 1/3 = 1/6; 2/3 · 3/4 = 1/2; 1 - 0.999 = 1/1000.
    expect(addRatios(ratio(1, 2), ratio(1, 3))).toEqual(ratio(5, 6));
    expect(subtractRatios(ratio(1, 2), ratio(1, 3))).toEqual(ratio(1, 6));
    expect(multiplyRatios(ratio(2, 3), ratio(3, 4))).toEqual(ratio(1, 2));
    expect(complement(decimal('0.999'))).toEqual(ratio(1, 1000));
  });

  it('survives being written as text', () => {
    expect(ratioText(ratio(-3, 2))).toEqual({ num: '-3', den: '2' });
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (num, den) => {
        const value = ratio(num, den);
        expect(readRatio(ratioText(value))).toEqual(value);
        expect(value.num * den).toBe(num * value.den);
      }),
    );
  });
});
