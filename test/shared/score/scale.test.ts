import { decimal, percentage } from '@upheld/shared/exact/ratio';
import { scaleOf } from '@upheld/shared/score/scale';
import { describe, expect, it } from 'vitest';

describe('the scale of a promise', () => {
  it('is worth nothing at ten times the bad share allowed and everything where none is bad', () => {
    // 0.1 % may be bad; 1 % bad is worth nothing, so 99 % good.
    expect(scaleOf({ op: '>=', ratio: percentage('99.9%') })).toEqual({
      better: 'higher',
      fail: decimal('0.99'),
      threshold: decimal('0.999'),
      ideal: decimal('1'),
    });
    expect(scaleOf({ op: '<', ratio: percentage('0.1%') })).toEqual({
      better: 'lower',
      fail: decimal('0.01'),
      threshold: decimal('0.001'),
      ideal: decimal('0'),
    });
  });

  it('is worth nothing at 20 % bad where nothing bad is allowed', () => {
    expect(scaleOf({ op: '>=', ratio: percentage('100%') })).toMatchObject({ fail: decimal('0.8') });
    expect(scaleOf({ op: '<=', ratio: percentage('0%') })).toMatchObject({ fail: decimal('0.2') });
  });

  it('goes on below zero where a tenth or more may be bad', () => {
    // 20 % may be bad, so 200 % bad would be worth nothing: -100 % good.
    expect(scaleOf({ op: '>=', ratio: percentage('80%') })).toMatchObject({ fail: decimal('-1') });
  });

  it("is the objective's own where it names one", () => {
    const own = { ideal: '99.99%', fail: '95%' };
    expect(scaleOf({ op: '>=', ratio: percentage('99.9%') }, own)).toEqual({
      better: 'higher',
      fail: decimal('0.95'),
      threshold: decimal('0.999'),
      ideal: decimal('0.9999'),
    });
  });
});
