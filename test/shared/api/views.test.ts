import type { Exclusion } from '@upheld/shared/agreement/agreement';
import {
  agreementSummary,
  exclusionsTouching,
  groupTriggers,
  promiseVerdict,
  quartersSeen,
  yearsSeen,
} from '@upheld/shared/api/views';
import type { Verdict } from '@upheld/shared/measurement/figures';
import { describe, expect, it } from 'vitest';
import { aPeriod, aPromise, aStatement, anAgreement, anOccurrence } from '../../builders/agreement.ts';
import { anExclusion, at } from '../evaluation/build.ts';

const toCome = aPeriod({ period: '2026-09', verdict: 'undetermined', doubts: ['nothing-elapsed'] });

describe("a promise's verdict over its periods", () => {
  it.each<[Verdict[], Verdict]>([
    [['met', 'missed', 'undetermined'], 'missed'],
    [['met', 'undetermined', 'excluded'], 'undetermined'],
    [['excluded', 'met'], 'met'],
    [['excluded', 'excluded'], 'excluded'],
  ])('of %j is %s, the worst of them', (verdicts, verdict) => {
    expect(promiseVerdict({ periods: verdicts.map((each) => aPeriod({ verdict: each })) })).toBe(verdict);
  });

  it('is that of what has begun: a month to come does not weigh', () => {
    expect(promiseVerdict({ periods: [aPeriod(), toCome] })).toBe('met');
    expect(promiseVerdict({ periods: [aPeriod({ verdict: 'excluded' }), toCome] })).toBe('excluded');
  });

  it('is not that of a month in which nothing fell due, unless nothing did in any', () => {
    const quiet = aPeriod({ verdict: 'undetermined', doubts: ['nothing-due'] });
    expect(promiseVerdict({ periods: [aPeriod(), quiet] })).toBe('met');
    expect(promiseVerdict({ periods: [quiet, quiet] })).toBe('undetermined');
  });

  it('is undetermined while nothing has begun', () => {
    expect(promiseVerdict({ periods: [toCome, toCome] })).toBe('undetermined');
  });

  it('is undetermined where what has begun is in doubt', () => {
    const inDoubt = aPeriod({ verdict: 'undetermined', doubts: ['unmeasured'] });
    expect(promiseVerdict({ periods: [aPeriod(), inDoubt, toCome] })).toBe('undetermined');
  });
});

describe('the summary of an agreement', () => {
  const judged = (name: string, verdict: Verdict, display: string | null = null) =>
    aPromise({ name, periods: [aPeriod({ verdict, display })] });

  it('counts promises by their verdicts, and names the first of the worst', () => {
    const promises = [
      judged('latency', 'met'),
      judged('uptime', 'missed', '98.100 %'),
      judged('errors', 'missed', '1.500 %'),
      judged('first-response', 'undetermined'),
    ];
    expect(agreementSummary(anAgreement(), aStatement({ promises }), [])).toEqual({
      id: 'acme',
      name: 'Acme',
      simulated: false,
      timeZone: 'Europe/Berlin',
      parties: [
        { id: 'us', name: 'Our Company' },
        { id: 'acme', name: 'Acme GmbH' },
      ],
      period: '2026-07',
      asOf: at('2026-08-01T00:00:00+02:00'),
      verdict: 'missed',
      counts: { met: 1, missed: 2, undetermined: 1, excluded: 0 },
      worst: { promise: 'uptime', verdict: 'missed', display: '98.100 %', target: '99.5%' },
      openTriggers: 0,
    });
  });

  it('counts a promise once, and shows the month that decided', () => {
    const months = [
      aPeriod(),
      aPeriod({ period: '2026-08', verdict: 'missed', display: '99.100 %' }),
      aPeriod({ period: '2026-09', verdict: 'missed', display: '97.000 %' }),
    ];
    const statement = aStatement({ period: '2026-Q3', promises: [aPromise({ periods: months })] });
    const { counts, worst } = agreementSummary(anAgreement(), statement, []);
    expect(counts).toEqual({ met: 0, missed: 1, undetermined: 0, excluded: 0 });
    expect(worst?.display).toBe('99.100 %');
  });

  it('leaves out promises that the period holds no period of', () => {
    const promises = [judged('latency', 'met', '99.000 %'), aPromise({ name: 'yearly', periods: [] })];
    const summary = agreementSummary(anAgreement(), aStatement({ promises }), []);
    expect(summary.counts).toEqual({ met: 1, missed: 0, undetermined: 0, excluded: 0 });
    expect(summary).toMatchObject({ verdict: 'met', worst: { promise: 'latency' } });
  });

  it('of an agreement without promises is undetermined, with nothing to look at', () => {
    expect(agreementSummary(anAgreement(), aStatement({ promises: [] }), [])).toMatchObject({
      verdict: 'undetermined',
      counts: { met: 0, missed: 0, undetermined: 0, excluded: 0 },
      worst: null,
    });
  });

  it('says of simulated data that they are', () => {
    const simulated = (value: string) =>
      agreementSummary(anAgreement({ labels: { simulated: value } }), aStatement(), []).simulated;
    expect([simulated('true'), simulated('false')]).toEqual([true, false]);
  });

  it('counts the triggers that are open, not their occurrences', () => {
    const occurrences = [
      anOccurrence({ subject: '2026-06' }),
      anOccurrence({ subject: '2026-07' }),
      anOccurrence({ promise: 'errors' }),
      anOccurrence({ promise: 'latency', clearedAt: 1 }),
    ];
    expect(agreementSummary(anAgreement(), aStatement(), occurrences).openTriggers).toBe(2);
  });
});

describe('occurrences gathered into triggers', () => {
  it('are one trigger for each agreement, rule, promise and source', () => {
    const occurrences = [
      anOccurrence(),
      anOccurrence({ subject: '2026-08' }),
      anOccurrence({ source: 'api' }),
      anOccurrence({ source: 'events' }),
      anOccurrence({ promise: 'errors' }),
      anOccurrence({ trigger: 'breach' }),
      anOccurrence({ agreement: 'beta' }),
    ];
    const triggers = groupTriggers(occurrences);
    expect(triggers.map((trigger) => trigger.occurrences.length).toSorted()).toEqual([1, 1, 1, 1, 1, 2]);
  });

  it('stand open ones first, then the newest', () => {
    const triggers = groupTriggers([
      anOccurrence({ promise: 'cleared-early', openedAt: 10, clearedAt: 90 }),
      anOccurrence({ promise: 'open-early', openedAt: 20 }),
      anOccurrence({ promise: 'cleared-late', openedAt: 80, clearedAt: 85 }),
      anOccurrence({ promise: 'open-late', openedAt: 30 }),
    ]);
    expect(triggers.map(({ promise }) => promise)).toEqual([
      'open-late',
      'open-early',
      'cleared-late',
      'cleared-early',
    ]);
  });

  it('are open while one of them is, since the first of those that are', () => {
    const cleared = anOccurrence({ subject: '2026-06', openedAt: 10, clearedAt: 40 });
    const open = anOccurrence({ subject: '2026-07', openedAt: 20 });
    const newest = anOccurrence({ subject: '2026-08', openedAt: 30 });
    expect(groupTriggers([open, cleared, newest])).toEqual([
      {
        agreement: 'acme',
        trigger: 'missed',
        type: 'missed',
        promise: 'uptime',
        source: null,
        openedAt: 20,
        clearedAt: null,
        occurrences: [newest, open, cleared],
      },
    ]);
  });

  it('are cleared with the last of them, since the first of all', () => {
    const [trigger] = groupTriggers([
      anOccurrence({ subject: '2026-06', openedAt: 10, clearedAt: 40 }),
      anOccurrence({ subject: '2026-07', openedAt: 20, clearedAt: 30 }),
    ]);
    expect(trigger).toMatchObject({ openedAt: 10, clearedAt: 40 });
  });

  it('are none of none', () => {
    expect(groupTriggers([])).toEqual([]);
  });
});

describe('the quarters that an agreement has seen', () => {
  const november = at('2026-11-20T12:00:00Z');
  const since = (from: string, change = {}) => anAgreement({ effective: { from }, ...change });

  it('go back to that of its first day, the newest first', () => {
    expect(quartersSeen(since('2026-05-10'), november)).toEqual(['2026-Q4', '2026-Q3', '2026-Q2']);
  });

  it('end with the one that its first day begins', () => {
    expect(quartersSeen(since('2026-07-01'), november)).toEqual(['2026-Q4', '2026-Q3']);
    expect(quartersSeen(since('2026-06-30'), november)).toEqual(['2026-Q4', '2026-Q3', '2026-Q2']);
  });

  it('follow its fiscal year, which is named after the calendar year it ends in', () => {
    // From April on: fiscal 2027 is April 2026 to March 2027, so October to December is its third quarter.
    expect(quartersSeen(since('2026-02-10', { fiscalYearStart: 4 }), november)).toEqual([
      '2027-Q3',
      '2027-Q2',
      '2027-Q1',
      '2026-Q4',
    ]);
  });

  it('begin at midnight of its own zone', () => {
    // Berlin is two hours ahead of UTC in September.
    const [before] = quartersSeen(since('2026-07-01'), at('2026-09-30T21:59:59Z'));
    const [after] = quartersSeen(since('2026-07-01'), at('2026-09-30T22:00:00Z'));
    expect([before, after]).toEqual(['2026-Q3', '2026-Q4']);
  });

  it('are at most sixteen, or as many as asked for', () => {
    const seen = quartersSeen(since('2001-01-01'), november);
    // Four a year: all of 2026, 2025, 2024 and 2023.
    expect([seen.length, seen[0], seen.at(-1)]).toEqual([16, '2026-Q4', '2023-Q1']);
    expect(quartersSeen(since('2001-01-01'), november, 2)).toEqual(['2026-Q4', '2026-Q3']);
  });

  it('are the current one alone before its first day', () => {
    expect(quartersSeen(since('2027-06-01'), november)).toEqual(['2026-Q4']);
  });
});

describe('the years that an agreement has seen', () => {
  const asOf = at('2026-08-15T12:00:00Z');
  const yearly = anAgreement({
    objectives: anAgreement().objectives.map((each) => ({ ...each, period: 'year' as const })),
  });
  const amendedTo = (signed: typeof yearly, terms: typeof yearly) => ({
    ...signed,
    amended: [{ name: 'acme-a1', from: at('2026-07-15T22:00:00Z'), terms }],
  });

  it('are told where a promise is judged by the year under any terms, signed or amended', () => {
    expect(yearsSeen(anAgreement(), asOf)).toEqual([]);
    expect(yearsSeen(yearly, asOf)).toEqual(['2026']);
    expect(yearsSeen(amendedTo(anAgreement(), yearly), asOf)).toEqual(['2026']);
    expect(yearsSeen(amendedTo(yearly, anAgreement()), asOf)).toEqual(['2026']);
  });
});

describe('the exclusions that touch a window', () => {
  const july = { start: 1000, end: 2000 };
  const inside = { start: 1200, end: 1300 };
  const touching = (exclusion: Exclusion, sources = ['api', 'events']) =>
    exclusionsTouching([exclusion], 'acme', sources, july).map(({ name }) => name);

  it('are shown with what they claim, approved or not', () => {
    const exclusions = [
      anExclusion({ window: inside }),
      anExclusion({ name: 'fault', window: inside, approvedBy: null, approved: false }),
    ];
    const shown = exclusionsTouching(exclusions, 'acme', ['api'], july);
    expect(shown).toEqual([
      {
        name: 'maintenance',
        category: 'scheduled-maintenance',
        start: 1200,
        end: 1300,
        effect: 'remove',
        approved: true,
        reason: 'announced',
      },
      {
        name: 'fault',
        category: 'scheduled-maintenance',
        start: 1200,
        end: 1300,
        effect: 'remove',
        approved: false,
        reason: 'announced',
      },
    ]);
  });

  it.each([
    [{ start: 900, end: 1000 }, 'ends where the window begins', []],
    [{ start: 900, end: 1001 }, 'ends just inside', ['maintenance']],
    [{ start: 1999, end: 2100 }, 'begins just inside', ['maintenance']],
    [{ start: 2000, end: 2100 }, 'begins where the window ends', []],
    [{ start: 900, end: 2100 }, 'holds all of it', ['maintenance']],
  ])('do so where they share time with it: %j %s', (window, _where, names) => {
    expect(touching(anExclusion({ window }))).toEqual(names);
  });

  it('name no source and mean all of them, or name one that the promise is measured by', () => {
    expect(touching(anExclusion({ window: inside, sources: null }))).toEqual(['maintenance']);
    expect(touching(anExclusion({ window: inside, sources: ['other', 'events'] }))).toEqual(['maintenance']);
    expect(touching(anExclusion({ window: inside, sources: ['other'] }))).toEqual([]);
  });

  it('belong to the agreement', () => {
    expect(touching(anExclusion({ window: inside, agreement: 'beta' }))).toEqual([]);
  });
});
