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
import type { Doubt, Verdict } from '../evaluation/statement.ts';

/** What the clause says about minutes that nobody measured; without a word they are left in doubt. */
export type NotMeasured = 'undetermined' | 'good' | 'bad';

export type LedgerTerms = { target: Target; notMeasured: NotMeasured };

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

/**
 * Judges a ledger against a target of the good share (`>=` or `>`): met if even the worst case meets it,
 * missed if not even the best case does, otherwise undetermined; `notMeasured` may decide by one case alone.
 */
export function judgeLedger(ledger: Ledger, terms: LedgerTerms): LedgerJudgement {
  const { target, notMeasured } = terms;
  const { verdict, doubts } = decide(ledger, terms);
  const settled = settledRatio(ledger, verdict, notMeasured);
  const { bad, good, unmeasured } = ledger.counts;
  const lost = notMeasured === 'bad' ? bad + unmeasured : bad;
  const allowedBad = complement(target.ratio);
  return {
    verdict,
    doubts,
    settled,
    display: settled && displayPercentage(settled, target),
    displayRange: verdict === 'undetermined' ? rangeDisplay(ledger, target) : null,
    irrecoverable:
      ledger.countable > 0 && !meetsTarget(ratio(ledger.countable - lost, ledger.countable), target),
    budget: budgetOf(multiplyRatios(allowedBad, ratio(ledger.countable, 1)), lost),
    evidence: evidenceStrength({ bad, total: good + bad, allowedBad, verdict }),
  };
}

/** The budget that is left: allowed minus consumed. */
export function budgetOf(allowed: Ratio, consumed: number): Budget {
  return { allowed, consumed, remaining: subtractRatios(allowed, ratio(consumed, 1)) };
}

function decide(ledger: Ledger, { target, notMeasured }: LedgerTerms): { verdict: Verdict; doubts: Doubt[] } {
  const { countable, worst, best } = ledger;
  if (countable === 0) return { verdict: 'excluded', doubts: [] };
  if (worst === null || best === null) return { verdict: 'undetermined', doubts: ['nothing-elapsed'] };
  const isMet = meetsTarget(notMeasured === 'good' ? best : worst, target);
  const isMissed = !meetsTarget(notMeasured === 'bad' ? worst : best, target);
  if (isMet) return { verdict: 'met', doubts: [] };
  if (isMissed) return { verdict: 'missed', doubts: [] };
  return { verdict: 'undetermined', doubts: ['unmeasured'] };
}

function settledRatio({ worst, best }: Ledger, verdict: Verdict, notMeasured: NotMeasured): Ratio | null {
  if (verdict !== 'met' && verdict !== 'missed') return null;
  if (notMeasured !== 'undetermined') return notMeasured === 'good' ? best : worst;
  return verdict === 'met' ? worst : best;
}

function rangeDisplay({ worst, best }: Ledger, target: Target): [string, string] | null {
  if (worst === null || best === null) return null;
  return [displayPercentage(worst, target), displayPercentage(best, target)];
}
