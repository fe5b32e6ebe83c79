import { decimal, percentage, ratio } from '@upheld/shared/exact/ratio';
import { attainmentOf, attainmentRange } from '@upheld/shared/score/attainment';
import { scaleOf } from '@upheld/shared/score/scale';
import { describe, expect, it } from 'vitest';
import { item } from './build.ts';

const uptime = scaleOf({ op: '>=', ratio: percentage('99.9%') });

function at(value: string, scale = uptime) {
  return attainmentOf(decimal(value), scale);
}

function standing(verdict: 'met' | 'missed' | 'undetermined' | 'excluded') {
  return { verdict, critical: null, previousVerdict: null };
}

describe('the attainment of a value', () => {
  it('is 0 at fail, 70 at the threshold, 100 at the ideal and linear between', () => {
    expect(at('0.99')).toEqual(ratio(0, 1));
    // Half way from 99 % to 99.9 %, and half way from 99.9 % to 100 %.
    expect(at('0.9945')).toEqual(ratio(35, 1));
    expect(at('0.999')).toEqual(ratio(70, 1));
    expect(at('0.9995')).toEqual(ratio(85, 1));
    expect(at('1')).toEqual(ratio(100, 1));
  });

  it('is clamped at both ends', () => {
    expect(at('0.5')).toEqual(ratio(0, 1));
    const own = scaleOf({ op: '>=', ratio: percentage('99%') }, { ideal: '99.9%', fail: '98%' });
    expect(at('0.9999', own)).toEqual(ratio(100, 1));
  });

  it('rises as an error rate falls', () => {
    const errors = scaleOf({ op: '<', ratio: percentage('0.1%') });
    // From 0.1 % (70) to 1 % (0): 0.55 % is half way. From 0 % (100) to 0.1 %: 0.04 % is 30 · 0.6 above 70.
    expect(at('0.0055', errors)).toEqual(ratio(35, 1));
    expect(at('0.0004', errors)).toEqual(ratio(88, 1));
  });

  it('is everything or on the way to 70 where nothing bad is allowed', () => {
    const all = scaleOf({ op: '>=', ratio: percentage('100%') });
    expect(at('1', all)).toEqual(ratio(100, 1));
    // From 80 % (0) to 100 % (70).
    expect(at('0.9', all)).toEqual(ratio(35, 1));
  });

  it('has an answer for a scale whose points coincide or stand in a wrong order', () => {
    const flat = scaleOf({ op: '>=', ratio: percentage('99%') }, { ideal: '99%', fail: '99%' });
    expect([at('0.98', flat), at('0.99', flat)]).toEqual([ratio(0, 1), ratio(100, 1)]);
    const turned = scaleOf({ op: '>=', ratio: percentage('99%') }, { ideal: '98%', fail: '99.5%' });
    expect([at('0.97', turned), at('0.98', turned)]).toEqual([ratio(0, 1), ratio(100, 1)]);
  });
});

describe('the attainment of an item', () => {
  it('is at most 69 where it is missed, even at the threshold of a strict promise', () => {
    const value = decimal('0.999');
    const missed = item({ worst: value, best: value, promise: standing('missed') });
    expect(attainmentRange(missed)).toEqual({ low: ratio(69, 1), high: ratio(69, 1) });
  });

  it('is at least 70 where it is met, whatever the scale says', () => {
    const value = decimal('0.998');
    expect(attainmentRange(item({ worst: value, best: value }))?.low).toEqual(ratio(70, 1));
  });

  it('is 0 to 100 where nothing is known, and reaches over 69 and 70 where bounds are', () => {
    const promise = standing('undetermined');
    expect(attainmentRange(item({ worst: null, best: null, promise }))).toEqual({
      low: ratio(0, 1),
      high: ratio(100, 1),
    });
    // Too few requests to judge, though the bounds alone would have decided.
    const bounds = item({ worst: decimal('0.9995'), best: decimal('0.9995'), promise });
    expect(attainmentRange(bounds)).toEqual({ low: ratio(69, 1), high: ratio(85, 1) });
  });

  it('is none where the promise is excluded', () => {
    expect(attainmentRange(item({ promise: standing('excluded') }))).toBeNull();
  });

  it('of a plain measure is held at nothing', () => {
    const value = decimal('0.999');
    expect(attainmentRange(item({ worst: value, best: value, promise: null }))).toEqual({
      low: ratio(70, 1),
      high: ratio(70, 1),
    });
  });
});
