import { assessmentLines } from '@upheld/collector/commands/assessment-lines';
import type { FullAgreement } from '@upheld/shared/agreement/document';
import { assess } from '@upheld/shared/evaluation/assessment';
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import { describe, expect, it } from 'vitest';
import { aPeriod, aPromise, aStatement, anAgreement } from '../../builders/agreement.ts';
import { aPart, someTerms } from '../../shared/evaluation/part.ts';

/** July's uptime as given, against 99.5 %. */
function printed(change: Partial<PromisePeriod>, agreement: Partial<FullAgreement> = {}): string[] {
  const terms = anAgreement({ timeZone: 'Europe/Berlin', ...agreement });
  const statement = aStatement({
    promises: [
      aPromise({
        periods: [
          aPeriod({ parts: [aPart({ terms: someTerms({ target: '99.5%' }) })], deciding: 0, ...change }),
        ],
      }),
    ],
  });
  return assessmentLines(assess(terms, statement, null), terms).split('\n');
}

/** 44,400 of 44,640 minutes: 99.462 %. */
const missed = {
  ...{ verdict: 'missed', display: '99.462 %', settled: { num: '185', den: '186' } },
} as const satisfies Partial<PromisePeriod>;

const table = {
  objective: 'uptime',
  steps: [{ below: '99.5%', credit: '10%' }],
  atRiskCap: '100%',
  claimWithin: '60d',
};

describe('the lines of an assessment', () => {
  it('say the score and that there is no credit table', () => {
    // 44,597 of 44,640 are 1041/10,000 short of none bad: with 0.5 % allowed 0.0963 % bad is worth 94.2 points.
    expect(printed({})).toEqual(['Score: 94 of 100, good', 'Credits: the agreement has no credit table', '']);
  });

  it('say what the score cannot exceed, and because of which promise', () => {
    // 0.5376 % bad where 0.5 % is allowed and 5 % is worth nothing: 70 x (5 - 0.5376) / 4.5 = 69.4, cap 69.
    expect(printed(missed)[0]).toBe(
      'Score: 69 of 100, requires improvement; at most 69: missed uptime 2026-07',
    );
  });

  it('propose a share with its deadline, and never an amount', () => {
    // 60 calendar days after 31 July end with 29 September.
    expect(printed(missed, { credits: table })[1]).toBe(
      'Credits: uptime 2026-07: 10 % of its fees proposed; claim by 2026-09-30 00:00 Europe/Berlin',
    );
    expect(printed({ ...missed, state: 'open' }, { credits: table })[1]).toBe(
      'Credits: uptime 2026-07: nothing is earned while it is open',
    );
  });

  it('say what is promised and recorded nowhere', () => {
    const due = { every: '1Q' };
    const obligations = [{ name: 'review', owedBy: 'both', due, clause: null, weight: 1 }];
    expect(printed({}, { obligations })[1]).toBe(
      '  left out, because nobody has recorded them: obligations (review)',
    );
  });
});
