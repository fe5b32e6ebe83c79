import { compareRatios, decimal, ratio } from '@upheld/shared/exact/ratio';
import type { Ratio } from '@upheld/shared/exact/ratio';
import { meetsTarget } from '@upheld/shared/exact/target';
import type { Target } from '@upheld/shared/exact/target';
import { exactWeights } from '@upheld/shared/score/pillars';
import { scaleOf } from '@upheld/shared/score/scale';
import { scoreOf } from '@upheld/shared/score/score';
import type { ScoreFigures } from '@upheld/shared/score/score';
import { pillars } from '@upheld/shared/score/score-item';
import type { ScoreItem } from '@upheld/shared/score/score-item';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const thousandths = 1000;

/** A promise or a measure and how many thousandths of it were good. */
type Given = Pick<ScoreItem, 'pillar' | 'weight'> & {
  target: Target;
  isPromise: boolean;
  critical: Ratio | null;
  previousVerdict: 'met' | 'missed' | 'undetermined' | 'excluded' | null;
  good: number;
};

const anyTarget: fc.Arbitrary<Target> = fc.constantFrom(
  ...(['0.5', '0.9', '0.999', '1'] as const).flatMap((share): Target[] => [
    { op: '>=', ratio: decimal(share) },
    { op: '>', ratio: decimal(share) },
    { op: '<=', ratio: decimal(share) },
    { op: '<', ratio: ratio(1, 1000) },
    { op: '<=', ratio: ratio(0, 1) },
  ]),
);

/** Most promises are nearly kept, so that verdicts change. */
const anyGood = fc.oneof(fc.nat(thousandths), fc.integer({ min: 980, max: thousandths }));

const anyGiven: fc.Arbitrary<Given> = fc.record({
  pillar: fc.constantFrom(...pillars),
  weight: fc.nat(5).map((weight) => ratio(weight, 1)),
  target: anyTarget,
  isPromise: fc.boolean(),
  critical: fc.option(fc.nat(thousandths).map((part) => ratio(part, thousandths))),
  previousVerdict: fc.constantFrom('met', 'missed', 'undetermined', 'excluded', null),
  good: anyGood,
});

const anyTerms = fc.record({
  weights: fc.record({
    technical: fc.nat(50),
    support: fc.nat(50),
    obligations: fc.nat(50),
    relationship: fc.nat(50),
  }),
  cure: fc.constantFrom('none' as const, 'open' as const, 'expired' as const),
});

const anyItems = fc.array(anyGiven, { minLength: 1, maxLength: 8 });

function valueOf({ target }: Given, good: number): Ratio {
  return ratio(target.op.startsWith('<') ? thousandths - good : good, thousandths);
}

/** The item as it is when at least `least` and at most `most` thousandths were good; null: nobody knows. */
function itemOf(given: Given, least: number | null = given.good, most = least): ScoreItem {
  const { pillar, weight, target, isPromise, critical, previousVerdict } = given;
  const worst = least === null ? null : valueOf(given, least);
  const best = most === null ? null : valueOf(given, most);
  const isKnown = worst !== null && least === most;
  const verdict = !isKnown ? 'undetermined' : meetsTarget(worst, target) ? 'met' : 'missed';
  return {
    subject: { name: 'any', period: null, source: null },
    ...{ pillar, weight, scale: scaleOf(target), worst, best },
    promise: isPromise ? { verdict, critical, previousVerdict } : null,
  };
}

type Terms = { weights: Parameters<typeof exactWeights>[0]; cure: 'none' | 'open' | 'expired' };

function scoreWith(items: ScoreItem[], { weights, cure }: Terms): ScoreFigures {
  return scoreOf(items, exactWeights(weights), cure);
}

/** The score of the items, and that with the first of them changed. */
function bothScores(given: Given[], terms: Terms, change: (first: Given) => ScoreItem) {
  const [first, ...others] = given;
  if (first === undefined) throw new Error('expected an item');
  const rest = others.map((other) => itemOf(other));
  return [scoreWith([itemOf(first), ...rest], terms), scoreWith([change(first), ...rest], terms)] as const;
}

function atMost(a: Ratio | null | undefined, b: Ratio | null | undefined): void {
  expect(a === null || a === undefined).toBe(b === null || b === undefined);
  if (a && b) expect(compareRatios(a, b)).toBeLessThanOrEqual(0);
}

const runs = { numRuns: 500 };

describe('the score of anything', () => {
  it('never falls when a value gets better', () => {
    fc.assert(
      fc.property(anyItems, anyTerms, anyGood, (given, terms, other) => {
        const [before, after] = bothScores(given, terms, (first) =>
          itemOf(first, Math.max(first.good, other)),
        );
        atMost(before.final, after.final);
        atMost(before.mean?.high, after.mean?.high);
        for (const pillar of pillars) atMost(before.pillars[pillar]?.low, after.pillars[pillar]?.low);
      }),
      runs,
    );
  });

  it('never gets better when a value is hidden, and what it might have been is within its range', () => {
    fc.assert(
      fc.property(anyItems, anyTerms, (given, terms) => {
        const [before, hidden] = bothScores(given, terms, (first) => itemOf(first, null));
        atMost(hidden.final, before.final);
        atMost(hidden.mean?.low, before.mean?.low);
        atMost(before.mean?.high, hidden.mean?.high);
        atMost(hidden.mean?.measured, before.mean?.measured);
      }),
      runs,
    );
  });

  it('never gets better when a value is known less well', () => {
    fc.assert(
      fc.property(anyItems, anyTerms, fc.nat(50), fc.nat(50), (given, terms, below, above) => {
        fc.pre(below + above > 0);
        const [before, vague] = bothScores(given, terms, (first) => {
          const least = Math.max(0, first.good - below);
          const most = Math.min(thousandths, first.good + above);
          return least === most ? itemOf(first, null) : itemOf(first, least, most);
        });
        atMost(vague.final, before.final);
        atMost(before.mean?.high, vague.mean?.high);
      }),
      runs,
    );
  });

  it('is shown as a whole number that is never above the exact one, nor a whole point below it', () => {
    fc.assert(
      fc.property(anyItems, anyTerms, (given, terms) => {
        const { final, shown } = scoreWith(
          given.map((one) => itemOf(one)),
          terms,
        );
        expect(final === null).toBe(shown === null);
        if (final === null || shown === null) return;
        atMost(ratio(shown, 1), final);
        expect(compareRatios(final, ratio(shown + 1, 1))).toBeLessThan(0);
      }),
      runs,
    );
  });

  it('lies between 0 and the lowest cap, and never above the low end of its mean', () => {
    fc.assert(
      fc.property(anyItems, anyTerms, (given, terms) => {
        const { final, mean, caps } = scoreWith(
          given.map((one) => itemOf(one)),
          terms,
        );
        if (final === null) return;
        atMost(ratio(0, 1), final);
        atMost(final, mean?.low);
        atMost(mean?.low, mean?.high);
        for (const { cap } of caps) atMost(final, ratio(cap, 1));
      }),
      runs,
    );
  });

  it('is no good or sufficient one where a promise that weighs nothing was missed', () => {
    fc.assert(
      fc.property(anyItems, anyTerms, (given, terms) => {
        const items = given.map((one) => itemOf(one));
        fc.pre(items.some(({ promise }) => promise?.verdict === 'missed'));
        expect(['good', 'meets']).not.toContain(scoreWith(items, terms).band);
      }),
      runs,
    );
  });

  it('does not depend on the order of the items', () => {
    fc.assert(
      fc.property(anyItems, anyTerms, (given, terms) => {
        const items = given.map((one) => itemOf(one));
        const { caps, ...figures } = scoreWith(items, terms);
        const { caps: turned, ...others } = scoreWith(items.toReversed(), terms);
        expect(others).toEqual(figures);
        expect(turned.map(({ reason }) => reason).sort()).toEqual(caps.map(({ reason }) => reason).sort());
      }),
    );
  });
});
