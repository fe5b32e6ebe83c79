// The verdict on counted events: requests, checks or tickets, good or bad (measurement.md section 4,
// "Occurrences"; OpenSLO budgeting method Occurrences).
import { displayPercentage } from '../exact/display.ts';
import { compareRatios, complement, multiplyRatios, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { meetsTarget } from '../exact/target.ts';
import type { Target } from '../exact/target.ts';
import { evidenceStrength, wilsonInterval } from './evidence.ts';
import type { EvidenceStrength } from './evidence.ts';
import type { Doubt, EventCounts, Verdict } from './figures.ts';
import { budgetOf } from './verdict.ts';
import type { Budget } from './verdict.ts';

export type OccurrenceTerms = {
  target: Target;
  /** Which share is held against the target: error rates judge the bad one, everything else the good one. */
  judged: 'good' | 'bad';
  minimumSample: number;
  coverageFloor: Ratio;
};

export type OccurrenceJudgement = {
  verdict: Verdict;
  /** Every reason why it is undetermined, coverage before minimum-sample. */
  doubts: Doubt[];
  /** The judged share; null without events. Shown also when undetermined. */
  ratio: Ratio | null;
  display: string | null;
  /** 95 % interval of the bad share. */
  wilson: { low: number; high: number } | null;
  evidence: EvidenceStrength;
  budget: Budget;
};

/**
 * Judges events against a target. `coverage` is the part of the probing schedule that has a sample; null
 * where there is no schedule to hold it against. Being exactly at a floor is enough.
 */
export function judgeOccurrences(
  { good, total }: EventCounts,
  coverage: Ratio | null,
  terms: OccurrenceTerms,
): OccurrenceJudgement {
  const { target, judged } = terms;
  const bad = total - good;
  const value = total === 0 ? null : ratio(judged === 'bad' ? bad : good, total);
  const doubts = doubtsOf(total, coverage, terms);
  const verdict = verdictOf(value, doubts, target);
  const allowedBad = judged === 'bad' ? target.ratio : complement(target.ratio);
  return {
    verdict,
    doubts,
    ratio: value,
    display: value && displayPercentage(value, target),
    wilson: wilsonInterval(bad, total),
    evidence: evidenceStrength({ bad, total, allowedBad, verdict }),
    budget: budgetOf(multiplyRatios(allowedBad, ratio(total, 1)), bad),
  };
}

function doubtsOf(total: number, coverage: Ratio | null, terms: OccurrenceTerms): Doubt[] {
  const isCovered = coverage === null || compareRatios(coverage, terms.coverageFloor) >= 0;
  const isEnough = total >= Math.max(1, terms.minimumSample);
  return [...(isCovered ? [] : (['coverage'] as const)), ...(isEnough ? [] : (['minimum-sample'] as const))];
}

function verdictOf(value: Ratio | null, doubts: Doubt[], target: Target): Verdict {
  if (value === null || doubts.length > 0) return 'undetermined';
  return meetsTarget(value, target) ? 'met' : 'missed';
}
