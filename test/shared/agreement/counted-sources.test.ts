import { kinds as collectorKinds } from '@upheld/collector/kinds';
import { countsTraffic } from '@upheld/shared/agreement/counted-source';
import { duration } from '@upheld/shared/agreement/fields';
import type { Kinds } from '@upheld/shared/agreement/kinds';
import { readAgreement } from '@upheld/shared/agreement/read';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { agreementDocument, kinds, matrix, objective } from './builder.ts';

/** Counts requests over its threshold as bad, without one those that failed. */
const countedSpec = z.strictObject({ threshold: duration(['ms', 's'], '200ms').optional() });
const withCounts: Kinds = {
  ...kinds,
  sources: [
    ...kinds.sources,
    {
      ...{ type: 'prometheus', spec: countedSpec, feeds: 'counts' },
      countsOver: (spec) => countedSpec.parse(spec).threshold ?? null,
    },
    { type: 'page', spec: z.strictObject({}), feeds: 'report' },
  ],
};

const sources = [
  { name: 'api', type: 'probe', spec: { url: 'https://api.acme.example' } },
  { name: 'failed', type: 'prometheus', spec: {} },
  { name: 'slow', type: 'prometheus', spec: { threshold: '200ms' } },
  { name: 'page', type: 'page', spec: {} },
  { name: 'desk', type: 'desk', spec: {} },
];

const errors = (...named: string[]) =>
  objective({ indicator: { type: 'error-rate', sources: named }, objective: { op: '<', target: '1%' } });
const latency = (threshold: unknown, ...named: string[]) =>
  objective({ indicator: { type: 'latency', sources: named, threshold } });

function faultsOf(spec: Record<string, unknown>): string[] {
  const read = readAgreement(agreementDocument({ sources, ...spec }), withCounts);
  return read.ok ? [] : read.faults.map(({ path, got, rule }) => `${path.join('.')}: ${got}; ${rule}`);
}

describe('a source of counted traffic', () => {
  it('feeds error rates and latencies, alone and beside samples', () => {
    const objectives = [
      { ...errors('failed', 'api'), name: 'errors' },
      { ...latency('200ms', 'slow', 'api'), name: 'latency' },
    ];
    expect(faultsOf({ objectives })).toEqual([]);
  });

  it('feeds nothing that must know an instant, and the fault says what to do', () => {
    const uptime = objective({ indicator: { type: 'availability', sources: ['failed'] } });
    expect(faultsOf({ objectives: [uptime] })).toEqual([
      'spec.objectives.0.indicator.sources.0: "failed"; availability must know the instant of what it counts, and this source counts by the hour; make the promise an error-rate or a latency, or name a source of samples, such as api',
    ]);
    const fresh = objective({ indicator: { type: 'freshness', sources: ['api', 'slow'], threshold: '5s' } });
    expect(faultsOf({ objectives: [fresh] })).toEqual([
      expect.stringContaining('spec.objectives.0.indicator.sources.1: "slow"; freshness must know'),
    ]);
  });

  it('is no desk, and what a partner says of itself is no measurement', () => {
    expect(faultsOf({ support: [matrix({ source: 'failed' })] })).toEqual([
      'spec.support.0.source: "failed"; a support matrix reads tickets, which this source does not give; name one that does, such as desk',
    ]);
    expect(faultsOf({ objectives: [errors('page')] })).toEqual([
      'spec.objectives.0.indicator.sources.0: "page"; an objective reads samples or counted traffic, which this source does not give; name one that does, such as api',
    ]);
  });

  it('counts over the threshold of the promise, however that is written', () => {
    const two = [{ name: 'slow', type: 'prometheus', spec: { threshold: '2s' } }];
    expect(faultsOf({ sources: two, objectives: [latency('2000ms', 'slow')] })).toEqual([]);
    expect(faultsOf({ objectives: [latency('150ms', 'api', 'slow')] })).toEqual([
      'spec.objectives.0.indicator.sources.1: "slow"; this source counts requests over 200ms as bad, and the promise is about those over 150ms; give its histogram the threshold of the promise, such as threshold: 150ms',
    ]);
  });

  it('counts failed requests where the promise is about those, and slow ones where it is about time', () => {
    expect(faultsOf({ objectives: [latency('150ms', 'failed')] })).toEqual([
      expect.stringContaining(
        'this source counts failed requests as bad, and the promise is about those over 150ms',
      ),
    ]);
    expect(faultsOf({ objectives: [errors('slow')] })).toEqual([
      expect.stringContaining(
        'this source counts requests over 200ms as bad, and the promise is about those that failed',
      ),
    ]);
  });

  it('is not asked for its threshold where that, or the one promised, cannot be read', () => {
    const broken = [{ name: 'slow', type: 'prometheus', spec: { threshold: 'soon' } }];
    for (const spec of [
      { sources: broken, objectives: [latency('150ms', 'slow')] },
      { objectives: [latency('soon', 'slow')] },
      { objectives: [latency(200, 'slow')] },
    ]) {
      expect(faultsOf(spec)).toHaveLength(1);
      expect(faultsOf(spec)[0]).toContain('a duration is');
    }
  });

  it('is of a type that judging knows by its name, for every kind there is', () => {
    const types = collectorKinds.sources.map(({ type, feeds }) => [type, feeds === 'counts'] as const);
    expect(types.map(([type]) => [type, countsTraffic({ type })])).toEqual(types);
  });
});
