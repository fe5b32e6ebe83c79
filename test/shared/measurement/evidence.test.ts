import { eventsNeeded, evidenceStrength, wilsonInterval } from '@upheld/shared/measurement/evidence';
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
    expect(evidenceStrength({ bad: 0, total: 10_000, allowedBad, verdict: 'missed' })).toBe('inconclusive');
  });

  it('at the very end of the interval is inconclusive: the comparison is exact and strict', () => {
    // t = 1/2 and n = 500,000²: z·sqrt(t(1 - t)/n) = 1.959964 / 1,000,000, and p - t = 489,991 / n is the same.
    const half = percentage('50%');
    const [bad, total] = [125_000_489_991, 250_000_000_000];
    expect(evidenceStrength({ bad, total, allowedBad: half, verdict: 'missed' })).toBe('inconclusive');
    expect(evidenceStrength({ bad: bad + 1, total, allowedBad: half, verdict: 'missed' })).toBe('conclusive');
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

describe('the events that it takes to prove a promise', () => {
  // z² = 1.959964² = 3.841458881296; z² · (1 - t)/t for t of 0.1 %, 5 %, 50 % and 100 %.
  it.each([
    ['0.1%', 3838], // 3.84146 · 999 = 3,837.6
    ['5%', 73], // 3.84146 · 19 = 72.99
    ['50%', 4], // 3.84146
    ['100%', 1], // 0: one event is more
  ])('that allows %s bad are the first that make a clean run conclusive', (share, expected) => {
    const allowedBad = percentage(share);
    expect(eventsNeeded(allowedBad)).toBe(expected);
    const clean = (total: number) => evidenceStrength({ bad: 0, total, allowedBad, verdict: 'met' });
    expect([clean(expected), clean(expected - 1)]).toEqual(['conclusive', 'inconclusive']);
  });

  it('that allows nothing bad are none', () => {
    expect(eventsNeeded(percentage('0%'))).toBeNull();
  });
});
