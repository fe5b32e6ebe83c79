import { creditsOf } from '@upheld/shared/credits/credits';
import type { CreditPromise, Credits } from '@upheld/shared/credits/credits';
import { compareRatios, ratio } from '@upheld/shared/exact/ratio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** Steps whose credit rises as their bound falls, as every table's does. */
const anySteps = fc
  .uniqueArray(fc.nat(1000), { minLength: 1, maxLength: 4 })
  .chain((bounds) =>
    fc.tuple(
      fc.constant(bounds.toSorted((a, b) => b - a)),
      fc.array(fc.nat(100), { minLength: bounds.length, maxLength: bounds.length }),
    ),
  )
  .map(([bounds, credits]) => {
    const rising = credits.toSorted((a, b) => a - b);
    return bounds.map((below, place) => ({
      below: ratio(below, 1000),
      share: ratio(rising[place] ?? 0, 100),
    }));
  });

/** Missed, with so many of a thousand bad. */
const anyMissed = fc
  .record({ bad: fc.nat(1000), judged: fc.constantFrom('good' as const, 'bad' as const), steps: anySteps })
  .map(({ bad, ...given }) => missedAt(given, bad));

const anyTerms = fc.record({
  atRiskCap: fc.option(fc.nat(100).map((percent) => ratio(percent, 100))),
  fees: fc.option(fc.nat(10_000_000)),
});

const anyOthers = fc.array(anyMissed, { maxLength: 4 });

function missedAt(given: Pick<CreditPromise, 'judged' | 'steps'>, bad: number): CreditPromise {
  const { judged, steps } = given;
  const settled = ratio(judged === 'bad' ? bad : 1000 - bad, 1000);
  return { verdict: 'missed', judged, steps, settled };
}

function credits(promises: CreditPromise[], terms: Parameters<typeof creditsOf>[1]): Credits<CreditPromise> {
  const found = creditsOf(promises, terms);
  if (found === null) throw new Error('expected a credit table');
  return found;
}

describe('credits of anything', () => {
  it('never fall when more is bad', () => {
    fc.assert(
      fc.property(
        anyMissed,
        fc.nat(1000),
        fc.nat(1000),
        anyOthers,
        anyTerms,
        (given, one, two, others, terms) => {
          const [fewer, more] = [Math.min(one, two), Math.max(one, two)].map((bad) =>
            credits([missedAt(given, bad), ...others], terms),
          );
          if (fewer === undefined || more === undefined) throw new Error('expected both');
          expect(compareRatios(fewer.share, more.share)).toBeLessThanOrEqual(0);
          expect(fewer.amount ?? 0).toBeLessThanOrEqual(more.amount ?? 0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never fall when a promise is missed that was met, excluded or undetermined', () => {
    const anyVerdict = fc.constantFrom('met' as const, 'excluded' as const, 'undetermined' as const);
    fc.assert(
      fc.property(anyMissed, anyVerdict, anyOthers, anyTerms, (given, verdict, others, terms) => {
        const settled = verdict === 'met' ? given.settled : null;
        const before = credits([{ ...given, verdict, settled }, ...others], terms);
        const after = credits([given, ...others], terms);
        expect(compareRatios(before.share, after.share)).toBeLessThanOrEqual(0);
        expect(before.lines[0]?.step).toBeNull();
        expect(before.open.length - after.open.length).toBe(verdict === 'undetermined' ? 1 : 0);
      }),
      { numRuns: 300 },
    );
  });

  it('come to no more than the cap and the fees, to the nearest minor unit', () => {
    fc.assert(
      fc.property(anyMissed, anyOthers, anyTerms, (given, others, terms) => {
        const { sum, share, capped, amount } = credits([given, ...others], terms);
        const cap = terms.atRiskCap ?? ratio(1, 1);
        expect(compareRatios(share, cap)).toBeLessThanOrEqual(0);
        expect(capped).toBe(compareRatios(sum, cap) > 0);
        expect(amount === null).toBe(terms.fees === null);
        if (amount === null || terms.fees === null) return;
        expect(amount).toBeLessThanOrEqual(terms.fees);
        // Twice the distance to share · fees is at most one unit, and exactly half a unit is rounded up.
        const exact = ratio(share.num * BigInt(terms.fees), share.den);
        const distance = ratio(2n * (BigInt(amount) * exact.den - exact.num), exact.den);
        expect(compareRatios(distance, ratio(1, 1))).toBeLessThanOrEqual(0);
        expect(compareRatios(distance, ratio(-1, 1))).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('do not depend on the order of the steps or of the promises', () => {
    fc.assert(
      fc.property(anyMissed, anyOthers, anyTerms, (given, others, terms) => {
        const promises = [given, ...others];
        const turned = promises
          .map((promise) => ({ ...promise, steps: promise.steps.toReversed() }))
          .toReversed();
        const { lines, open, ...totals } = credits(promises, terms);
        const { lines: turnedLines, open: turnedOpen, ...turnedTotals } = credits(turned, terms);
        expect(turnedTotals).toEqual(totals);
        expect(turnedLines.map(({ share }) => share).toReversed()).toEqual(lines.map(({ share }) => share));
        expect(turnedOpen.length).toBe(open.length);
      }),
    );
  });
});
