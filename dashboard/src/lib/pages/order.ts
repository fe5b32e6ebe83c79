// Worst first: the order of everything that carries a verdict.
import type { PromisePeriod, Verdict } from '@upheld/shared/evaluation/statement';
import { worstVerdict } from '@upheld/shared/evaluation/worst';
import type { Instant } from '@upheld/shared/time/instant';

const rank: Record<Verdict, number> = { missed: 0, undetermined: 1, met: 2, excluded: 3 };

/** Negative where `a` is worse than `b`. */
export function byVerdict(a: { verdict: Verdict }, b: { verdict: Verdict }): number {
  return rank[a.verdict] - rank[b.verdict];
}

/** The periods that have begun; where none has, all of them. One that is still to come says nothing yet. */
export function begun(periods: PromisePeriod[], asOf: Instant): PromisePeriod[] {
  const started = periods.filter((period) => period.start < asOf);
  return started.length > 0 ? started : periods;
}

/** A promise over its periods and sources: the worst verdict among those that have begun. */
export function standing(periods: PromisePeriod[], asOf: Instant): Verdict {
  return worstVerdict(begun(periods, asOf).map((period) => period.verdict));
}

/** The period and source to show where the reader named none: the worst, and of equals the newest. */
export function firstToShow(periods: PromisePeriod[], asOf: Instant): PromisePeriod | undefined {
  return begun(periods, asOf).toSorted((a, b) => byVerdict(a, b) || b.start - a.start)[0];
}
