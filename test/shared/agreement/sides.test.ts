import { wrongSides } from '@upheld/shared/agreement/sides';
import { describe, expect, it } from 'vitest';
import { agreementDocument, objective } from './builder.ts';

function rules(target: Record<string, unknown>, score?: Record<string, unknown>): string[] {
  const terms = objective({ objective: target, ...(score === undefined ? {} : { score }) });
  return wrongSides(agreementDocument({ objectives: [terms] })).map(
    ({ path, got, rule }) => `${path.slice(3).join('.')}: ${got}; ${rule}`,
  );
}

describe('a value on one side of its target', () => {
  it('is refused on the other one: a critical share of good minutes above the target', () => {
    // The example allows ten times as much bad: 0.1 % becomes 1 %.
    expect(rules({ op: '>=', target: '99.9%', critical: '99.95%' })).toEqual([
      'objective.critical: 99.95%; a critical value is no better than the target, which is >= 99.9%, such as 99%',
    ]);
  });

  it('is refused on the other one: a critical share of failures below the target', () => {
    expect(rules({ op: '<', target: '0.1%', critical: '0.05%' })).toEqual([
      'objective.critical: 0.05%; a critical value is no better than the target, which is < 0.1%, such as 1%',
    ]);
  });

  it('may be critical at the target itself, and beyond it', () => {
    expect(rules({ op: '>=', target: '99.9%', critical: '99.90%' })).toEqual([]);
    expect(rules({ op: '>', target: '99.9%', critical: '99%' })).toEqual([]);
    expect(rules({ op: '<=', target: '1%', critical: '5%' })).toEqual([]);
  });

  it('is ideal at the target or better, and failed only when worse', () => {
    expect(rules({ op: '>=', target: '99%' }, { ideal: '99%', fail: '98.9%' })).toEqual([]);
    expect(rules({ op: '<', target: '1%' }, { ideal: '1%', fail: '1.1%' })).toEqual([]);
    expect(rules({ op: '>=', target: '99%' }, { ideal: '98.9%', fail: '99%' })).toEqual([
      'score.ideal: 98.9%; an ideal value is no worse than the target, which is >= 99%, such as 100%',
      'score.fail: 99%; a failed value is worse than the target, which is >= 99%, such as 90%',
    ]);
    expect(rules({ op: '<=', target: '20%' }, { ideal: '21%', fail: '19%' })).toEqual([
      'score.ideal: 21%; an ideal value is no worse than the target, which is <= 20%, such as 0%',
      'score.fail: 19%; a failed value is worse than the target, which is <= 20%, such as 100%',
    ]);
  });

  it('that cannot be read, or has no target, is left to its own rule', () => {
    expect(rules({ op: '>=', target: '999%', critical: '99%' })).toEqual([]);
    expect(rules({ op: '>=', target: '99%', critical: '999%' })).toEqual([]);
    expect(rules({ op: '>=', critical: '99%' })).toEqual([]);
    expect(rules({ target: '99%', critical: '99.9%' })).toEqual([]);
  });
});
