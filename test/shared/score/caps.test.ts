import { decimal } from '@upheld/shared/exact/ratio';
import { capsOf, lowestCap } from '@upheld/shared/score/caps';
import { scaleOf } from '@upheld/shared/score/scale';
import type { ScoreItem } from '@upheld/shared/score/score-item';
import { describe, expect, it } from 'vitest';
import { item } from './build.ts';

type Standing = NonNullable<ScoreItem['promise']>;

function failing(value: string | null, change: Partial<Standing> = {}): ScoreItem {
  const exact = value === null ? null : decimal(value);
  const verdict = value === null ? 'undetermined' : 'missed';
  const promise = { verdict, critical: null, previousVerdict: null, ...change } as const;
  return item({ worst: exact, best: exact, promise });
}

function reasonsOf(items: ScoreItem[]): string[] {
  return capsOf(items, 'none').map(({ reason, cap }) => `${reason} ${cap}`);
}

describe('caps', () => {
  it('name the reason, the cap and the promise, its period and its source', () => {
    const subject = { name: 'error-rate', period: '2026-07', source: 'events' };
    expect(capsOf([item(), { ...failing('0.995'), subject }], 'open')).toEqual([
      { reason: 'missed', cap: 69, subject },
      { reason: 'cure-open', cap: 39, subject: null },
    ]);
    expect(capsOf([], 'expired')).toEqual([{ reason: 'cure-expired', cap: 19, subject: null }]);
  });

  it('hold for a promise that was not met in the period before either', () => {
    expect(reasonsOf([failing('0.995', { previousVerdict: 'missed' })])).toEqual([
      'missed 69',
      'repeated 49',
    ]);
    expect(reasonsOf([failing(null, { previousVerdict: 'undetermined' })])).toEqual([
      'not-measured 69',
      'repeated 49',
    ]);
  });

  it('call no miss repeated after a period that was met, excluded or is not known', () => {
    for (const previousVerdict of ['met', 'excluded', null] as const) {
      expect(reasonsOf([failing('0.995', { previousVerdict })])).toEqual(['missed 69']);
    }
  });

  it('call a value critical strictly below the critical one, and every value that nobody knows', () => {
    const critical = decimal('0.995');
    expect(reasonsOf([failing('0.995', { critical })])).toEqual(['missed 69']);
    expect(reasonsOf([failing('0.99499', { critical })])).toEqual(['missed 69', 'critical 49']);
    expect(reasonsOf([failing(null, { critical })])).toEqual(['not-measured 69', 'critical 49']);
  });

  it('call an error rate critical strictly above the critical one', () => {
    const lower = { scale: scaleOf({ op: '<', ratio: decimal('0.001') }) };
    const critical = decimal('0.005');
    expect(reasonsOf([{ ...failing('0.005', { critical }), ...lower }])).toEqual(['missed 69']);
    expect(reasonsOf([{ ...failing('0.00501', { critical }), ...lower }])).toEqual([
      'missed 69',
      'critical 49',
    ]);
  });

  it('judge what is in doubt by its worst case', () => {
    const critical = decimal('0.995');
    const within = failing(null, { critical });
    expect(reasonsOf([{ ...within, worst: decimal('0.996') }])).toEqual(['not-measured 69']);
    expect(reasonsOf([{ ...within, worst: decimal('0.994') }])).toEqual(['not-measured 69', 'critical 49']);
  });

  it('leave promises alone that are met or excluded, and plain measures', () => {
    const standing = { critical: decimal('1'), previousVerdict: 'missed' } as const;
    const zero = { worst: decimal('0'), best: decimal('0') };
    const items = [
      item({ ...zero, promise: { verdict: 'met', ...standing } }),
      item({ ...zero, promise: { verdict: 'excluded', ...standing } }),
      item({ ...zero, promise: null }),
      item({ worst: null, best: null, promise: null }),
    ];
    expect(reasonsOf(items)).toEqual([]);
  });

  it('come to the lowest of them', () => {
    const caps = capsOf([failing('0.995', { previousVerdict: 'missed' }), failing(null)], 'none');
    expect(lowestCap(caps)).toBe(49);
    expect(lowestCap([])).toBeNull();
  });
});
