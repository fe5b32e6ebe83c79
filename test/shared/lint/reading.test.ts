import { describe, expect, it } from 'vitest';
import { matrix, objective } from '../agreement/builder.ts';
import { errors, found, probed } from './found.ts';

const sources = [probed('api', '60s'), probed('events', '60s')];
const reading = (...objectives: Record<string, unknown>[]) => found('reading', { sources, objectives });

describe('a promise without a reading', () => {
  it('whose clause states no period is named, with a reading made of its own terms', () => {
    const clause = { section: '2.3', text: '99.9% uptime availability during business hours' };
    expect(reading(objective({ clause, calendar: 'business' }))).toEqual([
      {
        path: 'objectives.uptime',
        clause,
        why: 'the clause states no period, and there is no reading',
        proposal:
          'reading: "api answers in at least 99.9% of minutes on the calendar business, per calendar month."',
      },
    ]);
  });

  it('tells everything that the clause leaves open in one sentence', () => {
    const clause = { text: 'Prompt responses under 200 ms' };
    const indicator = { type: 'latency', sources: ['api', 'events'], threshold: '200ms' };
    expect(reading(objective({ clause, indicator, period: 'quarter' }))).toMatchObject([
      {
        why: 'the clause states no period, names no share or percentile and says "prompt" without a measure, and there is no reading',
        proposal:
          'reading: "At least 99.9% of probe requests to api and events are answered in under 200 ms, per quarter."',
      },
    ]);
  });

  it.each([
    [
      { type: 'latency', sources: ['api'], threshold: '2s', noResponse: 'exclude' },
      { op: '>', target: '95%' },
      'More than 95% of probe requests to api are answered in under 2 s, those without an answer left out, per year.',
    ],
    [
      { type: 'error-rate', sources: ['api', 'events'], each: 'source' },
      { op: '<', target: '0.1%' },
      'Less than 0.1% of probe requests to api and events, each on its own, fail, per year.',
    ],
    [
      { type: 'error-rate', sources: ['api'] },
      { op: '<=', target: '1%' },
      'At most 1% of probe requests to api fail, per year.',
    ],
    [
      { type: 'availability', sources: ['api', 'events'], combine: 'any' },
      { op: '>=', target: '99%' },
      'One of api and events answers in at least 99% of minutes, per year.',
    ],
    [
      { type: 'availability', sources: ['api', 'events'] },
      { op: '>=', target: '99%' },
      'All of api and events answer in at least 99% of minutes, per year.',
    ],
    [
      { type: 'availability', sources: ['api', 'events'], each: 'source' },
      { op: '>=', target: '99%' },
      'Each of api and events answers in at least 99% of minutes, per year.',
    ],
  ])('is offered one for %j', (indicator, target, expected) => {
    const silent = objective({
      indicator,
      objective: target,
      period: 'year',
      clause: { text: 'Good service' },
    });
    expect(reading(silent)).toMatchObject([{ proposal: `reading: ${JSON.stringify(expected)}` }]);
  });

  it('of freshness asks for a share and offers one of checks', () => {
    const clause = { text: 'Data synchronization latency <5 seconds for real-time updates' };
    const indicator = { type: 'freshness', sources: ['api'], threshold: '5s' };
    expect(reading(objective({ clause, indicator, objective: { op: '>=', target: '99%' } }))).toMatchObject([
      {
        why: 'the clause states no period and names no share or percentile, and there is no reading',
        proposal:
          'reading: "At least 99% of checks of api find an update less than 5 s old, per calendar month."',
      },
    ]);
  });

  it('of capacity asks how long a load test holds', () => {
    const clause = { text: 'Scalability to handle 10,000+ concurrent users' };
    const capacity = objective({ clause, indicator: { type: 'capacity', users: 10_000, validFor: '12M' } });
    delete capacity['objective'];
    expect(reading(capacity)).toMatchObject([
      {
        why: 'the clause does not say how long a load test holds, and there is no reading',
        proposal:
          'reading: "A load test of at least 10,000 concurrent users in the last 12 months that kept the terms it states."',
      },
    ]);
  });

  it('asks for no share where the indicator is no bound on single events', () => {
    expect(reading(errors({ clause: { text: 'Errors stay under one in a thousand per month' } }))).toEqual(
      [],
    );
  });

  it.each([
    ['there is a reading', { clause: { text: 'Good' }, reading: 'Minutes in which it answered, by month.' }],
    ['the clause says it all', { clause: { text: '99.9 % of each month' } }],
    ['no text of the clause is quoted', { clause: { section: '2.3' } }],
    ['there is no clause', {}],
  ])('is left alone where %s', (_, terms) => {
    expect(reading(objective(terms))).toEqual([]);
  });
});

describe('a support matrix without a reading', () => {
  const severities = [
    { level: 1, name: 'Critical', firstResponse: '2h', updateEvery: '1h', resolution: '1d' },
    { level: 2, name: 'High', firstResponse: '8h' },
  ];
  const clause = { text: 'Regular updates and immediate collaboration' };

  it('is named where its clause uses words without a measure', () => {
    expect(found('reading', { support: [matrix({ clause, severities })] })).toEqual([
      {
        path: 'support.issues',
        clause,
        why: 'the clause says "regular" without a measure and says "immediate" without a measure, and there is no reading',
        proposal:
          'reading: "Severity 1 is answered within 2 h, updated every 1 h and resolved within 1 d; severity 2 is answered within 8 h."',
      },
    ]);
  });

  it('is left alone where it or a severity has a reading, and where the clause is plain', () => {
    const read = [{ ...severities[0], reading: 'Immediate means an update every hour.' }];
    const support = [
      matrix({ name: 'a', clause, severities: read }),
      matrix({ name: 'b', clause, severities, reading: 'Regular means daily.' }),
      matrix({ name: 'c', clause: { text: 'Severity 1 2-hour response' }, severities }),
    ];
    expect(found('reading', { support })).toEqual([]);
  });
});
