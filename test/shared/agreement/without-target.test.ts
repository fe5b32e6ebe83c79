// An indicator that reads no sources and has no share to reach: capacity.
import { readAgreement } from '@upheld/shared/agreement/read';
import { writtenAgreement } from '@upheld/shared/agreement/written';
import { describe, expect, it } from 'vitest';
import { agreementDocument, kinds, objective } from './builder.ts';

const indicator = { type: 'capacity', users: 10_000, validFor: '12M' };
const capacity = (change: Record<string, unknown> = {}) => ({
  ...{ name: 'capacity', owedBy: 'acme', indicator, period: 'quarter' },
  ...change,
});

function read(objectives: unknown[]) {
  return readAgreement(agreementDocument({ objectives }), kinds);
}

/** `path: got VALUE; RULE` of each fault. */
function faultsOf(...objectives: unknown[]): string[] {
  const result = read(objectives);
  if (result.ok) return [];
  return result.faults.map(({ path, key = [], got, rule }) => {
    const place = [...path.slice(3), key].flat().join('.');
    return `${place}: ${got}; ${rule}`;
  });
}

describe('an objective whose indicator has neither sources nor a target', () => {
  it('is read with none of the one and all of the other', () => {
    const result = read([capacity(), objective()]);
    expect(result).toMatchObject({
      value: {
        objectives: [
          {
            name: 'capacity',
            indicator: { ...indicator, sources: [] },
            objective: { op: '>=', target: '100%', timeSliceTarget: '50%' },
          },
          { name: 'uptime', indicator: { sources: ['api'] }, objective: { target: '99.9%' } },
        ],
      },
    });
  });

  it('is written as it was read, without what it does not have', () => {
    const first = read([capacity(), objective()]);
    if (!first.ok) throw new Error('it is valid');
    const written = writtenAgreement(first.value, kinds, 0);
    expect(written).toMatchObject({ spec: { objectives: [{ indicator }, { objective: { op: '>=' } }] } });
    expect(written).not.toHaveProperty('spec.objectives[0].objective');
    expect(written).not.toHaveProperty('spec.objectives[0].indicator.sources');
    expect(readAgreement(written, kinds)).toEqual(first);
  });

  it('refuses a target, sources and each', () => {
    const leaveOut =
      'capacity is kept or not, without a share to reach: leave objective out, such as { name: capacity, owedBy: acme, indicator: { type: capacity, ... }, period: quarter }';
    expect(faultsOf(capacity({ objective: { op: '>=', target: '99%' } }))).toEqual([
      `objective: a mapping; ${leaveOut}`,
    ]);
    const more = { ...indicator, sources: ['api'], each: 'source' };
    expect(faultsOf(capacity({ indicator: more, objective: { op: '<', target: '99%' } }))).toEqual([
      'indicator.sources: the unknown key "sources"; one of users, validFor, type, such as users',
      'indicator.each: the unknown key "each"; one of users, validFor, type, such as users',
      `objective: a mapping; ${leaveOut}`,
    ]);
  });
});

describe('an objective of any other indicator', () => {
  const without = { ...objective() };
  delete without['objective'];
  const rule = 'an objective has an operator and a target, such as { op: ">=", target: 99.9% }';

  it('needs a target', () => {
    expect(faultsOf(without)).toEqual([`objective: nothing; ${rule}`]);
    expect(faultsOf({ ...without, objective: null })).toEqual([`objective: nothing; ${rule}`]);
  });

  it('needs sources', () => {
    expect(faultsOf(objective({ indicator: { type: 'freshness', threshold: '5s' } }))).toEqual([
      'indicator.sources: nothing; an indicator names its sources, such as [orders-api]',
    ]);
  });
});
