import { creditClaims } from '@upheld/shared/credits/credit-claims';
import { creditsSchema } from '@upheld/shared/credits/credits-statement';
import type { CreditClaim, CreditsStatement } from '@upheld/shared/credits/credits-statement';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { PromiseStatement } from '@upheld/shared/evaluation/statement';
import { describe, expect, it } from 'vitest';
import { aSeries, anAgreement, at, badIn, facts } from '../evaluation/build.ts';
import { inDoubt, judged, missed, promise, terms, toCome } from '../score/build.ts';

const table = {
  objective: 'uptime',
  steps: [
    { below: '99.9%', credit: '10%' },
    { below: '99%', credit: '25%' },
  ],
  atRiskCap: '30%',
  claimWithin: '60d',
};
const agreement = { ...terms({ credits: table }), amended: [] };
const july = { start: at('2026-06-30T22:00:00Z'), end: at('2026-07-31T22:00:00Z') };

function proposed(
  promises: PromiseStatement[],
  of: Parameters<typeof creditClaims>[0]['agreement'] = agreement,
) {
  return creditClaims({ agreement: of, statement: { promises, end: july.end, asOf: july.end } });
}

function claims(statement: CreditsStatement): CreditClaim[] {
  if (!statement.hasTable) throw new Error('expected a credit table');
  return statement.claims;
}

describe('the claims of a statement', () => {
  it('propose the share of the deepest step reached, with its step, its value and its deadline', () => {
    // 98.9 % is below both steps.
    expect(proposed([promise([missed(11)])])).toEqual({
      hasTable: true,
      claims: [
        {
          ...{ promise: 'uptime', period: '2026-07', ...july, state: 'closed', version: null },
          lines: [
            {
              ...{ source: null, verdict: 'missed', judged: 'good', settled: { num: '989', den: '1000' } },
              ...{ step: { below: '99%', credit: '25%' }, share: { num: '1', den: '4' } },
            },
          ],
          ...{ sum: { num: '1', den: '4' }, atRiskCap: '30%', share: { num: '1', den: '4' } },
          ...{ capped: false, amount: null, open: [] },
          // 29 September is the 60th day after July.
          deadline: { at: at('2026-09-29T22:00:00Z'), rule: '60d', timeZone: 'Europe/Berlin' },
        },
      ],
    });
  });

  it('are about the objective that the table names and no other', () => {
    expect(proposed([promise([missed(11)], { name: 'latency' })])).toEqual({ hasTable: true, claims: [] });
  });

  it('are none of an agreement without a table, and it says so', () => {
    const without = { ...terms(), amended: [] };
    expect(proposed([promise([missed(11)])], without)).toEqual({ hasTable: false });
  });

  it('add up the sources of one period and cut the sum at the cap', () => {
    const sources = ['orders', 'events'].map((source) => missed(11, { source }));
    // 25 % + 25 % of the fees, at most 30 %.
    expect(claims(proposed([promise(sources)]))).toMatchObject([
      { sum: { num: '1', den: '2' }, share: { num: '3', den: '10' }, capped: true },
    ]);
  });

  it('stand apart for each period, because each is a share of its own fees', () => {
    const months = [missed(11), missed(11, { period: '2026-08' })];
    expect(
      claims(proposed([promise(months)])).map(({ period, share, capped }) => [period, share, capped]),
    ).toEqual([
      ['2026-07', { num: '1', den: '4' }, false],
      ['2026-08', { num: '1', den: '4' }, false],
    ]);
  });

  it('turn an error rate round before it is held against the steps', () => {
    // 0.6 % errors are a value of 99.4 %: below 99.9 % and not below 99 %.
    const inputs = {
      by: 'events',
      judged: 'bad',
      good: 994,
      total: 1000,
      slotsCovered: 1,
      slotsDue: 1,
    } as const;
    const errors = judged({ verdict: 'missed', settled: { num: '6', den: '1000' }, inputs });
    expect(claims(proposed([promise([errors])]))[0]?.lines).toMatchObject([
      { judged: 'bad', step: { below: '99.9%' }, share: { num: '1', den: '10' } },
    ]);
  });

  it('list what is undetermined as open, with no share', () => {
    const sources = [missed(11, { source: 'orders' }), inDoubt(2, 6, { source: 'events' })];
    const [claim] = claims(proposed([promise(sources)]));
    expect(claim).toMatchObject({ open: ['events'], sum: { num: '1', den: '4' } });
    expect(claim?.lines[1]).toMatchObject({ verdict: 'undetermined', step: null, share: null });
  });

  it('earn nothing in a period that is still open, whatever its verdict so far', () => {
    expect(claims(proposed([promise([missed(11, { state: 'open' })])]))).toMatchObject([
      {
        state: 'open',
        open: [null],
        sum: { num: '0', den: '1' },
        lines: [{ verdict: 'missed', share: null }],
      },
    ]);
  });

  it('leave out periods that have not begun and those in which the agreement does not count', () => {
    const nowhere = { ...judged({ verdict: 'excluded', settled: null }), parts: [], deciding: null };
    expect(proposed([promise([toCome(), nowhere])])).toEqual({ hasTable: true, claims: [] });
  });

  it('are nothing where the promise was met or excluded', () => {
    const kept = [judged(), judged({ period: '2026-08', verdict: 'excluded', settled: null })];
    expect(claims(proposed([promise(kept)])).map(({ share, open }) => [share, open])).toEqual([
      [{ num: '0', den: '1' }, []],
      [{ num: '0', den: '1' }, []],
    ]);
  });

  it('count business days on the calendar of governance and name its zone', () => {
    const business = { ...terms({ credits: { ...table, claimWithin: '1bd' } }), amended: [] };
    // July ends on a Friday; New York closes at 17:00 on Monday the 3rd.
    expect(claims(proposed([promise([missed(11)])], business))[0]?.deadline).toEqual({
      at: at('2026-08-03T21:00:00Z'),
      rule: '1bd',
      timeZone: 'America/New_York',
    });
  });

  it('say what is wrong with an agreement whose governance has no such calendar', () => {
    const lost = { ...agreement, calendars: {} };
    expect(() => proposed([promise([missed(11)])], lost)).toThrow('there is no calendar "business"');
  });
});

describe('the claims of facts', () => {
  it('follow from the minutes that were bad', () => {
    const month = { start: at('2026-07-01T00:00:00Z'), end: at('2026-08-01T00:00:00Z') };
    // 279 of July's 44,640 minutes are bad, 1 in 160: 99.375 %, below 99.9 % and not below 99 %.
    const series = aSeries(month, badIn({ start: month.start, end: month.start + 279 * 60_000 }));
    const statement = evaluateAgreement({
      ...{ agreement: anAgreement(), exclusions: [], period: '2026-Q3', asOf: month.end },
      facts: facts([series]),
    });
    const inUtc = { ...terms({ credits: table, timeZone: 'UTC' }), amended: [] };
    expect(claims(creditClaims({ agreement: inUtc, statement }))).toMatchObject([
      {
        ...{ period: '2026-07', state: 'closed', share: { num: '1', den: '10' }, open: [] },
        lines: [{ settled: { num: '159', den: '160' } }],
        deadline: { at: at('2026-09-30T00:00:00Z') },
      },
    ]);
  });
});

describe('the claims under an amendment', () => {
  const better = {
    ...table,
    steps: [{ below: '99.9%', credit: '50%' }],
    atRiskCap: '100%',
    claimWithin: '1M',
  };
  const amended = [{ name: 'second', from: at('2026-07-14T22:00:00Z'), terms: terms({ credits: better }) }];

  it('stand under the table of the terms that decided the period', () => {
    const both = { ...terms({ credits: table }), amended };
    const months = [missed(11), missed(11, { period: '2026-08', terms: { version: 'second' } })];
    expect(
      claims(proposed([promise(months)], both)).map(({ version, share, deadline }) => [
        ...[version, share.num, share.den, deadline.rule],
      ]),
    ).toEqual([
      [null, '1', '4', '60d'],
      ['second', '1', '2', '1M'],
    ]);
  });

  it('know of a table from the amendment on that brought it', () => {
    const later = { ...terms(), amended };
    const asked = (asOf: number) =>
      creditClaims({
        agreement: later,
        statement: { promises: [promise([missed(11)])], end: july.end, asOf },
      });
    expect(asked(july.end)).toEqual({ hasTable: true, claims: [] });
    expect(asked(at('2026-07-14T21:59:59Z'))).toEqual({ hasTable: false });
  });

  it('know nothing of a table that an amendment brings with the period after', () => {
    const next = {
      ...terms(),
      amended: [{ name: 'second', from: july.end, terms: terms({ credits: better }) }],
    };
    const statement = { promises: [promise([missed(11)])], end: july.end, asOf: july.end + 1000 };
    expect(creditClaims({ agreement: next, statement })).toEqual({ hasTable: false });
  });

  it('stay where an amendment has dropped the table since', () => {
    const dropped = {
      ...terms({ credits: table }),
      amended: [{ name: 'second', from: july.start, terms: terms() }],
    };
    expect(claims(proposed([promise([missed(11)])], dropped))).toHaveLength(1);
  });
});

describe('the record of credits', () => {
  it('is JSON that reads back as itself', () => {
    const sources = [missed(11, { source: 'orders' }), inDoubt(2, 6, { source: 'events' })];
    const statement = proposed([promise(sources)]);
    expect(creditsSchema.parse(JSON.parse(JSON.stringify(statement)))).toEqual(statement);
  });
});
