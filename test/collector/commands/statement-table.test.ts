import { statementTable } from '@upheld/collector/commands/statement-table';
import type { FullAgreement } from '@upheld/shared/agreement/document';
import type { PromisePeriod, PromiseStatement, Statement } from '@upheld/shared/evaluation/statement';
import { describe, expect, it } from 'vitest';
import { aPeriod, aPromise, aStatement, anAgreement } from '../../builders/agreement.ts';
import { aPart } from '../../shared/evaluation/part.ts';

const lines = (change: Partial<Statement> = {}, agreement: Partial<FullAgreement> = {}) =>
  statementTable(aStatement(change), anAgreement(agreement)).split('\n');

/** The row of one period, without its indentation. */
function row(period: Partial<PromisePeriod>, promise: Partial<PromiseStatement> = {}) {
  return lines({ promises: [aPromise({ ...promise, periods: [aPeriod(period)] })] })[6]?.trim();
}

const ledger = { scheduled: 0, excluded: 0, good: 0, bad: 0, unmeasured: 0 };

/** A period that counts events has no ledger. */
function eventRow(change: Partial<PromisePeriod>, promise: Partial<PromiseStatement> = {}) {
  const period = aPeriod(change);
  delete period.ledger;
  const words = { unit: 'requests', good: 'fast enough', bad: 'slow or unanswered' };
  const shown = lines({
    promises: [aPromise({ indicator: 'latency', words, ...promise, periods: [period] })],
  });
  return shown[6]?.split(/ {2,}/).at(-1);
}

const inDoubt = { verdict: 'undetermined', display: null } as const;

describe('the table of a statement', () => {
  it('says what it is about, then each promise and a row for each of its periods', () => {
    expect(lines()).toEqual([
      'Acme · 2026-07',
      '2026-07-01T00:00:00+02:00 to 2026-08-01T00:00:00+02:00 Europe/Berlin, as of 2026-08-01T00:00:00+02:00',
      '',
      '  PERIOD   VERDICT  VALUE     COUNTED',
      '',
      'uptime >= 99.5%, owed by acme: good minutes / (scheduled - excluded)',
      '  2026-07  met      99.903 %  44640 min = 44597 good + 43 bad',
      '',
    ]);
  });

  it('aligns the rows of all promises, and names sources where a promise is judged by them', () => {
    const periods = [
      aPeriod({ source: 'api', display: '100.000 %' }),
      aPeriod({ source: 'events-api', verdict: 'missed' }),
    ];
    const promises = [aPromise({ name: 'errors', periods }), aPromise()];
    expect(lines({ promises }).filter((line) => line.startsWith('  '))).toEqual([
      '  PERIOD   SOURCE      VERDICT  VALUE      COUNTED',
      '  2026-07  api         met      100.000 %  44640 min = 44597 good + 43 bad',
      '  2026-07  events-api  missed   99.903 %   44640 min = 44597 good + 43 bad',
      '  2026-07              met      99.903 %   44640 min = 44597 good + 43 bad',
    ]);
  });

  it('says what a promised response comes to', () => {
    const response = aPromise({ name: 'issues', kind: 'support', meaning: '2 h, around the clock' });
    expect(lines({ promises: [response] })[5]).toBe('issues >= 99.5%, owed by acme: 2 h, around the clock');
  });

  it('marks simulated data', () => {
    expect(lines({}, { labels: { simulated: 'true' } })[0]).toBe('Acme · 2026-07 · SIMULATED DATA');
  });

  it('names what is judged by longer periods only', () => {
    const skipped = [{ name: 'errors', reason: 'it is judged by the quarter' }];
    expect(lines({ skipped }).slice(-3)).toEqual(['', 'skipped errors: it is judged by the quarter', '']);
  });

  it('keeps a quarter of a usual agreement within 120 columns', () => {
    const display = '99.581 % .. 99.995 %';
    const counts = { scheduled: 43_200, excluded: 0, good: 43_019, bad: 2, unmeasured: 179 };
    const months = ['2026-07', '2026-08', '2026-09'].map((period) =>
      aPeriod({ ...inDoubt, period, state: 'open', display, ledger: counts, doubts: ['unmeasured'] }),
    );
    const meaning = '24 h on 09:00-17:00 America/New_York = 3 working days';
    const name = 'partner-issues-severity-3-first-response';
    const shown = lines({ promises: [aPromise({ periods: months }), aPromise({ name, meaning })] });
    expect(shown.filter((line) => line.length > 120)).toEqual([]);
    expect(shown[6]?.length).toBeGreaterThan(110);
  });
});

describe('a row', () => {
  it('says of an open period that its verdict is to date', () => {
    expect(row({ state: 'open' })).toBe('2026-07  met to date  99.903 %  44640 min = 44597 good + 43 bad');
  });

  it('says that an open promise is at risk', () => {
    expect(row({ state: 'open', atRisk: true })).toMatch(/^2026-07 {2}met to date, at risk {2}99\.903 %/);
  });

  it('says of a period to come that nothing has elapsed, and no more', () => {
    const toCome: Partial<PromisePeriod> = { ...inDoubt, state: 'open', doubts: ['nothing-elapsed'] };
    expect(row({ ...toCome, ledger })).toBe('2026-07  undetermined  -      nothing has elapsed yet');
    expect(eventRow({ ...toCome, events: { good: 0, total: 0 } })).toBe('nothing has elapsed yet');
  });

  it('adds up the whole ledger, without what is nothing', () => {
    // 9,000 + 23 + 90 + 7 = 9,120
    const counts = { scheduled: 9120, excluded: 90, good: 9000, bad: 23, unmeasured: 7 };
    expect(row({ ledger: counts })).toMatch(
      / {2}9120 min = 9000 good \+ 23 bad \+ 90 excluded \+ 7 unmeasured$/,
    );
    expect(row({ ledger: { ...ledger, scheduled: 60, excluded: 60 } })).toMatch(/ {2}60 min = 60 excluded$/);
    expect(row({ ledger })).toMatch(/ {2}no minute counts$/);
  });

  it('says of unmeasured minutes that they leave the verdict open', () => {
    const counts = { ...ledger, scheduled: 100, good: 40, unmeasured: 60 };
    expect(
      row({ ...inDoubt, display: '40.000 % .. 100.000 %', ledger: counts, doubts: ['unmeasured'] }),
    ).toBe(
      '2026-07  undetermined  40.000 % .. 100.000 %  100 min = 40 good + 60 unmeasured, too many to tell',
    );
  });

  it('counts the requests that the value is the share of', () => {
    const events = { good: 44_632, total: 44_640 };
    expect(eventRow({ events })).toBe('44632 good of 44640 requests');
    expect(eventRow({ events }, { indicator: 'error-rate', op: '<' })).toBe('8 bad of 44640 requests');
    expect(eventRow({ events: { good: 1, total: 1 } })).toBe('1 good of 1 request');
  });

  it('counts checks where checks are promised', () => {
    const words = { unit: 'checks', good: 'fresh', bad: 'stale or failed' };
    const freshness = { indicator: 'freshness', words };
    expect(eventRow({ events: { good: 3, total: 4 } }, freshness)).toBe('3 good of 4 checks');
    expect(eventRow({ events: { good: 0, total: 0 } }, freshness)).toBe('no check counts');
  });

  it('says which part of a period the value is of, because the counts are of all', () => {
    const parts = [aPart(), aPart()];
    expect(row({ parts, deciding: 0 })).toMatch(/ 43 bad, the value is of part 1 of 2$/);
    expect(row({ parts: [aPart()], deciding: 0 })).toMatch(/ 43 bad$/);
  });

  it('says that nothing was promised in a period before, after or without the promise', () => {
    const outside = { verdict: 'excluded', display: null, state: 'open' } as const;
    expect(row(outside)).toBe('2026-07  excluded  -      nothing was promised then');
  });

  it('says of a load test its verdict and what is wanting, and names no target', () => {
    const capacity = { name: 'users', indicator: 'capacity', meaning: '1,000 concurrent users' };
    expect(eventRow({ display: '5,000 users' }, capacity)).toBe('5,000 users');
    const wanting = { ...inDoubt, doubts: ['no-load-test' as const] };
    expect(eventRow(wanting, capacity)).toBe('no load test is still valid');
    expect(lines({ promises: [aPromise(capacity)] })[5]).toBe('users, owed by acme: 1,000 concurrent users');
  });

  it('names every doubt about requests in words', () => {
    const events = { good: 7, total: 9 };
    expect(eventRow({ ...inDoubt, events, doubts: ['coverage', 'minimum-sample'] })).toBe(
      '7 good of 9 requests, too few checks have a result, too few to judge',
    );
    expect(
      eventRow({ ...inDoubt, events: { good: 0, total: 0 }, doubts: ['coverage', 'minimum-sample'] }),
    ).toBe('no request counts, too few checks have a result');
  });

  it('says of a severity that no ticket fell due, or what is known of those that did', () => {
    const words = { unit: 'tickets', good: 'answered in time', bad: 'late or unknown' };
    const response = { kind: 'support', indicator: 'first-response', words } as const;
    expect(eventRow({ ...inDoubt, events: { good: 0, total: 0 }, doubts: ['nothing-due'] }, response)).toBe(
      'no ticket fell due',
    );
    expect(eventRow({ events: { good: 2, total: 3 } }, response)).toBe('2 good of 3 tickets');
    const cadence = { ...response, words: { ...words, unit: 'updates' } };
    expect(eventRow({ events: { good: 2, total: 3 } }, cadence)).toBe('2 good of 3 updates');
    expect(
      eventRow({ ...inDoubt, events: { good: 0, total: 1 }, doubts: ['unknown-clocks'] }, response),
    ).toBe('0 good of 1 ticket, some fell due while their desk could not be read');
  });
});
