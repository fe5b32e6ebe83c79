// A valid agreement, statement and occurrence to change one thing of.
import type { FullAgreement } from '@upheld/shared/agreement/document';
import type { PromisePeriod, PromiseStatement, Statement } from '@upheld/shared/evaluation/statement';
import type { Occurrence } from '@upheld/shared/triggers/trigger';

const person = { name: 'Ina Weiss', email: 'ina@us.example' };

/** The agreement of config/examples/minimal.yaml, as evaluation sees it. */
export function anAgreement(change: Partial<FullAgreement> = {}): FullAgreement {
  return {
    name: 'acme',
    displayName: 'Acme',
    labels: {},
    effective: { from: '2026-01-01' },
    timeZone: 'Europe/Berlin',
    fiscalYearStart: 1,
    parties: [
      { id: 'us', name: 'Our Company', people: { accountable: person } },
      { id: 'acme', name: 'Acme GmbH', people: { accountable: person } },
    ],
    calendars: { always: alwaysOpen },
    sources: [
      {
        name: 'api',
        type: 'http',
        every: '60s',
        retry: { attempts: 1, delay: '5s' },
        agreeing: 1,
        spec: { url: 'https://api.acme.example/health' },
      },
    ],
    objectives: [
      {
        name: 'uptime',
        owedBy: 'acme',
        clause: { text: 'The API is available 99.5 % of each month.' },
        reading: null,
        indicator: { type: 'availability', sources: ['api'], combine: 'all' },
        calendar: 'always',
        objective: { op: '>=', target: '99.5%', timeSliceTarget: '50%' },
        period: 'month',
        weight: 1,
        minimumSample: 1,
        noData: { notMeasured: 'undetermined', coverageFloor: '95%' },
      },
    ],
    support: [],
    triggers: [],
    documents: [],
    governance: {
      calendar: 'always',
      bodies: [],
      exclusions: { approval: 'other-party' },
      closeAfter: '5bd',
      disputeWithin: '30d',
    },
    obligations: [],
    kpis: [],
    score: { weights: { technical: 45, support: 25, obligations: 15, relationship: 15 } },
    amended: [],
    ...change,
  };
}

const day = ['00:00-24:00'];

/** Around the clock, UTC. */
export const alwaysOpen = {
  timeZone: 'UTC',
  weekly: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day },
  holidays: [],
};

const july = { start: Date.UTC(2026, 5, 30, 22), end: Date.UTC(2026, 6, 31, 22) };

/** What there is to say of a closed period, and of an open one that goes well and has no pairs. */
export const noOutlook = { burn: [], forecast: null, atRisk: false };

/** July 2026 in Berlin, 44,640 minutes of which 43 were bad: 99.903 % against 99.5 %. */
export function aPeriod(change: Partial<PromisePeriod> = {}): PromisePeriod {
  return {
    period: '2026-07',
    source: null,
    ...july,
    state: 'closed',
    verdict: 'met',
    doubts: [],
    ledger: { scheduled: 44_640, excluded: 0, good: 44_597, bad: 43, unmeasured: 0 },
    coverage: { num: '1', den: '1' },
    settled: { num: '44597', den: '44640' },
    display: '99.903 %',
    evidence: 'conclusive',
    irrecoverable: false,
    badRanges: [{ start: july.start, end: july.start + 43 * 60_000 }],
    unmeasuredRanges: [],
    excludedRanges: [],
    budget: { allowed: { num: '1116', den: '5' }, consumed: 43 },
    days: [],
    ...noOutlook,
    parts: [],
    deciding: null,
    ...change,
  };
}

export function aPromise(change: Partial<PromiseStatement> = {}): PromiseStatement {
  return {
    name: 'uptime',
    kind: 'objective',
    indicator: 'availability',
    owedBy: 'acme',
    op: '>=',
    target: '99.5%',
    period: 'month',
    calendar: 'always',
    sources: ['api'],
    clause: { text: 'The API is available 99.5 % of each month.' },
    reading: null,
    formula: 'good minutes / (scheduled - excluded)',
    words: { unit: 'minutes', good: 'good', bad: 'bad' },
    meaning: null,
    weight: 1,
    periods: [aPeriod()],
    ...change,
  };
}

export function aStatement(change: Partial<Statement> = {}): Statement {
  return {
    agreement: 'acme',
    period: '2026-07',
    ...july,
    asOf: july.end,
    promises: [aPromise()],
    skipped: [],
    ...change,
  };
}

export function anOccurrence(change: Partial<Occurrence> = {}): Occurrence {
  return {
    agreement: 'acme',
    trigger: 'missed',
    type: 'missed',
    promise: 'uptime',
    source: null,
    subject: '2026-07',
    openedAt: july.end,
    clearedAt: null,
    evidence: {
      period: '2026-07',
      asOf: july.end,
      verdict: 'missed',
      display: '99.100 %',
      target: '99.5%',
      measured: 44_640,
      summary: 'uptime was 99.100 % in 2026-07 against >= 99.5%',
    },
    ...change,
  };
}
