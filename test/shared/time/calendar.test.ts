import type { CalendarTerms } from '@upheld/shared/agreement/agreement';
import { serviceRanges, serviceTime } from '@upheld/shared/time/calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { always, at, between, businessHours } from './calendars.ts';

const week = between('2026-06-01T00:00:00-04:00', '2026-06-08T00:00:00-04:00');

describe('service hours', () => {
  it('are one range a working day', () => {
    const ranges = serviceRanges(businessHours, week);
    expect(ranges).toHaveLength(5);
    expect(ranges[0]).toEqual(between('2026-06-01T09:00:00-04:00', '2026-06-01T17:00:00-04:00'));
    expect(serviceTime(ranges)).toBe(144_000_000); // 5 days * 8 h * 3,600,000
  });

  it('round the clock are one range, cut to the window', () => {
    expect(serviceRanges(always('Europe/Berlin'), week)).toEqual([week]);
  });

  it('are none in an empty or reversed window', () => {
    expect(serviceRanges(always('UTC'), { start: week.end, end: week.start })).toEqual([]);
    expect(serviceRanges(always('UTC'), { start: week.start, end: week.start })).toEqual([]);
  });

  it('reach into a window from a range that began two dates before it', () => {
    // Thursday 23:00 to Friday 23:00 in Apia, where Friday 30 December 2011 was skipped.
    const calendar: CalendarTerms = {
      timeZone: 'Pacific/Apia',
      weekly: { thu: ['23:00-23:00'] },
      holidays: [],
    };
    const saturday = between('2011-12-31T00:00:00+14:00', '2012-01-01T00:00:00+14:00');
    expect(serviceRanges(calendar, saturday)).toEqual([
      between('2011-12-31T00:00:00+14:00', '2011-12-31T23:00:00+14:00'),
    ]);
  });

  it('of the next date count from its first midnight where clocks go back over midnight', () => {
    // St John's, 1 November 2009: midnight came at 02:30 UTC and, after 23:01 had come again, at 03:30 UTC.
    const calendar: CalendarTerms = {
      timeZone: 'America/St_Johns',
      weekly: { sun: ['00:00-08:00'] },
      holidays: [],
    };
    const again = between('2009-11-01T02:40:00Z', '2009-11-01T02:50:00Z');
    expect(serviceRanges(calendar, again)).toEqual([again]);
  });

  it('begin and end with the date where the skipped hour goes over midnight', () => {
    // Toronto went from 23:30 on 30 March 1919 to 00:30 on the 31st, which was 04:30 UTC.
    const sunday: CalendarTerms = {
      timeZone: 'America/Toronto',
      weekly: { sun: ['22:00-24:00'] },
      holidays: [],
    };
    const monday: CalendarTerms = {
      timeZone: 'America/Toronto',
      weekly: { mon: ['00:00-02:00'] },
      holidays: [],
    };
    const window = between('1919-03-30T00:00:00Z', '1919-04-01T00:00:00Z');
    expect(serviceRanges(sunday, window)).toEqual([between('1919-03-31T03:00:00Z', '1919-03-31T04:30:00Z')]);
    expect(serviceRanges(monday, window)).toEqual([between('1919-03-31T04:30:00Z', '1919-03-31T06:00:00Z')]);
  });

  it.each([
    '9:00-17:00',
    '09:00-25:00',
    '24:00-08:00',
    '09:00',
    '09:60-10:00',
    '09:00–17:00',
    '109:00-17:00',
    '09:00-17:000',
  ])('are not %j, and the error gives the rule and an example', (range) => {
    const calendar: CalendarTerms = { ...businessHours, weekly: { mon: [range] } };
    expect(() => serviceRanges(calendar, week)).toThrow(
      new RangeError(
        `got "${range}"; service hours are HH:MM-HH:MM, the end at most 24:00, such as 09:00-17:00`,
      ),
    );
  });

  it('are in order, apart and inside the window, and the same however the window is cut', () => {
    fc.assert(
      fc.property(anyCalendar(), anyWindow(), fc.nat(99), (calendar, window, percent) => {
        const ranges = serviceRanges(calendar, window);
        const edges = ranges.flatMap(({ start, end }) => [start, end]);
        expect(edges).toEqual([...new Set(edges)].sort((a, b) => a - b));
        expect(edges.every((edge) => window.start <= edge && edge <= window.end)).toBe(true);
        const cut = window.start + Math.floor(((window.end - window.start) * percent) / 100);
        const parts = [
          ...serviceRanges(calendar, { start: window.start, end: cut }),
          ...serviceRanges(calendar, { start: cut, end: window.end }),
        ];
        expect(serviceTime(parts)).toBe(serviceTime(ranges));
      }),
    );
  });
});

function anyCalendar(): fc.Arbitrary<CalendarTerms> {
  const clock = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map((parts) => parts.map((part) => `${part}`.padStart(2, '0')));
  const range = fc.tuple(clock, clock).map(([start, end]) => `${start.join(':')}-${end.join(':')}`);
  const ranges = fc.array(range, { maxLength: 3 });
  return fc.record({
    timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut'),
    weekly: fc.record({ mon: ranges, wed: ranges, sat: ranges, sun: ranges }),
    holidays: fc.constantFrom([], [{ date: '2026-03-29' }, { date: '2026-03-09', hours: ['22:00-06:00'] }]),
  });
}

function anyWindow() {
  const spring = at('2026-03-01T00:00:00Z');
  return fc
    .tuple(fc.nat(40 * 86_400_000), fc.nat(15 * 86_400_000))
    .map(([start, length]) => ({ start: spring + start, end: spring + start + length }));
}
