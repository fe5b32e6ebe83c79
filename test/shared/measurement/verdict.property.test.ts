import { compareRatios, decimal, ratio } from '@upheld/shared/exact/ratio';
import type { Ratio } from '@upheld/shared/exact/ratio';
import { classifyMinutes, countLedger } from '@upheld/shared/measurement/ledger';
import type { Ledger } from '@upheld/shared/measurement/ledger';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import { minuteState } from '@upheld/shared/measurement/minute-state';
import { judgeLedger } from '@upheld/shared/measurement/verdict';
import type { LedgerTerms } from '@upheld/shared/measurement/verdict';
import type { Interval } from '@upheld/shared/time/instant';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE, anyExclusions, anyStates } from './any.ts';

const minutes = 60;
const window = { start: 0, end: minutes * MINUTE };
const { good, bad, unmeasured } = minuteState;

const anyPlan = fc
  .record({
    scheduled: fc.constantFrom<Interval[]>(
      [window],
      [{ start: 0, end: 40 * MINUTE }],
      [{ start: 10 * MINUTE, end: window.end }],
    ),
    exclusions: anyExclusions(0, minutes),
    asOf: fc.nat(minutes + 5).map((minute) => minute * MINUTE),
  })
  .map((given) => ({ window, ...given }));

const anyTerms: fc.Arbitrary<LedgerTerms> = fc.record({
  target: fc.record({
    op: fc.constantFrom('>=' as const, '>' as const),
    ratio: fc.constantFrom('0', '0.25', '0.5', '0.9', '0.95', '0.99', '1').map(decimal),
  }),
  notMeasured: fc.constantFrom('undetermined' as const, 'good' as const, 'bad' as const),
});

/** Mostly good, so that targets are near. */
const anyColumn = fc
  .tuple(anyStates(minutes), anyStates(minutes), anyStates(minutes))
  .map((columns) => columns[0].map((state, minute) => (columns[1][minute] === good ? state : good)));

type Plan = Parameters<typeof planMinutes>[0];

function judged(plan: Plan, states: Uint8Array, terms: LedgerTerms) {
  const ledger = countLedger(classifyMinutes(planMinutes(plan), states));
  return { ...ledger, ...judgeLedger(ledger, terms) };
}

function sharesOf({ worst, best }: Ledger): { worst: Ratio; best: Ratio } | null {
  return worst === null || best === null ? null : { worst, best };
}

/** The column with every minute of one state for which `choose` says so turned into another. */
function turned(states: Uint8Array, from: number, to: (minute: number) => number): Uint8Array {
  return states.map((state, minute) => (state === from ? to(minute) : state));
}

const order = { missed: 0, undetermined: 1, met: 2 } as const;

/** The place of a verdict from missed to met; null when excluded. */
function place(verdict: string): number | null {
  return verdict === 'met' || verdict === 'missed' || verdict === 'undetermined' ? order[verdict] : null;
}

describe('the verdict on any minutes', () => {
  it('is never worse when bad minutes turn good, whatever the clause says of the unmeasured ones', () => {
    fc.assert(
      fc.property(anyPlan, anyColumn, anyTerms, anyStates(minutes), (plan, states, terms, choice) => {
        const better = turned(states, bad, (minute) => (choice[minute] === good ? good : bad));
        const [before, after] = [judged(plan, states, terms), judged(plan, better, terms)];
        expect(place(after.verdict) ?? 0).toBeGreaterThanOrEqual(place(before.verdict) ?? 0);
        expect(after.irrecoverable && !before.irrecoverable).toBe(false);
        expect(after.budget.consumed).toBeLessThanOrEqual(before.budget.consumed);
      }),
      { numRuns: 300 },
    );
  });

  it('is bounded ever more tightly as minutes are measured, and once decided by the bounds it stays', () => {
    fc.assert(
      fc.property(anyPlan, anyColumn, anyTerms, anyStates(minutes), (plan, states, { target }, found) => {
        const terms: LedgerTerms = { target, notMeasured: 'undetermined' };
        const more = turned(states, unmeasured, (minute) => found[minute] ?? unmeasured);
        const [before, after] = [judged(plan, states, terms), judged(plan, more, terms)];
        if (before.verdict !== 'undetermined') expect(after.verdict).toBe(before.verdict);
        const [from, to] = [sharesOf(before), sharesOf(after)];
        if (from === null || to === null) return;
        expect(compareRatios(to.worst, from.worst)).toBeGreaterThanOrEqual(0);
        expect(compareRatios(to.best, from.best)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  it('lies between those of a clause that calls unmeasured minutes bad and one that calls them good', () => {
    fc.assert(
      fc.property(anyPlan, anyColumn, anyTerms, (plan, states, { target }) => {
        const places = (['bad', 'undetermined', 'good'] as const).map((notMeasured) =>
          place(judged(plan, states, { target, notMeasured }).verdict),
        );
        expect(places).toEqual(places.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
      }),
    );
  });

  it('is what the worst and the best case come to when every unmeasured minute is filled in', () => {
    fc.assert(
      fc.property(anyPlan, anyColumn, anyTerms, (plan, states, { target }) => {
        const terms: LedgerTerms = { target, notMeasured: 'undetermined' };
        const [worst, best] = [bad, good].map(
          (state) =>
            judged(
              plan,
              turned(states, unmeasured, () => state),
              terms,
            ).verdict,
        );
        const { verdict } = judged(plan, states, terms);
        if (worst === best) expect(verdict).toBe(worst);
        else expect([worst, verdict, best]).toEqual(['missed', 'undetermined', 'met']);
      }),
    );
  });
});

describe('irrecoverable on any minutes', () => {
  it('never goes away as time goes on, and no period that is irrecoverable ends as met', () => {
    fc.assert(
      fc.property(anyPlan, anyColumn, anyTerms, (plan, states, terms) => {
        const open = judged(plan, states, terms);
        const closed = judged({ ...plan, asOf: window.end }, states, terms);
        if (!open.irrecoverable) return;
        expect(closed.irrecoverable).toBe(true);
        expect(closed.verdict).not.toBe('met');
      }),
    );
  });

  it('is that the target is out of reach even if every minute to come is good', () => {
    fc.assert(
      fc.property(anyPlan, anyColumn, anyTerms, (plan, states, terms) => {
        const elapsed = Math.floor(plan.asOf / MINUTE);
        const hopeful = states.map((state, minute) => {
          if (minute >= elapsed) return good;
          return state === unmeasured && terms.notMeasured !== 'bad' ? good : state;
        });
        const end = judged({ ...plan, asOf: window.end }, hopeful, { ...terms, notMeasured: 'bad' });
        expect(judged(plan, states, terms).irrecoverable).toBe(end.verdict === 'missed');
      }),
      { numRuns: 300 },
    );
  });
});

describe('the budget of any minutes', () => {
  it('is used up exactly when the target cannot be met with one bad minute more', () => {
    fc.assert(
      fc.property(anyPlan, anyColumn, anyTerms, (plan, states, terms) => {
        const { budget, countable, irrecoverable } = judged(plan, states, terms);
        if (countable === 0 || terms.target.op !== '>=') return;
        expect(compareRatios(budget.remaining, ratio(0, 1)) < 0).toBe(irrecoverable);
        expect(compareRatios(budget.allowed, ratio(countable, 1))).toBeLessThanOrEqual(0);
      }),
    );
  });
});
