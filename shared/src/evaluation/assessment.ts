// What a statement comes to for the people who decide: the score that sums it up and the service credits
// that it proposes (measurement.md sections 7 and 8). Neither ever decides a breach.
import { z } from 'zod';
import type { Amended } from '../agreement/agreement.ts';
import type { FullTerms } from '../agreement/document.ts';
import { creditClaims } from '../credits/credit-claims.ts';
import { creditsSchema } from '../credits/credits-statement.ts';
import { saysSomething } from '../score/deciding-part.ts';
import { scoreStatement } from '../score/agreement-score.ts';
import { scoreSchema } from '../score/score-statement.ts';
import { effectiveWindow } from '../time/effective.ts';
import { periodBounds, previousPeriod } from '../time/period.ts';
import type { PromiseStatement, Statement } from './statement.ts';

export const assessmentSchema = z.object({
  score: scoreSchema.nullable().describe('Null where nothing that was promised has begun'),
  credits: creditsSchema,
});
export type Assessment = z.infer<typeof assessmentSchema>;

/** What an assessment reads of an agreement and of what amendments made of it. */
type AssessedTerms = Pick<
  FullTerms,
  'objectives' | 'obligations' | 'kpis' | 'score' | 'credits' | 'governance' | 'calendars' | 'timeZone'
>;
export type AssessedAgreement = AssessedTerms & { amended: Amended<AssessedTerms>[] };

/** The period before a statement's, whose statement `assess` asks for; null where the agreement did not count yet. */
export function periodBefore(
  agreement: Pick<FullTerms, 'timeZone' | 'fiscalYearStart' | 'effective'>,
  period: string,
): string | null {
  const { timeZone, fiscalYearStart, effective } = agreement;
  const before = previousPeriod(periodBounds(period, timeZone, fiscalYearStart), timeZone, fiscalYearStart);
  return before.end <= effectiveWindow(effective, timeZone).start ? null : before.name;
}

/**
 * Score and credits of a statement. `before` is the statement of the period before, null where there is
 * none: a promise that was not met there either is repeated. Obligations, KPIs and cure notices are recorded
 * nowhere yet; the score names those that it leaves out.
 */
export function assess(
  agreement: AssessedAgreement,
  statement: Statement,
  before: Statement | null,
): Assessment {
  const lastBefore = lastVerdicts(before?.promises ?? []);
  return {
    score: scoreStatement({
      ...{ agreement, statement, further: [], cure: 'none' },
      previousVerdict: ({ promise, source }) => lastBefore.get(keyOf(promise, source)) ?? null,
    }),
    credits: creditClaims({ agreement, statement }),
  };
}

/** The verdict of each promise and source in the last of its periods; null where nothing was owed in it. */
function lastVerdicts(promises: PromiseStatement[]) {
  return new Map(
    promises.flatMap(({ name, periods }) =>
      periods.map((period) => {
        return [keyOf(name, period.source), saysSomething(period) ? period.verdict : null] as const;
      }),
    ),
  );
}

function keyOf(promise: string, source: string | null): string {
  return JSON.stringify([promise, source]);
}
