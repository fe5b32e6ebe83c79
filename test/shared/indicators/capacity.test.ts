import type { LoadTest } from '@upheld/shared/facts/load-test';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { capacity } from '@upheld/shared/indicators/capacity';
import { describe, expect, it } from 'vitest';
import { aLoadTest, anAgreement, anObjective, at, facts } from '../evaluation/build.ts';

/** The third quarter against 10,000 users in a load test of the last 12 months, in New York. */
function statement(
  loadTests: LoadTest[],
  { asOf = '2026-11-21T00:00:00Z', validFor = '12M', timeZone = 'America/New_York' } = {},
) {
  const objective = anObjective({
    name: 'capacity',
    indicator: { type: 'capacity', sources: [], users: 10_000, validFor },
    objective: { op: '>=', target: '100%', timeSliceTarget: '50%' },
    period: 'quarter',
  });
  const agreement = anAgreement({ timeZone, sources: [], objectives: [objective] });
  return evaluateAgreement({
    ...{ agreement, exclusions: [], period: '2026-Q3', asOf: at(asOf) },
    facts: facts([], [], [], loadTests),
  }).promises[0];
}

const judge = (...given: Parameters<typeof statement>) => statement(...given)?.periods[0];
const verdict = (...given: Parameters<typeof statement>) => judge(...given)?.verdict;

const kept = { name: 'p95 < 200 ms', kept: true };
const broken = { name: 'errors < 0.1 %', kept: false };

describe('capacity', () => {
  it('is met by a test that reached the users and kept its terms', () => {
    expect(judge([aLoadTest()])).toMatchObject({
      ...{ verdict: 'met', doubts: [], display: '10,000 users', settled: { num: '1', den: '1' } },
      parts: [{ inputs: { by: 'load-test', promisedUsers: 10_000, test: { users: 10_000, broken: [] } } }],
    });
    expect(verdict([aLoadTest({ terms: [] })])).toBe('met');
  });

  it('is missed by one that did not', () => {
    expect(judge([aLoadTest({ users: 9999 })])).toMatchObject({ verdict: 'missed', display: '9,999 users' });
    expect(judge([aLoadTest({ users: 20_000, terms: [kept, broken] })])).toMatchObject({
      ...{ verdict: 'missed', settled: { num: '0', den: '1' } },
      parts: [{ inputs: { test: { broken: ['errors < 0.1 %'] } } }],
    });
  });

  it('is undetermined without a test, and says so', () => {
    expect(judge([])).toMatchObject({
      ...{ verdict: 'undetermined', doubts: ['no-load-test'], settled: null, display: null },
    });
    expect(judge([aLoadTest({ objective: 'peak' })])?.doubts).toEqual(['no-load-test']);
  });

  it('goes by the newest test alone, in whatever order they stand', () => {
    const failed = aLoadTest({ at: at('2026-08-01T00:00:00Z'), users: 500 });
    expect(verdict([aLoadTest(), failed])).toBe('missed');
    expect(verdict([failed, aLoadTest()])).toBe('missed');
    expect(verdict([failed, aLoadTest({ at: at('2026-08-02T00:00:00Z') })])).toBe('met');
  });

  it('goes by the failed one of two at one instant', () => {
    const failed = aLoadTest({ name: 'again', terms: [broken] });
    expect(verdict([aLoadTest(), failed])).toBe('missed');
    expect(verdict([failed, aLoadTest()])).toBe('missed');
  });

  it('does not look beyond the end of the period', () => {
    // The third quarter ends at midnight in New York: 04:00 UTC.
    const last = aLoadTest({ at: at('2026-10-01T03:59:59.999Z'), users: 1 });
    expect(verdict([aLoadTest(), last])).toBe('missed');
    expect(verdict([aLoadTest(), { ...last, at: at('2026-10-01T04:00:00Z') }])).toBe('met');
  });

  it('counts how old a test is in calendar months of the agreement, and exactly that old is enough', () => {
    // 12 months before the end of the quarter it was 1 October 2025, 00:00 in New York: 04:00 UTC.
    expect(verdict([aLoadTest({ at: at('2025-10-01T04:00:00Z') })])).toBe('met');
    expect(verdict([aLoadTest({ at: at('2025-10-01T03:59:59.999Z') })])).toBe('undetermined');
    // Six months: 1 April 2026, on the same side of the change to summer time.
    const validFor = '6M';
    expect(verdict([aLoadTest({ at: at('2026-04-01T04:00:00Z') })], { validFor })).toBe('met');
    expect(verdict([aLoadTest({ at: at('2026-04-01T03:59:59Z') })], { validFor })).toBe('undetermined');
    // Three quarters: 1 January 2026 stood at 05:00 UTC, before summer time.
    const quarters = { validFor: '3Q' };
    expect(verdict([aLoadTest({ at: at('2026-01-01T05:00:00Z') })], quarters)).toBe('met');
    expect(verdict([aLoadTest({ at: at('2026-01-01T04:59:59Z') })], quarters)).toBe('undetermined');
  });

  it('takes weeks and days for 168 and 24 hours', () => {
    // 26 weeks are 182 days: 2 April 2026, 04:00 UTC.
    expect(verdict([aLoadTest({ at: at('2026-04-02T04:00:00Z') })], { validFor: '26w' })).toBe('met');
    expect(verdict([aLoadTest({ at: at('2026-04-02T03:59:59Z') })], { validFor: '182d' })).toBe(
      'undetermined',
    );
  });

  it('is judged by what is valid now while the period runs', () => {
    const asOf = '2026-08-01T00:00:00Z';
    expect(judge([aLoadTest()], { asOf })).toMatchObject({ state: 'open', verdict: 'met' });
    expect(verdict([aLoadTest({ at: at('2025-08-01T00:00:00Z') })], { asOf })).toBe('met');
    expect(verdict([aLoadTest({ at: at('2025-07-31T23:59:59Z') })], { asOf })).toBe('undetermined');
    expect(verdict([aLoadTest(), aLoadTest({ at: at('2026-08-01T00:00:01Z'), users: 1 })], { asOf })).toBe(
      'met',
    );
  });

  it('has no verdict before its period begins', () => {
    const asOf = '2026-07-01T04:00:00Z';
    const toCome = { state: 'open', verdict: 'undetermined', doubts: ['nothing-elapsed'], display: null };
    expect(judge([aLoadTest()], { asOf })).toMatchObject(toCome);
    expect(judge([], { asOf })).toMatchObject(toCome);
    expect(verdict([aLoadTest()], { asOf: '2026-07-01T04:00:00.001Z' })).toBe('met');
  });

  it('says what it means in words', () => {
    expect(statement([])).toMatchObject({
      meaning: '10,000 concurrent users in a load test of the last 12 months',
      formula: 'users and terms of the newest load test of the last 12 months',
      op: '>=',
      target: '100%',
    });
    expect(statement([], { validFor: '1Y' })?.meaning).toMatch(/of the last year$/);
  });

  it('refuses terms it does not know and says what it takes', () => {
    const messages = (terms: unknown) =>
      capacity.terms.safeParse(terms).error?.issues.map(({ message }) => message);
    expect(messages({ users: 0, validFor: '12m' })).toEqual([
      'a number of concurrent users is a whole number from 1 to 1000000000, such as 10000',
      'm is minutes and M is months, such as 12M',
    ]);
    expect(messages({ users: 1, validFor: '12bd' })?.[0]).toMatch(/^a duration is a whole number of days/);
    expect(capacity.terms.safeParse({ users: 1, validFor: '12M', threshold: '5s' }).success).toBe(false);
  });
});
