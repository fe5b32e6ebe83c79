import { describe, expect, it } from 'vitest';
import { isReconcileDue } from '@upheld/collector/collect/night';

const at = (text: string) => Date.parse(text);
const berlin = 'Europe/Berlin';

describe('the look at open tickets', () => {
  it('is due where there was none', () => {
    expect(isReconcileDue(null, at('2026-08-15T12:00:00Z'), 'UTC')).toBe(true);
  });

  it.each([
    // 03:00 in Berlin is 01:00 UTC in summer and 02:00 UTC in winter.
    ['2026-08-14T12:00:00Z', '2026-08-15T00:59:59Z', false],
    ['2026-08-14T12:00:00Z', '2026-08-15T01:00:00Z', true],
    ['2026-08-15T01:00:00Z', '2026-08-15T23:00:00Z', false],
    ['2026-12-14T12:00:00Z', '2026-12-15T01:59:59Z', false],
    ['2026-12-14T12:00:00Z', '2026-12-15T02:00:00Z', true],
    ['2026-08-13T12:00:00Z', '2026-08-15T00:00:00Z', true],
    // Whatever was missed while nothing ran is one look.
    ['2026-08-01T12:00:00Z', '2026-08-15T00:00:00Z', true],
  ])('that was at %s is at %s due: %s', (last, now, isDue) => {
    expect(isReconcileDue(at(last), at(now), berlin)).toBe(isDue);
  });

  it('is due once on the days when the clocks change', () => {
    // 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC.
    expect(isReconcileDue(at('2026-03-28T02:00:00Z'), at('2026-03-29T00:59:59Z'), berlin)).toBe(false);
    expect(isReconcileDue(at('2026-03-28T02:00:00Z'), at('2026-03-29T01:00:00Z'), berlin)).toBe(true);
    expect(isReconcileDue(at('2026-03-29T01:00:00Z'), at('2026-03-29T23:59:59Z'), berlin)).toBe(false);
    // 25 October 2026: 03:00 becomes 02:00 at 01:00 UTC, so that 03:00 comes at 02:00 UTC.
    expect(isReconcileDue(at('2026-10-24T01:00:00Z'), at('2026-10-25T01:59:59Z'), berlin)).toBe(false);
    expect(isReconcileDue(at('2026-10-24T01:00:00Z'), at('2026-10-25T02:00:00Z'), berlin)).toBe(true);
    expect(isReconcileDue(at('2026-10-25T02:00:00Z'), at('2026-10-26T01:59:59Z'), berlin)).toBe(false);
  });

  it('is due where the last one is in the future, because somebody set the clock back', () => {
    expect(isReconcileDue(at('2027-01-01T00:00:00Z'), at('2026-08-15T12:00:00Z'), 'UTC')).toBe(true);
  });
});
