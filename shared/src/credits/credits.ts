// Service credits of one period: what its missed promises earn, as shares of the fees
// (measurement.md section 8). Computed and proposed, never paid.
import { addRatios, compareRatios, complement, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import type { Verdict } from '../measurement/figures.ts';

/** Reached strictly below its value. `share` is of the fees. */
export type CreditStep = { below: Ratio; share: Ratio };

export type CreditPromise = {
  verdict: Verdict;
  /** Which share `settled` is; steps are about the good one. */
  judged: 'good' | 'bad';
  /** Null when undetermined or excluded. */
  settled: Ratio | null;
  /** In any order; none: no credit table for this promise. */
  steps: CreditStep[];
};

export type CreditTerms = {
  /** The most that all credits come to; null: the fees themselves. */
  atRiskCap: Ratio | null;
  /** In minor units of money; null: not known. */
  fees: number | null;
};

/** What one promise earns: by the step that it reached, null where it reached none. */
export type CreditLine<Claimed extends CreditPromise> = {
  promise: Claimed;
  step: CreditStep | null;
  /** Null where nothing can be said yet, or where the promise has no steps. */
  share: Ratio | null;
};

export type Credits<Claimed extends CreditPromise> = {
  /** In the order of the promises. */
  lines: CreditLine<Claimed>[];
  /** Before the cap. */
  sum: Ratio;
  /** After it. */
  share: Ratio;
  capped: boolean;
  /** In minor units, half a unit rounded up; null without fees. */
  amount: number | null;
  /** Those that may still earn a credit, because their verdict is not known. */
  open: Claimed[];
};

const nothing = ratio(0, 1);
const theFees = ratio(1, 1);

/** The credits of promises together; null where none of them has a credit table. */
export function creditsOf<Claimed extends CreditPromise>(
  promises: Claimed[],
  { atRiskCap, fees }: CreditTerms,
): Credits<Claimed> | null {
  if (promises.every(({ steps }) => steps.length === 0)) return null;
  const lines = promises.map(lineOf);
  const sum = lines.map(({ share }) => share ?? nothing).reduce(addRatios, nothing);
  const most = atRiskCap ?? theFees;
  const capped = compareRatios(sum, most) > 0;
  const share = capped ? most : sum;
  const amount = fees === null ? null : amountOf(share, fees);
  return { lines, sum, share, capped, amount, open: promises.filter(isOpen) };
}

function lineOf<Claimed extends CreditPromise>(promise: Claimed): CreditLine<Claimed> {
  if (promise.steps.length === 0 || isOpen(promise)) return { promise, step: null, share: null };
  const step = earnedStep(promise);
  return { promise, step, share: step?.share ?? nothing };
}

function isOpen({ verdict, steps }: CreditPromise): boolean {
  return verdict === 'undetermined' && steps.length > 0;
}

/** Of the steps that a missed value is strictly below, the one with the lowest bound. */
function earnedStep(promise: CreditPromise): CreditStep | null {
  const { verdict, settled, judged, steps } = promise;
  if (verdict !== 'missed' || settled === null) return null;
  const value = judged === 'bad' ? complement(settled) : settled;
  const reached = steps.filter(({ below }) => compareRatios(value, below) < 0);
  return reached.sort((a, b) => compareRatios(a.below, b.below))[0] ?? null;
}

function amountOf({ num, den }: Ratio, fees: number): number {
  return Number((2n * num * BigInt(fees) + den) / (2n * den));
}
