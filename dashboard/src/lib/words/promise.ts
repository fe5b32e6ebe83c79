// What a promise asks for and why its verdict is what it is, in words.
import type { Doubt, PromisePeriod, PromiseStatement, Verdict } from '@upheld/shared/evaluation/statement';

/** The word for each verdict; the same in files, API, metrics and pages. */
export const verdictWord: Record<Verdict, string> = {
  met: 'Met',
  missed: 'Missed',
  undetermined: 'Undetermined',
  excluded: 'Excluded',
};

/** What each verdict says, for the key under the tables. */
export const verdictMeaning: Record<Verdict, string> = {
  missed: 'the target cannot have been kept, even if everything unmeasured was good',
  undetermined: 'what was measured proves neither; it is never counted as kept',
  met: 'the target was kept, even if everything unmeasured was bad',
  excluded: 'everything in the period is covered by exclusions that both parties approved',
};

/** What `at risk` says beside a verdict. */
export const atRiskMeaning = 'open, and heading for a miss: its allowance is used too fast, or will not last';

const operators: Record<PromiseStatement['op'], string> = {
  '>=': 'at least',
  '>': 'above',
  '<=': 'at most',
  '<': 'below',
};

/** `>=` and `99.9%` as `at least 99.9 %`. */
export function targetWords({ op, target }: Pick<PromiseStatement, 'op' | 'target'>): string {
  return `${operators[op]} ${target.replace(/(\d)%$/, '$1 %')}`;
}

/** A statement's display as prose: `99.520 % .. 99.991 %` becomes `99.520 to 99.991 %`. */
export function displayWords(display: string | null): string | null {
  return display?.replace(/ % \.\. /, ' to ') ?? null;
}

const doubts: Record<Doubt, string> = {
  'nothing-elapsed': 'The period has only begun: nothing of it has elapsed yet.',
  unmeasured: 'The minutes that were not measured could turn the verdict either way.',
  coverage: 'Too few of the scheduled checks have a result for the agreed coverage.',
  'minimum-sample': 'There were fewer cases than the agreement asks for before it judges.',
  'unknown-clocks': 'Tickets fell due while their desk could not be read.',
  'no-load-test': 'There is no load test that is still valid.',
};

/** One sentence for each reason why a verdict is undetermined. */
export function doubtSentences(period: PromisePeriod): string[] {
  return period.doubts.map((doubt) => doubts[doubt]);
}

/** How strong the evidence is, beside the verdict and never instead of it. */
export function evidenceSentence(evidence: PromisePeriod['evidence']): string | null {
  if (evidence === null) return null;
  return evidence === 'conclusive'
    ? 'Conclusive: the number of measurements is enough to rule out chance (95 % Wilson interval).'
    : 'Inconclusive: the verdict stands, but with so few measurements the true rate may lie on the other side of the target (95 % Wilson interval).';
}
