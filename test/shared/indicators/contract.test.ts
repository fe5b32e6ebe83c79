import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { indicatorKinds, supportKinds } from '@upheld/shared/indicators/registry';
import type { Interval } from '@upheld/shared/time/instant';
import { describe, expect, it } from 'vitest';
import { asOf, indicatorContract, window } from '../../contracts/indicator.ts';
import type { IndicatorFacts, IndicatorScenario } from '../../contracts/indicator.ts';
import { aLoadTest, aSeries, aSlice, at } from '../evaluation/build.ts';
import type { Slot } from '../evaluation/build.ts';
import { aTicket } from './matrix.ts';

const HOUR = 3_600_000;

/** A sample every minute from two vantages, the same throughout. */
function samples(slot: Slot, ...ranges: { start: number; end: number }[]): IndicatorFacts {
  const series = ranges.flatMap((range) =>
    ['main', 'west'].map((vantage) => aSeries(range, () => slot, { source: 'api', vantage })),
  );
  return { samples: { api: series } };
}

/** Days before and after the window, and what has yet to come of it; from another vantage as well. */
const outside = [
  { start: window.start - 72 * HOUR, end: window.start - HOUR },
  { start: asOf, end: asOf + 48 * HOUR },
  { start: window.end, end: window.end + 48 * HOUR },
];

/** Nights and a Sunday in July: New York closes at 21:00 UTC and opens at 13:00. */
const closed = [
  { start: at('2026-07-07T21:00:00Z'), end: at('2026-07-08T12:00:00Z') },
  { start: at('2026-07-12T04:00:00Z'), end: at('2026-07-13T12:00:00Z') },
];

const open = { start: window.start, end: asOf };

/** What is measured while the service hours last, so that nothing else holds a sample. */
function inService(slot: Slot): IndicatorFacts {
  const isClosed = (instant: number) => closed.some(({ start, end }) => start <= instant && instant < end);
  const series = ['main', 'west'].map((vantage) =>
    aSeries(open, (instant) => (isClosed(instant) ? null : slot), { source: 'api', vantage }),
  );
  return { samples: { api: series } };
}

function probed(
  terms: Record<string, unknown>,
  target: IndicatorScenario['target'],
  { good, bad }: { good: Slot; bad: Slot },
): IndicatorScenario {
  const fromEast = ({ samples: all }: IndicatorFacts): IndicatorFacts => ({
    samples: { api: (all?.['api'] ?? []).flatMap((one) => [one, { ...one, vantage: 'east' }]) },
  });
  return {
    ...{ terms, target, facts: inService(good), verdict: 'met' },
    elsewhere: fromEast(samples(bad, ...outside)),
    unscheduled: fromEast(samples(bad, ...closed)),
  };
}

const failed: Slot = { outcome: 'bad', status: 500 };

/** Opened, answered after 3 h, and left without another word for 20 days: late by every clock. */
function neglected(ticket: string, opened: number, severity = 1): TicketEvent[] {
  const [answered, resolved] = [opened + 3 * HOUR, opened + 20 * 24 * HOUR];
  return [
    { ticket, at: opened, type: 'opened', severity },
    { ticket, at: answered, type: 'public-reply', actor: 'supplier', autoSubmitted: false },
    { ticket, at: resolved, type: 'resolved' },
  ];
}

/**
 * On Monday, 6 July: opened at 10:00 in New York and answered at 11:30 (2 h are promised), an update at 12:30
 * (4 h), resolved at 13:00 (2 d are 48 h of service time, six working days).
 */
const kept: TicketEvent[] = [
  ...aTicket('T-1', '2026-07-06T14:00:00Z', { replied: '2026-07-06T15:30:00Z' }),
  {
    ...{ ticket: 'T-1', at: at('2026-07-06T16:30:00Z'), type: 'public-reply' },
    ...{ actor: 'supplier', autoSubmitted: false },
  },
  { ticket: 'T-1', at: at('2026-07-06T17:00:00Z'), type: 'resolved' },
];

/** First response and resolution are decided in June; its updates are late throughout July. */
const withoutUpdates: TicketEvent[] = [
  ...aTicket('T-quiet', '2026-06-15T14:00:00Z', { replied: '2026-06-15T15:00:00Z' }),
  { ticket: 'T-quiet', at: at('2026-07-10T20:00:00Z'), type: 'resolved' },
];

/** First response and resolution are late in July; without an answer no update was ever due. */
const unanswered: TicketEvent[] = [
  ...aTicket('T-unanswered', '2026-07-02T14:10:00Z'),
  { ticket: 'T-unanswered', at: at('2026-07-16T14:00:00Z'), type: 'resolved' },
];

/**
 * A desk's clocks belong to the window and the severity that they are decided in, and to one kind; service
 * hours are their own.
 */
function supported(within: string, ofOtherKinds: TicketEvent[]): IndicatorScenario {
  return {
    ...{ terms: { severity: 1, within }, target: { op: '>=', target: '95%' }, verdict: 'met' },
    facts: { events: kept },
    elsewhere: {
      events: [
        ...ofOtherKinds,
        ...neglected('T-before', at('2026-06-01T14:00:00Z')),
        ...neglected('T-other', at('2026-07-02T14:30:00Z'), 2),
        ...neglected('T-to-come', asOf + HOUR),
        ...neglected('T-afterwards', window.end),
      ],
    },
  };
}

const scenarios: Record<string, IndicatorScenario> = {
  availability: probed(
    { combine: 'all' },
    { op: '>=', target: '99.9%' },
    { good: { outcome: 'ok', latencyMs: 20 }, bad: failed },
  ),
  latency: probed(
    { threshold: '200ms' },
    { op: '>=', target: '95%' },
    { good: { outcome: 'ok', latencyMs: 20 }, bad: { outcome: 'ok', latencyMs: 900 } },
  ),
  'error-rate': probed(
    { notErrors: [404] },
    { op: '<', target: '0.1%' },
    { good: { outcome: 'bad', status: 404 }, bad: failed },
  ),
  freshness: probed(
    { threshold: '5s' },
    { op: '>=', target: '99%' },
    { good: { outcome: 'ok', ageMs: 400 }, bad: { outcome: 'ok', ageMs: 60_000 } },
  ),
  capacity: {
    terms: { users: 10_000, validFor: '12M' },
    target: { op: '>=', target: '100%' },
    facts: { loadTests: [aLoadTest(), aLoadTest({ at: at('2026-03-01T00:00:00Z'), users: 10 })] },
    verdict: 'met',
    elsewhere: {
      loadTests: [
        aLoadTest({ name: 'too old', at: at('2025-07-01T00:00:00Z'), users: 10 }),
        aLoadTest({ name: 'to come', at: asOf + HOUR, users: 10 }),
        aLoadTest({ name: 'afterwards', at: window.end, users: 10 }),
      ],
    },
  },
  'first-response': supported('2h', withoutUpdates),
  'update-cadence': supported('4h', unanswered),
  resolution: supported('2d', withoutUpdates),
};

/** Every hour of the stretches with a thousand requests, so many of them bad. */
function hourly(bad: number, thresholdMs: number | null, ...ranges: Interval[]): IndicatorFacts {
  const starts = ranges.flatMap(({ start, end }) =>
    Array.from({ length: Math.floor((end - start) / HOUR) }, (_, of) => start + of * HOUR),
  );
  return { slices: { gateway: starts.map((start) => aSlice(start, { total: 1000, bad }, { thresholdMs })) } };
}

function counted(
  terms: Record<string, unknown>,
  target: IndicatorScenario['target'],
  thresholdMs: number | null,
): IndicatorScenario {
  const isClosed = (instant: number) => closed.some(({ start, end }) => start <= instant && instant < end);
  const all = hourly(0, thresholdMs, open).slices?.['gateway'] ?? [];
  return {
    ...{ terms, target, verdict: 'met' },
    facts: { slices: { gateway: all.filter(({ start }) => !isClosed(start)) } },
    elsewhere: hourly(900, thresholdMs, ...outside),
    unscheduled: hourly(900, thresholdMs, ...closed),
  };
}

/** Of the kinds that read counted traffic too. */
const countedScenarios: Record<string, IndicatorScenario> = {
  latency: counted({ threshold: '200ms' }, { op: '>=', target: '95%' }, 200),
  'error-rate': counted({}, { op: '<', target: '0.1%' }, null),
};

const allKinds = [...indicatorKinds, ...supportKinds];

for (const kind of allKinds) {
  const scenario = scenarios[kind.type];
  if (scenario !== undefined) indicatorContract(kind, scenario);
  const hours = countedScenarios[kind.type];
  if (hours !== undefined) describe('over counted traffic', () => indicatorContract(kind, hours));
}

describe('the indicator contract', () => {
  it('is kept by every kind, of objectives and of severities', () => {
    expect(Object.keys(scenarios).sort()).toEqual(allKinds.map(({ type }) => type).sort());
    const reading = allKinds.filter(({ reads = [] }) => reads.includes('counts'));
    expect(Object.keys(countedScenarios).sort()).toEqual(reading.map(({ type }) => type).sort());
  });
});
