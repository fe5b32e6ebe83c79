// The credits that an agreement's statement proposes: a claim for each period of the promise that its
// credit table names, with its deadline (measurement.md section 8).
import type { Amended } from '../agreement/agreement.ts';
import type { Credits as CreditTable } from '../agreement/credits.ts';
import type { FullTerms } from '../agreement/document.ts';
import { termsAt, termsUnder } from '../agreement/version-terms.ts';
import type { PartStatement, PromisePeriod, PromiseStatement, Statement } from '../evaluation/statement.ts';
import { percentage, ratioText, readRatio } from '../exact/ratio.ts';
import { decidingPart, saysSomething } from '../score/deciding-part.ts';
import { claimDeadline } from './claim-deadline.ts';
import { creditsOf } from './credits.ts';
import type { CreditLine, CreditPromise, CreditStep } from './credits.ts';
import type { CreditClaim, CreditsStatement } from './credits-statement.ts';

type ClaimTerms = Pick<FullTerms, 'credits' | 'governance' | 'calendars' | 'timeZone'>;

export type ClaimsInput = {
  agreement: ClaimTerms & { amended: Amended<ClaimTerms>[] };
  statement: Pick<Statement, 'promises' | 'end' | 'asOf'>;
};

/** A judged period, of one source where the promise is judged by source, with the part that decides it. */
type Decided = { period: PromisePeriod; part: PartStatement };

type ClaimedPromise = CreditPromise & { period: PromisePeriod };

/**
 * The claims of a statement, in its order. A period stands under the credit table of the terms that decided
 * it. Nothing is earned in a period that is still open, and one that has not begun has no claim.
 */
export function creditClaims({ agreement, statement }: ClaimsInput): CreditsStatement {
  const claims = statement.promises.flatMap((promise) => claimsOf(promise, agreement));
  const now = termsAt(agreement, Math.min(statement.asOf, statement.end - 1));
  return now.credits === undefined && claims.length === 0 ? { hasTable: false } : { hasTable: true, claims };
}

function claimsOf({ name, periods }: PromiseStatement, agreement: ClaimsInput['agreement']): CreditClaim[] {
  const decided = periods.filter(saysSomething).flatMap((period): Decided[] => {
    const part = decidingPart(period);
    return part === undefined ? [] : [{ period, part }];
  });
  const byPeriod = Map.groupBy(decided, ({ period }) => period.period);
  return [...byPeriod.values()].flatMap((entries) => {
    const terms = termsUnder(agreement, entries[0]?.part.terms.version ?? null);
    return terms.credits?.objective === name ? claimOf(entries, terms, terms.credits) : [];
  });
}

/** `entries` are those of one period. */
function claimOf(entries: Decided[], terms: ClaimTerms, table: CreditTable): CreditClaim[] {
  const [first] = entries;
  const atRiskCap = percentage(table.atRiskCap);
  const credits = creditsOf(claimedPromises(entries, table), { atRiskCap, fees: null });
  if (first === undefined || credits === null) return [];
  const { period, start, end, state } = first.period;
  const { lines, sum, share, capped, amount, open } = credits;
  return [
    {
      ...{ promise: table.objective, period, start, end, state, version: first.part.terms.version },
      lines: lines.map((line) => writtenLine(line, table)),
      ...{ sum: ratioText(sum), atRiskCap: table.atRiskCap, share: ratioText(share), capped, amount },
      open: open.map((promise) => promise.period.source),
      deadline: deadlineOf(end, terms, table),
    },
  ];
}

/** While a period is open its verdict is not yet one that could earn anything. */
function claimedPromises(entries: Decided[], table: CreditTable): ClaimedPromise[] {
  const steps = table.steps.map(({ below, credit }): CreditStep => {
    return { below: percentage(below), share: percentage(credit) };
  });
  return entries.map(({ period, part: { inputs } }) => ({
    period,
    steps,
    verdict: period.state === 'open' ? 'undetermined' : period.verdict,
    judged: inputs.by === 'events' ? inputs.judged : 'good',
    settled: period.settled && readRatio(period.settled),
  }));
}

function writtenLine(
  { promise, step, share }: CreditLine<ClaimedPromise>,
  table: CreditTable,
): CreditClaim['lines'][number] {
  const { source, verdict, settled } = promise.period;
  return {
    ...{ source, verdict, judged: promise.judged, settled },
    step: (step && table.steps[promise.steps.indexOf(step)]) ?? null,
    share: share && ratioText(share),
  };
}

function deadlineOf(end: number, terms: ClaimTerms, { claimWithin }: CreditTable): CreditClaim['deadline'] {
  const { calendars, governance, timeZone } = terms;
  const business = calendars[governance.calendar];
  if (business === undefined) {
    throw new RangeError(`there is no calendar "${governance.calendar}"; add it, or run upheld check-config`);
  }
  const at = claimDeadline(end, claimWithin, timeZone, business);
  return { at, rule: claimWithin, timeZone: claimWithin.endsWith('bd') ? business.timeZone : timeZone };
}
