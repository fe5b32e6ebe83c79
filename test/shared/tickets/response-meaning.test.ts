import { dueMeaning, responseMeaning } from '@upheld/shared/tickets/response-meaning';
import { describe, expect, it } from 'vitest';
import { always, businessHours } from '../evaluation/build.ts';

const split = {
  ...businessHours,
  weekly: { mon: ['09:00-12:00', '13:00-17:30'], tue: ['09:00-12:00', '13:00-17:30'] },
};
const uneven = { ...businessHours, weekly: { mon: ['09:00-17:00'], sat: ['09:00-12:00'] } };
const overlapping = { ...businessHours, weekly: { mon: ['09:00-13:00', '12:00-17:00'] } };
const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const onAllDays = (hours: string) => ({
  ...always,
  weekly: Object.fromEntries(weekdayNames.map((day) => [day, [hours]])),
});
const mondays = { ...always, weekly: { mon: ['00:00-24:00'], sun: [] } };
const nights = { ...businessHours, weekly: { fri: ['22:00-06:00'] } };

describe('the meaning of a response time', () => {
  it.each([
    ['2h', always, '2 h, around the clock'],
    ['30m', always, '30 min, around the clock'],
    // 24 h / 8 h = 3; 1 d = 24 h; 20 h = 2 · 8 h + 4 h; 90 min is less than a day of 8 h.
    ['24h', businessHours, '24 h on 09:00-17:00 America/New_York = 3 working days'],
    ['1d', businessHours, '1 d on 09:00-17:00 America/New_York = 3 working days'],
    ['8h', businessHours, '8 h on 09:00-17:00 America/New_York = 1 working day'],
    ['20h', businessHours, '20 h on 09:00-17:00 America/New_York = 2 working days and 4 h'],
    ['90m', businessHours, '90 min on 09:00-17:00 America/New_York'],
    ['3bd', businessHours, '3 business days on 09:00-17:00 America/New_York'],
    ['1bd', businessHours, '1 business day on 09:00-17:00 America/New_York'],
    // 3 h + 4.5 h = 7.5 h a day: 8 h are one day and half an hour.
    ['8h', split, '8 h on 09:00-12:00, 13:00-17:30 America/New_York = 1 working day and 30 min'],
    ['16h', nights, '16 h on 22:00-06:00 America/New_York = 2 working days'],
    // A day that is written as closed is none; round the clock is every day and the whole day.
    ['24h', mondays, '24 h on 00:00-24:00 UTC = 1 working day'],
    ['24h', onAllDays('09:00-17:00'), '24 h on 09:00-17:00 UTC = 3 working days'],
    ['24h', onAllDays('00:00-00:00'), '24 h, around the clock'],
    ['24h', overlapping, '24 h of the service hours in America/New_York'],
    ['24h', { ...always, weekly: {} }, '24 h of the service hours in UTC'],
    ['24h', uneven, '24 h of the service hours in America/New_York'],
  ])('of %s is worked out on its calendar', (duration, calendar, expected) => {
    expect(responseMeaning(duration, calendar)).toBe(expected);
  });

  it('is not around the clock where holidays close the calendar', () => {
    const closed = { ...always, holidays: [{ date: '2026-12-25' }] };
    expect(responseMeaning('24h', closed)).toBe('24 h on 00:00-24:00 UTC = 1 working day');
  });
});

describe('the meaning of a clock that runs', () => {
  const now = Date.parse('2026-11-20T15:00:00Z'); // Friday, 10:00 in New York
  const promise = { duration: '24h', calendar: businessHours };
  const place = '24 h on 09:00-17:00 America/New_York = 3 working days';

  it.each([
    ['2026-11-24T19:30:00Z', 'Tue 14:30'],
    ['2026-11-24T19:30:59.999Z', 'Tue 14:30'],
    ['2026-11-20T15:00:00Z', 'Fri 10:00'],
    // Six dates on is Thursday the 26th in New York, until midnight there.
    ['2026-11-27T04:59:00Z', 'Thu 23:59'],
    ['2026-11-27T05:00:00Z', 'Fri 2026-11-27 00:00'],
    ['2027-01-05T19:30:00Z', 'Tue 2027-01-05 14:30'],
  ])('due at %s names the weekday and time there, and the date where it is far', (due, expected) => {
    expect(dueMeaning(promise, Date.parse(due), now)).toBe(`${place}, due ${expected}`);
  });

  it.each([
    // New York sets its clocks back from 02:00 (UTC-4) to 01:00 (UTC-5) on 1 November 2026, at 06:00 UTC.
    ['2026-11-01T04:59:00Z', 'Sun 00:59'],
    ['2026-11-01T05:30:00Z', 'Sun 01:30-04:00'],
    ['2026-11-01T06:30:00Z', 'Sun 01:30-05:00'],
    ['2026-11-01T07:00:00Z', 'Sun 02:00'],
  ])('due at %s, when clocks are set back, tells which of two equal readings is meant', (due, expected) => {
    const friday = Date.parse('2026-10-30T15:00:00Z');
    expect(dueMeaning(promise, Date.parse(due), friday)).toBe(`${place}, due ${expected}`);
    const september = Date.parse('2026-09-01T15:00:00Z');
    const dated = expected.replace('Sun', 'Sun 2026-11-01');
    expect(dueMeaning(promise, Date.parse(due), september)).toBe(`${place}, due ${dated}`);
  });

  it('names the zone where the hours do not', () => {
    expect(dueMeaning({ duration: '2h', calendar: always }, now, now)).toBe(
      '2 h, around the clock, due Fri 15:00 UTC',
    );
  });

  it('says that it stands still', () => {
    expect(dueMeaning(promise, null, now)).toBe(`${place}, stands still while the reporter is waited for`);
  });
});
