// The three-way verdict of a minute ledger with everything that stands beside it: the settled value, its
// display, the budget and whether the period can still be met (measurement.md sections 3 to 5).
import { displayPercentage } from '../exact/display.ts';
import { complement, multiplyRatios, ratio, subtractRatios } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { meetsTarget } from '../exact/target.ts';
import type { Target } from '../exact/target.ts';
import { evidenceStrength } from './evidence.ts';
import type { EvidenceStrength } from './evidence.ts';
import type { Ledger } from './ledger.ts';
import type { Doubt, Verdict } from './figures.ts';

/** What the clause says about minutes that nobody measured; without a word they are left in doubt. */
export type NotMeasured = 'undetermined' | 'good' | 'bad';

export type LedgerTerms = { target: Target; notMeasured: NotMeasured };

/** What a verdict needs of a ledger: how much can count in all, and the shares of what has elapsed. */
export type Shares = Pick<Ledger, 'countable' | 'worst' | 'best'>;

/** `consumed` is minutes or events; `remaining` may be negative. */
export type Budget = { allowed: Ratio; consumed: number; remaining: Ratio };

export type LedgerJudgement = {
  verdict: Verdict;
  doubts: Doubt[];
  /** The ratio that decided; null when undetermined or excluded. */
  settled: Ratio | null;
  /** The settled value as a percentage without its sign. */
  display: string | null;
  /** Worst and best when undetermined and something has elapsed. */
  displayRange: [worst: string, best: string] | null;
  /** No remainder of the window can meet the target any more. */
  irrecoverable: boolean;
  budget: Budget;
  evidence: EvidenceStrength;
};

/** What a verdict on shares of time says. */
export type ShareJudgement = Pick<
  LedgerJudgement,
  'verdict' | 'doubts' | 'settled' | 'display' | 'displayRange'
>;

/**
 * Judges a ledger against a target of the good share (`>=` or `>`): met if even the worst case meets it,
 * missed if not even the best case does, otherwise undetermined; `notMeasured` may decide by one case alone.
 */
export function judgeLedger(ledger: Ledger, terms: LedgerTerms): LedgerJudgement {
  const { target, notMeasured } = terms;
  const judgement = judgeShares(ledger, terms);
  const { bad, good, unmeasured } = ledger.counts;
  const lost = notMeasured === 'bad' ? bad + unmeasured : bad;
  const allowedBad = complement(target.ratio);
  return {
    ...judgement,
    irrecoverable:
      ledger.countable > 0 && !meetsTarget(ratio(ledger.countable - lost, ledger.countable), target),
    budget: budgetOf(multiplyRatios(allowedBad, ratio(ledger.countable, 1)), lost),
    evidence: evidenceStrength({ bad, total: good + bad, allowedBad, verdict: judgement.verdict }),
  };
}

/** The verdict alone, on worst and best shares that may come from elsewhere than minutes. */
export function judgeShares(shares: Shares, terms: LedgerTerms): ShareJudgement {
  const { target, notMeasured } = terms;
  const { verdict, doubts } = decide(shares, terms);
  const settled = settledRatio(shares, verdict, notMeasured);
  return {
    verdict,
    doubts,
    settled,
    display: settled && displayPercentage(settled, target),
    displayRange: verdict === 'undetermined' ? rangeDisplay(shares, target) : null,
  };
}

/** The budget that is left: allowed minus consumed. */
export function budgetOf(allowed: Ratio, consumed: number): Budget {
  return { allowed, consumed, remaining: subtractRatios(allowed, ratio(consumed, 1)) };
}

function decide(shares: Shares, { target, notMeasured }: LedgerTerms): { verdict: Verdict; doubts: Doubt[] } {
  const { countable, worst, best } = shares;
  if (countable === 0) return { verdict: 'excluded', doubts: [] };
  if (worst === null || best === null) return { verdict: 'undetermined', doubts: ['nothing-elapsed'] };
  const isMet = meetsTarget(notMeasured === 'good' ? best : worst, target);
  const isMissed = !meetsTarget(notMeasured === 'bad' ? worst : best, target);
  if (isMet) return { verdict: 'met', doubts: [] };
  if (isMissed) return { verdict: 'missed', doubts: [] };
  return { verdict: 'undetermined', doubts: ['unmeasured'] };
}

function settledRatio({ worst, best }: Shares, verdict: Verdict, notMeasured: NotMeasured): Ratio | null {
  if (verdict !== 'met' && verdict !== 'missed') return null;
  if (notMeasured !== 'undetermined') return notMeasured === 'good' ? best : worst;
  return verdict === 'met' ? worst : best;
}

function rangeDisplay({ worst, best }: Shares, target: Target): [string, string] | null {
  if (worst === null || best === null) return null;
  return [displayPercentage(worst, target), displayPercentage(best, target)];
}
