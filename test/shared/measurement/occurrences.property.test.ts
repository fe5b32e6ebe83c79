import { compareRatios, decimal, ratio } from '@upheld/shared/exact/ratio';
import { evidenceStrength, wilsonInterval } from '@upheld/shared/measurement/evidence';
import { judgeOccurrences } from '@upheld/shared/measurement/occurrences';
import type { OccurrenceTerms } from '@upheld/shared/measurement/occurrences';
import { quantiles } from '@upheld/shared/measurement/quantiles';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestsTaking } from './requests.ts';

const anyShare = fc.constantFrom('0', '0.001', '0.05', '0.5', '0.95', '0.999', '1').map(decimal);
const anyTerms: fc.Arbitrary<OccurrenceTerms> = fc
  .record({
    judged: fc.constantFrom('good' as const, 'bad' as const),
    isStrict: fc.boolean(),
    share: anyShare,
    minimumSample: fc.nat(30),
    coverageFloor: fc.constantFrom('0', '0.95', '1').map(decimal),
  })
  .map(({ judged, isStrict, share, ...terms }) => {
    const [strict, loose] = judged === 'bad' ? (['<', '<='] as const) : (['>', '>='] as const);
    return { ...terms, judged, target: { op: isStrict ? strict : loose, ratio: share } };
  });
const anyEvents = fc
  .tuple(fc.nat(5000), fc.nat(5000))
  .map(([one, other]) => ({ good: Math.min(one, other), total: Math.max(one, other) }));
const anyCoverage = fc.option(fc.nat(100).map((percent) => ratio(percent, 100)));

describe('the verdict on any events', () => {
  it('never turns from met to missed when a bad event turns good', () => {
    fc.assert(
      fc.property(anyEvents, anyCoverage, anyTerms, (events, coverage, terms) => {
        fc.pre(events.good < events.total);
        const before = judgeOccurrences(events, coverage, terms);
        const after = judgeOccurrences({ ...events, good: events.good + 1 }, coverage, terms);
        if (before.verdict === 'met') expect(after.verdict).toBe('met');
        if (after.verdict === 'missed') expect(before.verdict).toBe('missed');
        expect(after.doubts).toEqual(before.doubts);
        expect(after.budget.consumed).toBe(before.budget.consumed - 1);
      }),
      { numRuns: 300 },
    );
  });

  it('is undetermined exactly when there is a doubt, each for a reason that section 4 names', () => {
    fc.assert(
      fc.property(anyEvents, anyCoverage, anyTerms, (events, coverage, terms) => {
        const { verdict, doubts } = judgeOccurrences(events, coverage, terms);
        expect(verdict === 'undetermined').toBe(doubts.length > 0);
        expect(doubts.includes('minimum-sample')).toBe(events.total < Math.max(1, terms.minimumSample));
        expect(doubts.includes('coverage')).toBe(
          coverage !== null && compareRatios(coverage, terms.coverageFloor) < 0,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is the same of good events against a target as of bad ones against what it allows', () => {
    const mirrored = { '>=': '<=', '>': '<' } as const;
    fc.assert(
      fc.property(anyEvents, anyCoverage, anyTerms, anyShare, (events, coverage, given, share) => {
        for (const op of ['>=', '>'] as const) {
          const good = { ...given, judged: 'good' as const, target: { op, ratio: share } };
          const allowed = ratio(share.den - share.num, share.den);
          const bad = { ...given, judged: 'bad' as const, target: { op: mirrored[op], ratio: allowed } };
          const [one, other] = [good, bad].map((terms) => judgeOccurrences(events, coverage, terms));
          expect(one?.verdict).toBe(other?.verdict);
          expect(one?.evidence).toBe(other?.evidence);
          expect(one?.budget).toEqual(other?.budget);
        }
      }),
    );
  });
});

describe('the evidence of any events', () => {
  it('is conclusive exactly when the Wilson interval leaves the target on the side of the verdict', () => {
    const anyVerdict = fc.constantFrom('met' as const, 'missed' as const);
    fc.assert(
      fc.property(anyEvents, anyShare, anyVerdict, ({ good, total }, allowedBad, verdict) => {
        const bad = total - good;
        const interval = wilsonInterval(bad, total);
        if (interval === null) return;
        const t = Number(allowedBad.num) / Number(allowedBad.den);
        // Doubles cannot tell a target at the very end of the interval.
        if (Math.min(Math.abs(interval.low - t), Math.abs(interval.high - t)) < 1e-9) return;
        const isOutside = verdict === 'met' ? interval.high < t : t < interval.low;
        const strength = evidenceStrength({ bad, total, allowedBad, verdict });
        expect(strength).toBe(isOutside ? 'conclusive' : 'inconclusive');
      }),
      { numRuns: 500 },
    );
  });

  it('has an interval that holds the share itself and lies in [0, 1]', () => {
    fc.assert(
      fc.property(anyEvents, ({ good, total }) => {
        const interval = wilsonInterval(total - good, total);
        if (interval === null) return expect(total).toBe(0);
        const share = (total - good) / total;
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(interval.low).toBeLessThanOrEqual(share + 1e-12);
        expect(interval.high).toBeGreaterThanOrEqual(share - 1e-12);
      }),
    );
  });
});

describe('the quantiles of any response times', () => {
  it('are the least time that so many requests did not exceed, whatever their order', () => {
    const anyTimes = fc.array(
      fc.oneof(
        fc.nat(10_000).map((tenths) => tenths / 10),
        fc.constant(NaN),
      ),
    );
    fc.assert(
      fc.property(anyTimes, (times) => {
        const result = quantiles([requestsTaking(times)]);
        expect(quantiles([requestsTaking(times.toReversed())])).toEqual(result);
        const values = times.map((time) => (Number.isNaN(time) ? Infinity : time));
        for (const [percent, shown] of [
          [50, result.p50],
          [95, result.p95],
          [99, result.p99],
        ] as const) {
          const reached = values.filter(
            (value) => values.filter((other) => other <= value).length * 100 >= percent * values.length,
          );
          const least = Math.min(...reached);
          const expected = least === Infinity ? 'no-response' : least;
          expect(shown).toBe(values.length === 0 ? null : expected);
        }
      }),
    );
  });
});
