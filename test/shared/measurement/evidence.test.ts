import { evidenceStrength, wilsonInterval } from '@upheld/shared/measurement/evidence';
import { percentage } from '@upheld/shared/exact/ratio';
import { describe, expect, it } from 'vitest';

describe('evidence strength', () => {
  const allowedBad = percentage('0.1%');

  it('of a clean run is conclusive once it is long enough', () => {
    // p = 0: t² > z²·t(1 - t)/n, so n > z²(1 - t)/t = 3.841458... · 999 = 3837.6: 3,838 is the first.
    expect(evidenceStrength({ bad: 0, total: 3838, allowedBad, verdict: 'met' })).toBe('conclusive');
    expect(evidenceStrength({ bad: 0, total: 3837, allowedBad, verdict: 'met' })).toBe('inconclusive');
  });

  it('is never conclusive at equality, nor on the other side of the verdict', () => {
    expect(evidenceStrength({ bad: 10, total: 10_000, allowedBad, verdict: 'missed' })).toBe('inconclusive');
    expect(evidenceStrength({ bad: 500, total: 10_000, allowedBad, verdict: 'met' })).toBe('inconclusive');
  });

  it('is none where nothing was decided, and inconclusive without events', () => {
    expect(evidenceStrength({ bad: 500, total: 10_000, allowedBad, verdict: 'undetermined' })).toBeNull();
    expect(evidenceStrength({ bad: 0, total: 0, allowedBad, verdict: 'met' })).toBe('inconclusive');
  });

  it('against 100 % is conclusive with one failure and never without', () => {
    const none = percentage('0%');
    expect(evidenceStrength({ bad: 1, total: 1000, allowedBad: none, verdict: 'missed' })).toBe('conclusive');
    expect(evidenceStrength({ bad: 0, total: 1_000_000, allowedBad: none, verdict: 'met' })).toBe(
      'inconclusive',
    );
  });
});

describe('the Wilson interval', () => {
  it('stays inside [0, 1] and needs an event', () => {
    // One of one: low = 1/(1 + z²) = 1/4.841459 = 0.206549, high = 1.
    expect(wilsonInterval(1, 1)?.low).toBeCloseTo(0.206549, 6);
    expect(wilsonInterval(1, 1)?.high).toBe(1);
    expect(wilsonInterval(0, 0)).toBeNull();
  });
});
