import { rangesStartingOn } from '@upheld/shared/time/service-dates';
import { describe, expect, it } from 'vitest';
import { always, between, businessHours } from './calendars.ts';

/** Monday 1 June 2026 by its number: 20,454 is 1 January 2026, and 31 + 28 + 31 + 30 + 31 dates passed. */
const monday = 20_605;

describe('the service ranges of a date', () => {
  it('are those of its weekday', () => {
    expect(rangesStartingOn(monday, businessHours)).toEqual([
      between('2026-06-01T09:00:00-04:00', '2026-06-01T17:00:00-04:00'),
    ]);
    expect(rangesStartingOn(monday - 1, businessHours)).toEqual([]);
  });

  it('are worked out once for a calendar, and apart for another one', () => {
    expect(rangesStartingOn(monday, businessHours)).toBe(rangesStartingOn(monday, businessHours));
    expect(rangesStartingOn(monday, always('UTC'))).toEqual([
      between('2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z'),
    ]);
  });
});
