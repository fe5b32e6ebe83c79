import { indicatorKinds } from '@upheld/shared/indicators/registry';
import { describe, expect, it } from 'vitest';
import { asOf, indicatorContract, window } from '../../contracts/indicator.ts';
import type { IndicatorFacts, IndicatorScenario } from '../../contracts/indicator.ts';
import { aLoadTest, aSeries, at } from '../evaluation/build.ts';
import type { Slot } from '../evaluation/build.ts';

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
};

for (const kind of indicatorKinds) {
  const scenario = scenarios[kind.type];
  if (scenario !== undefined) indicatorContract(kind, scenario);
}

describe('the indicator contract', () => {
  it('is kept by every kind that an objective may name', () => {
    expect(Object.keys(scenarios).sort()).toEqual(indicatorKinds.map(({ type }) => type).sort());
  });
});
