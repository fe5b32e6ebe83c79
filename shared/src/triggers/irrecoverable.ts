// `irrecoverable`: the period is still open, and nothing that can yet happen in it keeps the promise.
import type { z } from 'zod';
import { displayNumber } from '../exact/display.ts';
import { compareRatios, ratio, readRatio } from '../exact/ratio.ts';
import { judgedOf, periodFinding, subjectOf, whenObjective } from './judged.ts';
import type { Finding, Judged, TriggerKind } from './trigger.ts';

/** Opens in open periods only: once a period has closed its verdict speaks, and `missed` opens. */
export const irrecoverable: TriggerKind<z.output<typeof whenObjective>> = {
  type: 'irrecoverable',
  when: whenObjective,
  find: ({ objective }, statements) =>
    judgedOf(statements, objective)
      .filter(({ period }) => period.ledger !== undefined)
      .map((judged) => periodFinding(judged, stateOf(judged), summaryOf(judged))),
};

function stateOf(judged: Judged): Finding['state'] {
  const { period } = judged;
  if (period.irrecoverable) return period.state === 'open' ? 'holds' : 'unknown';
  return period.verdict === 'excluded' || isRecoverableAtWorst(judged) ? 'gone' : 'unsupported';
}

/** The budget bears every unmeasured minute too, so that no loss of coverage can have made the difference. */
function isRecoverableAtWorst({ promise, period: { ledger, budget } }: Judged): boolean {
  if (ledger === undefined || budget === null) return false;
  const lost = ratio(ledger.bad + ledger.unmeasured, 1);
  const order = compareRatios(lost, readRatio(budget.allowed));
  return promise.op === '>=' ? order <= 0 : order < 0;
}

function summaryOf(judged: Judged): string {
  const { promise, period } = judged;
  const lost = period.budget?.consumed ?? 0;
  const minutes = lost === 1 ? '1 minute is lost' : `${lost} minutes are lost`;
  const allowed = period.budget === null ? '0' : displayNumber(readRatio(period.budget.allowed), 3);
  const conclusion = period.irrecoverable ? 'can no longer be met' : 'can still be met';
  return `${subjectOf(judged)} ${conclusion} in ${period.period}: ${minutes}, and ${promise.op} ${promise.target} allows ${allowed} in the whole period.`;
}
