import { displayPercentage } from '@upheld/shared/exact/display';
import { compareRatios, decimal, ratio } from '@upheld/shared/exact/ratio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const anyOp = fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const);

/** A target of up to 24 decimals between 0 and 1, as an agreement could write it. */
const anyDecimal = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 24 }))
  .map(([digits, decimals]) => (digits % (10n ** BigInt(decimals) + 1n)) * 10n ** BigInt(24 - decimals))
  .map((scaled) => decimal(scaled.toString().padStart(25, '0').replace(/^(.)/, '$1.')));

/** Any share, and often one a hair away from the target or at it. */
const anyCase = fc
  .tuple(
    anyOp,
    anyDecimal,
    fc.bigInt({ min: 1n, max: 10n ** 26n }),
    fc.bigInt({ min: -1n, max: 1n }),
    fc.boolean(),
    fc.nat(),
  )
  .map(([op, target, total, hair, isNear, some]) => {
    const near = (target.num * total) / target.den + hair;
    const part = isNear ? near : (total * BigInt(some)) / 0x7fffffffn;
    const good = part < 0n ? 0n : part > total ? total : part;
    return { op, target, value: ratio(good, total) };
  });

describe('a displayed percentage of any share against any target', () => {
  it('compares with the target as the exact share does', () => {
    fc.assert(
      fc.property(anyCase, ({ op, target, value }) => {
        const shown = shownRatio(displayPercentage(value, { op, ratio: target }));
        expect(keeps(op, compareRatios(shown, target))).toBe(keeps(op, compareRatios(value, target)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is cut by less than its last decimal, and toward the worse side', () => {
    fc.assert(
      fc.property(anyCase, ({ op, target, value }) => {
        const text = displayPercentage(value, { op, ratio: target });
        const shown = shownRatio(text);
        const step = ratio(1, 10n ** BigInt(decimalsOf(text) + 2));
        const cut = op.startsWith('<') ? difference(shown, value) : difference(value, shown);
        expect(compareRatios(cut, ratio(0, 1))).toBeGreaterThanOrEqual(0);
        expect(compareRatios(cut, step)).toBeLessThan(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has three decimals, and more only where one less would cross the target', () => {
    fc.assert(
      fc.property(anyCase, ({ op, target, value }) => {
        const decimals = decimalsOf(displayPercentage(value, { op, ratio: target }));
        expect(decimals).toBeGreaterThanOrEqual(3);
        if (decimals === 3) return;
        const scale = 10n ** BigInt(decimals + 1);
        const scaled = value.num * scale;
        const down = scaled / value.den;
        const up = down * value.den === scaled ? down : down + 1n;
        const shorter = ratio(op.startsWith('<') ? up : down, scale);
        expect(keeps(op, compareRatios(shorter, target))).not.toBe(keeps(op, compareRatios(value, target)));
      }),
      { numRuns: 1_000 },
    );
  });
});

function shownRatio(percent: string) {
  const { num, den } = decimal(percent);
  return ratio(num, den * 100n);
}

function decimalsOf(percent: string): number {
  return percent.length - percent.indexOf('.') - 1;
}

function difference(a: { num: bigint; den: bigint }, b: { num: bigint; den: bigint }) {
  return ratio(a.num * b.den - b.num * a.den, a.den * b.den);
}

/** Whether an order (below 0, 0, above 0) keeps a target with this operator. */
function keeps(op: string, order: number): boolean {
  return op.startsWith('<')
    ? order < 0 || (op === '<=' && order === 0)
    : order > 0 || (op === '>=' && order === 0);
}
