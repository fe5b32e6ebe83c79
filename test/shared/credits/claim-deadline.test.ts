import { claimDeadline } from '@upheld/shared/credits/claim-deadline';
import { startOfLocalDate } from '@upheld/shared/time/local-date';
import { describe, expect, it } from 'vitest';
import { always, at, businessHours } from '../evaluation/build.ts';

const berlin = 'Europe/Berlin';

/** The deadline of a period whose last local date is the one before `first`, in Berlin. */
function deadline(first: string, within: string, business = always): string {
  const end = startOfLocalDate(first, berlin);
  return new Date(claimDeadline(end, within, berlin, business)).toISOString();
}

describe('the deadline of a claim', () => {
  it('is the end of the local day so many days after the last day of the period', () => {
    // July ends with the 31st; 29 September is the 60th day after it.
    expect(deadline('2026-08-01', '60d')).toBe('2026-09-29T22:00:00.000Z');
    expect(deadline('2026-08-01', '1d')).toBe('2026-08-01T22:00:00.000Z');
  });

  it('counts days and not hours, so a change of the clocks does not move it off midnight', () => {
    // Berlin goes back to UTC+1 on 25 October: 60 times 24 hours would end an hour before midnight.
    expect(deadline('2026-10-01', '60d')).toBe('2026-11-29T23:00:00.000Z');
    expect(deadline('2026-03-01', '31d')).toBe('2026-03-31T22:00:00.000Z');
  });

  it('counts a week as seven days', () => {
    expect(deadline('2026-08-01', '2w')).toBe(deadline('2026-08-01', '14d'));
  });

  it('counts months from the first day after the period, to the end of the last one', () => {
    // June is over; one month is all of July, a quarter ends with September, a year with next June.
    expect(deadline('2026-07-01', '1M')).toBe('2026-07-31T22:00:00.000Z');
    expect(deadline('2026-07-01', '1Q')).toBe('2026-09-30T22:00:00.000Z');
    expect(deadline('2026-07-01', '1Y')).toBe('2027-06-30T22:00:00.000Z');
  });

  it('counts business days on their own calendar, to the close of the last one', () => {
    // In New York: June ends on a Tuesday, so Wednesday the 1st is the first business day and closes at
    // 17:00, 21:00 UTC; the 3rd one is Friday. July ends on a Friday; the first after it is Monday the 3rd.
    expect(deadline('2026-07-01', '1bd', businessHours)).toBe('2026-07-01T21:00:00.000Z');
    expect(deadline('2026-07-01', '3bd', businessHours)).toBe('2026-07-03T21:00:00.000Z');
    expect(deadline('2026-08-01', '1bd', businessHours)).toBe('2026-08-03T21:00:00.000Z');
  });

  it('does not count the first day after the period away when business days are those of the same zone', () => {
    // In Berlin July begins on a Wednesday, and 17:00 is 15:00 UTC.
    const business = { ...businessHours, timeZone: berlin };
    expect(deadline('2026-07-01', '1bd', business)).toBe('2026-07-01T15:00:00.000Z');
  });

  it('is refused in units that are no calendar days', () => {
    expect(() => claimDeadline(at('2026-08-01T00:00:00Z'), '60h', berlin, always)).toThrow(
      'got "60h"; claims are due in d, w, bd, M, Q or Y, such as 60d',
    );
  });
});
