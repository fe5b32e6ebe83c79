import { dateNumber, dateText, localDates, startOfLocalDate } from '@upheld/shared/time/local-date';
import { describe, expect, it } from 'vitest';
import { at, between } from './calendars.ts';

describe('the number of a date', () => {
  it('counts dates from 1970-01-01, over leap days, and leads back', () => {
    // 1970 to 2026 are 56 years with 14 leap days (1972 to 2024): 56 * 365 + 14 = 20454.
    expect(dateNumber('2026-01-01')).toBe(20_454);
    expect(dateText(20_454)).toBe('2026-01-01');
    expect(dateNumber('1969-12-31')).toBe(-1);
  });

  it.each(['', '2026-7-1', '+002026-07-01', '2026-07-01T00:00', '2026-02-30', '2026-13-01'])(
    'is not known of %j, and the error gives the rule and an example',
    (date) => {
      expect(() => dateNumber(date)).toThrow(
        new RangeError(`got "${date}"; a date is YYYY-MM-DD and exists in the calendar, such as 2026-07-01`),
      );
    },
  );

  it('that does not exist keeps what the platform says of it as the cause', () => {
    expect(() => dateNumber('2026-02-30')).toThrow(
      expect.objectContaining({ cause: expect.any(RangeError) }),
    );
  });
});

describe('the start of a local date', () => {
  it('is the earlier midnight where it comes twice', () => {
    // Havana put its clocks back from 01:00 to 00:00 on 1 November 2020.
    expect(startOfLocalDate('2020-11-01', 'America/Havana')).toBe(at('2020-11-01T00:00:00-04:00'));
  });

  it('of a date that the zone skipped is that of the next date', () => {
    expect(startOfLocalDate('2011-12-30', 'Pacific/Apia')).toBe(at('2011-12-31T00:00:00+14:00'));
  });
});

describe('the local days of a window', () => {
  it('are cut to the window and follow the clocks', () => {
    // New York moves its clocks forward on 8 March 2026, which has 23 hours.
    const window = between('2026-03-07T18:00:00-05:00', '2026-03-09T06:00:00-04:00');
    expect(localDates(window, 'America/New_York')).toEqual([
      { date: '2026-03-07', ...between('2026-03-07T18:00:00-05:00', '2026-03-08T00:00:00-05:00') },
      { date: '2026-03-08', ...between('2026-03-08T00:00:00-05:00', '2026-03-09T00:00:00-04:00') },
      { date: '2026-03-09', ...between('2026-03-09T00:00:00-04:00', '2026-03-09T06:00:00-04:00') },
    ]);
  });

  it('do not hold the date that begins where the window ends', () => {
    const window = between('2026-07-01T00:00:00Z', '2026-07-03T00:00:00Z');
    expect(localDates(window, 'UTC').map(({ date }) => date)).toEqual(['2026-07-01', '2026-07-02']);
  });

  it('leave out the date that the zone skipped', () => {
    const window = between('2011-12-29T12:00:00-10:00', '2011-12-31T12:00:00+14:00');
    expect(localDates(window, 'Pacific/Apia').map(({ date }) => date)).toEqual(['2011-12-29', '2011-12-31']);
  });

  it('are none in an empty window', () => {
    expect(localDates(between('2026-07-01T10:00:00Z', '2026-07-01T10:00:00Z'), 'UTC')).toEqual([]);
  });
});
