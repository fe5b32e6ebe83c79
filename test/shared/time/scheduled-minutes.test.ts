import type { CalendarTerms } from '@upheld/shared/agreement/agreement';
import { countMinutes, scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';
import { describe, expect, it } from 'vitest';
import { always, at, between, businessHours } from './calendars.ts';

describe('the scheduled minutes of a window', () => {
  it('are those of a quarter of business hours', () => {
    // July to September 2026 have 23 + 21 + 22 = 66 weekdays of 8 * 60 minutes.
    const quarter = between('2026-07-01T00:00:00-04:00', '2026-10-01T00:00:00-04:00');
    expect(countMinutes(scheduledMinutes(businessHours, quarter))).toBe(31_680);
  });

  it('leave the minute in which the window starts to the window before, if it started earlier', () => {
    const window = { start: at('2026-07-01T10:00:00.001Z'), end: at('2026-07-01T10:03:00.001Z') };
    // 10:01, 10:02 and, starting 1 ms before the end, 10:03.
    expect(scheduledMinutes(always('UTC'), window)).toEqual([
      between('2026-07-01T10:01:00Z', '2026-07-01T10:04:00Z'),
    ]);
  });

  it('are none between two minute starts', () => {
    const window = { start: at('2026-07-01T10:00:00.001Z'), end: at('2026-07-01T10:01:00Z') };
    expect(scheduledMinutes(always('UTC'), window)).toEqual([]);
  });

  it('go by where a minute starts in the service hours, not by where it ends', () => {
    // A zone whose offset had seconds: Monrovia was 44 min 30 s behind UTC until 7 January 1972, so that
    // 09:00-10:00 there was 09:44:30-10:44:30 UTC, which holds the starts of 09:45 to 10:44.
    const calendar: CalendarTerms = {
      timeZone: 'Africa/Monrovia',
      weekly: { mon: ['09:00-10:00'] },
      holidays: [],
    };
    const day = between('1972-01-03T00:00:00Z', '1972-01-04T00:00:00Z');
    expect(scheduledMinutes(calendar, day)).toEqual([
      between('1972-01-03T09:45:00Z', '1972-01-03T10:45:00Z'),
    ]);
  });
});
