import { effectiveWindow } from '@upheld/shared/time/effective';
import { describe, expect, it } from 'vitest';
import { at } from './calendars.ts';

describe('the window of an agreement', () => {
  it('runs from the start of its first local date to the end of its last, which is included', () => {
    expect(effectiveWindow({ from: '2026-01-01', until: '2026-12-31' }, 'America/New_York')).toEqual({
      start: at('2026-01-01T00:00:00-05:00'),
      end: at('2027-01-01T00:00:00-05:00'),
    });
  });

  it('has no end without a last date', () => {
    expect(effectiveWindow({ from: '2026-07-01' }, 'Europe/Berlin')).toEqual({
      start: at('2026-07-01T00:00:00+02:00'),
      end: Infinity,
    });
  });

  it('starts at the end of the gap where midnight does not exist', () => {
    // Asunción skipped 00:00 to 01:00 on 1 October 2017.
    expect(effectiveWindow({ from: '2017-10-01' }, 'America/Asuncion').start).toBe(
      at('2017-10-01T01:00:00-03:00'),
    );
  });

  it.each(['2026-02-30', '2026-2-3', '20260203', 'today'])('refuses %j, which is no date', (date) => {
    expect(() => effectiveWindow({ from: date }, 'UTC')).toThrow(
      new RangeError(`got "${date}"; a date is YYYY-MM-DD and exists in the calendar, such as 2026-07-01`),
    );
  });
});
