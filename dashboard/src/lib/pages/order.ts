// Worst first: the order of everything that carries a verdict.
import { tellingPeriods } from '@upheld/shared/api/views';
import type { Verdict } from '@upheld/shared/measurement/figures';
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';

const rank: Record<Verdict, number> = { missed: 0, undetermined: 1, met: 2, excluded: 3 };

/** Negative where `a` is worse than `b`. */
export function byVerdict(a: { verdict: Verdict }, b: { verdict: Verdict }): number {
  return rank[a.verdict] - rank[b.verdict];
}

/** The period and source to show where the reader named none: the worst, and of equals the newest. */
export function firstToShow(periods: PromisePeriod[]): PromisePeriod | undefined {
  return tellingPeriods(periods).toSorted((a, b) => byVerdict(a, b) || b.start - a.start)[0];
}
