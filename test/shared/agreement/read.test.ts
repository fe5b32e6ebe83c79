import { readAgreement, readExclusion, readSettings } from '@upheld/shared/agreement/read';
import { describe, expect, it } from 'vitest';
import { agreementDocument, exclusionDocument, kinds, matrix, objective } from './builder.ts';

/** `path: got VALUE; RULE` of each fault. */
function faultsOf(document: unknown): string[] {
  const read = readAgreement(document, kinds);
  return read.ok
    ? []
    : read.faults.map(
        ({ path, key, got, rule }) => `${[...path, key ?? []].flat().join('.')}: ${got}; ${rule}`,
      );
}

function valueOf(document: unknown) {
  const read = readAgreement(document, kinds);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value;
}

describe('an agreement', () => {
  it('has the defaults of what its file leaves out', () => {
    const read = valueOf(agreementDocument({ objectives: [objective()], support: [matrix()] }));
    expect(read).toMatchObject({
      name: 'acme',
      displayName: 'acme',
      labels: {},
      fiscalYearStart: 1,
      documents: [],
      obligations: [],
      kpis: [],
      score: { weights: { technical: 45, support: 25, obligations: 15, relationship: 15 } },
      governance: { calendar: 'always', bodies: [], closeAfter: '5bd', disputeWithin: '30d' },
    });
    expect(read.sources[0]).toEqual({
      name: 'api',
      type: 'probe',
      every: '60s',
      retry: { attempts: 1, delay: '5s' },
      agreeing: 1,
      spec: { url: 'https://api.acme.example', timeout: '10s' },
    });
    expect(read.objectives[0]).toEqual({
      name: 'uptime',
      owedBy: 'acme',
      clause: null,
      reading: null,
      indicator: { type: 'availability', sources: ['api'], combine: 'all' },
      calendar: 'always',
      objective: { op: '>=', target: '99.9%', timeSliceTarget: '50%' },
      period: 'month',
      weight: 1,
      minimumSample: 1,
      noData: { notMeasured: 'undetermined', coverageFloor: '95%' },
    });
    expect(read.support[0]?.severities[0]).toMatchObject({
      calendar: 'always',
      target: '100%',
      reading: null,
    });
  });

  it('always has the calendar of every hour of every day, UTC', () => {
    const allDay = ['00:00-24:00'];
    expect(valueOf(agreementDocument()).calendars).toEqual({
      always: {
        timeZone: 'UTC',
        weekly: { mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: allDay, sun: allDay },
        holidays: [],
      },
    });
  });

  it.each([
    ['mon-wed', ['mon', 'tue', 'wed']],
    ['sat', ['sat']],
    ['fri-mon', ['fri', 'sat', 'sun', 'mon']],
    ['sun-sun', ['sun']],
    ['mon-sun', ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']],
  ])('expands %s to single days', (span, days) => {
    const business = { timeZone: 'Europe/Berlin', weekly: { [span]: ['09:00-17:00'] } };
    const { calendars } = valueOf(agreementDocument({ calendars: { business } }));
    expect(Object.keys(calendars['business']?.weekly ?? {}).sort()).toEqual([...days].sort());
  });

  it('has the triggers that every agreement has when it names none', () => {
    expect(valueOf(agreementDocument()).triggers.map(({ name, when }) => [name, when])).toEqual([
      ['missed', { type: 'missed', objective: 'any' }],
      ['irrecoverable', { type: 'irrecoverable', objective: 'any' }],
      ['response-missed', expect.objectContaining({ type: 'response-missed' })],
    ]);
  });

  it('has no triggers when it names none in a list', () => {
    expect(valueOf(agreementDocument({ triggers: [] })).triggers).toEqual([]);
  });

  it('may name a response promise in a trigger', () => {
    const triggers = [
      { name: 'late', when: { type: 'missed', objective: 'issues-severity-1-first-response' } },
    ];
    expect(valueOf(agreementDocument({ support: [matrix()], triggers })).triggers).toHaveLength(1);
  });

  it('may count and support from imported facts', () => {
    const document = agreementDocument({
      objectives: [objective({ indicator: { type: 'availability', sources: ['file'] } })],
      support: [matrix({ source: 'file' })],
    });
    expect(faultsOf(document)).toEqual([]);
  });
});

describe('the faults of an agreement', () => {
  it('name a kind of source that is not there yet, and nothing that refers to it', () => {
    const sources = [
      { name: 'api', type: 'websocket', every: 'often', spec: { any: 'thing' } },
      { name: 'desk', type: 'desk', spec: {} },
    ];
    expect(faultsOf(agreementDocument({ sources, objectives: [objective()] }))).toEqual([
      'spec.sources.0.type: "websocket"; one of desk, file, probe, such as desk',
    ]);
  });

  it('ask of an indicator that is not there yet for none of what it may leave out', () => {
    const indicator = { type: 'throughput', perSecond: 10_000 };
    const throughput = { name: 'throughput', owedBy: 'acme', indicator, period: 'quarter' };
    expect(faultsOf(agreementDocument({ objectives: [throughput] }))).toEqual([
      'spec.objectives.0.indicator.type: "throughput"; one of availability, capacity, error-rate, freshness, latency, such as availability',
    ]);
  });

  it('are all told where one thing is wrong in several ways', () => {
    const wrong = objective({ owedBy: 'nobody', calendar: 'lunar', period: 'week', colour: 'red' });
    expect(faultsOf(agreementDocument({ objectives: [wrong] })).map((line) => line.split(';')[0])).toEqual([
      'spec.objectives.0.period: "week"',
      'spec.objectives.0.colour: the unknown key "colour"',
      'spec.objectives.0.owedBy: "nobody"',
      'spec.objectives.0.calendar: "lunar"',
    ]);
  });

  it.each([
    ['<', 'availability', { type: 'availability', sources: ['api'] }],
    ['<=', 'latency', { type: 'latency', sources: ['api'], threshold: '200ms' }],
    ['>=', 'error-rate', { type: 'error-rate', sources: ['api'] }],
  ])('refuse %s for %s, which turns the promise round', (op, _, indicator) => {
    const turned = objective({ indicator, objective: { op, target: '1%' } });
    expect(faultsOf(agreementDocument({ objectives: [turned] }))).toHaveLength(1);
  });

  it.each([
    [
      'a source of tickets for an objective',
      { objectives: [objective({ indicator: { type: 'availability', sources: ['desk'] } })] },
    ],
    ['a source of samples for support', { support: [matrix({ source: 'api' })] }],
  ])('refuse %s', (_, spec) => {
    expect(faultsOf(agreementDocument(spec))).toHaveLength(1);
  });
});

describe('an exclusion', () => {
  const approval = (party: string) => ({ party, by: 'Ina Weiss', at: '2026-08-04T10:00:00Z' });

  it.each([
    ['the other party', approval('us'), true],
    ['the party that asked', approval('acme'), false],
    ['nobody', null, false],
  ])('approved by %s acts: %#', (_, approvedBy, approved) => {
    const read = readExclusion(exclusionDocument({ approvedBy }));
    expect(read).toMatchObject({ ok: true, value: { approved, sources: null } });
  });

  it('is faulty when its window is empty', () => {
    const window = { from: '2026-08-12T11:00:00Z', to: '2026-08-12T12:00:00+01:00' };
    expect(readExclusion(exclusionDocument({ window }))).toMatchObject({
      faults: [
        { path: ['spec', 'window', 'to'], rule: expect.stringContaining('a window ends after it begins') },
      ],
    });
  });
});

describe('settings', () => {
  it('may be empty', () => {
    const document = { apiVersion: 'upheld/v1', kind: 'Settings', metadata: { name: 'settings' }, spec: {} };
    expect(readSettings(document)).toEqual({
      ok: true,
      value: {
        vantage: 'main',
        controls: [],
        egress: { allow: [] },
        politeness: { requestsPerSecond: 50, atOnce: 500 },
        retention: { samples: '14d' },
        channels: [],
      },
    });
  });
});
