// The service credits that a period's verdicts propose: share, step, cap and the time to claim. Pure.
import type { AgreementResponse } from '@upheld/shared/api/responses';
import type { PromiseStatement, Statement } from '@upheld/shared/evaluation/statement';
import { printInstant } from '../words/instant.ts';
import { readable } from '../words/names.ts';
import { ratioOf, sharePercent } from '../words/number.ts';
import { periodLabel } from '../words/period.ts';
import { displayWords, percentWords } from '../words/promise.ts';
import { objectiveHref } from './links.ts';

type Credits = AgreementResponse['assessment']['credits'];
type Claim = Extract<Credits, { hasTable: true }>['claims'][number];
type Line = Claim['lines'][number];

export type CreditsView = NonNullable<ReturnType<typeof creditsView>>;

/** Null where the agreement has no credit table. */
export function creditsView(id: string, { period, promises }: Statement, credits: Credits) {
  if (!credits.hasTable) return null;
  return credits.claims.map((claim) => ({
    key: `${claim.promise} ${claim.period}`,
    promise: readable(claim.promise),
    period: periodLabel(claim.period),
    href: objectiveHref(id, claim.promise, { period, part: claim.period }),
    why: claim.lines.map((line) => lineWords(line, claim.state, displayOf(promises, claim, line))),
    share: shareWords(claim),
    earned: claim.state === 'closed' && ratioOf(claim.share).num > 0n,
    cap: claim.capped ? `held at the cap of ${percentWords(claim.atRiskCap)}` : '',
    claimBy: claim.state === 'open' ? null : printInstant(claim.deadline.at, claim.deadline.timeZone),
    zone: claim.deadline.timeZone,
    rule: claim.deadline.rule,
  }));
}

/** `99.770 % is below 99.9 %, which is worth 10 %`. */
function lineWords({ source, verdict, judged, step }: Line, state: Claim['state'], display: string): string {
  const of = source === null ? '' : `${source}: `;
  if (state === 'open') return `${of}still open, so nothing is earned yet`;
  if (verdict === 'undetermined') return `${of}undetermined, so it stays open`;
  if (verdict !== 'missed') return `${of}${verdict}, so nothing is earned`;
  if (step === null) return `${of}missed, but no step of the table is reached`;
  const held = judged === 'bad' ? `${display} bad, which leaves less than` : `${display} is below`;
  return `${of}${held} ${percentWords(step.below)}, which is worth ${percentWords(step.credit)}`;
}

/** The value as it is shown everywhere else. */
function displayOf(promises: PromiseStatement[], { promise, period }: Claim, { source }: Line): string {
  const judged = promises
    .find(({ name }) => name === promise)
    ?.periods.find((candidate) => candidate.period === period && candidate.source === source);
  return displayWords(judged?.display ?? null) ?? 'no value';
}

function shareWords({ state, share, open }: Claim): string {
  if (state === 'open') return 'open';
  const undecided = open.length > 0 ? ', more may come' : '';
  return ratioOf(share).num === 0n ? `none${undecided}` : `${sharePercent(share, 3)}${undecided}`;
}
