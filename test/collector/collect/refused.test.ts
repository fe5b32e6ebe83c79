import { describe, expect, it } from 'vitest';
import { createRefused } from '@upheld/collector/collect/refused';
import type { UnmeasuredSample } from '@upheld/collector/collect/refused';

const minute = 60_000;

function slot(at: number, change: Partial<UnmeasuredSample> = {}): UnmeasuredSample {
  const place = { agreement: 'acme', source: 'api', vantage: 'main', at };
  return { ...place, outcome: 'unmeasured', reason: 'storage', latencyMs: null, ...change };
}

function remembered(...samples: UnmeasuredSample[]): UnmeasuredSample[] {
  const refused = createRefused();
  samples.forEach(refused.add);
  return [...refused.take()];
}

describe('slots that the storage refused', () => {
  it('come back as they were, in their order', () => {
    const slots = [slot(0), slot(minute), slot(2 * minute)];
    expect(remembered(...slots)).toEqual(slots);
  });

  it('come back without those that were stored in between', () => {
    const slots = [0, 1, 3, 4, 7].map((number) => slot(number * minute));
    expect(remembered(...slots)).toEqual(slots);
  });

  it('are kept apart by source, vantage and reason', () => {
    const slots = [slot(0), slot(minute)];
    const others = [{ source: 'desk' }, { vantage: 'rome' }, { reason: 'stopped' as const }];
    const all = slots.flatMap((each) => [each, ...others.map((other) => ({ ...each, ...other }))]);
    const given = remembered(...all);
    expect(given).toHaveLength(8);
    expect(new Set(given.map((each) => JSON.stringify(each)))).toEqual(
      new Set(all.map((each) => JSON.stringify(each))),
    );
  });

  it('come back in whatever order they came, one of them even twice', () => {
    const slots = [slot(2 * minute), slot(0), slot(minute), slot(minute)];
    expect(remembered(...slots)).toEqual(slots);
  });

  it('come back once', () => {
    const refused = createRefused();
    refused.add(slot(0));
    expect([...refused.take()]).toHaveLength(1);
    expect([...refused.take()]).toEqual([]);
  });

  it('may come while others are given back', () => {
    const refused = createRefused();
    refused.add(slot(0));
    for (const { at } of refused.take()) refused.add(slot(at + minute));
    expect([...refused.take()]).toEqual([slot(minute)]);
  });
});
