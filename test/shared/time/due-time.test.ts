import type { CalendarTerms } from '@upheld/shared/agreement/agreement';
import { dueAt, serviceTimeBetween } from '@upheld/shared/time/due-time';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { always, at, between, businessHours } from './calendars.ts';

const monday = at('2026-06-01T10:00:00-04:00');

describe('a due instant', () => {
  it('is after that much service time: 24 h on an 8-hour day are three working days', () => {
    // 7 h on Monday, 8 h on Tuesday and Wednesday, and the last hour on Thursday.
    expect(dueAt(monday, '24h', businessHours)).toBe(at('2026-06-04T10:00:00-04:00'));
  });

  it('ending exactly at a close is the close', () => {
    expect(dueAt(monday, '7h', businessHours)).toBe(at('2026-06-01T17:00:00-04:00'));
  });

  it('is found over years of a calendar that hardly opens', () => {
    const calendar: CalendarTerms = {
      timeZone: 'UTC',
      weekly: {},
      holidays: [{ date: '2031-06-02', hours: ['09:00-10:00'] }],
    };
    expect(dueAt(monday, '30m', calendar)).toBe(at('2031-06-02T09:30:00Z'));
    expect(dueAt(monday, '1bd', calendar)).toBe(at('2031-06-02T10:00:00Z'));
  });

  it('passes over a date whose only range the spring change empties: it is no business date', () => {
    const calendar = { ...businessHours, weekly: { sun: ['02:00-03:00'], mon: ['09:00-17:00'] } };
    expect(dueAt(at('2026-03-07T12:00:00-05:00'), '1bd', calendar)).toBe(at('2026-03-09T17:00:00-04:00'));
  });

  it('is looked for on a century of dates and no longer', () => {
    // 36,525 dates from 2 June 2026 on: 2100 has no leap day, so that the last one is 2 June 2126.
    const openOn = (date: string) => ({
      timeZone: 'UTC',
      weekly: {},
      holidays: [{ date, hours: ['09:00-10:00'] }],
    });
    expect(dueAt(monday, '1bd', openOn('2126-06-02'))).toBe(at('2126-06-02T10:00:00Z'));
    expect(() => dueAt(monday, '1bd', openOn('2126-06-03'))).toThrow(/in 100 years/);
  });

  it.each(['1m', '1bd'])('of %s is an error on a calendar that never opens again', (duration) => {
    const closed: CalendarTerms = { timeZone: 'UTC', weekly: {}, holidays: [] };
    expect(() => dueAt(monday, duration, closed)).toThrow(
      new RangeError('the duration is not over in 100 years; shorten it or give the calendar weekly hours'),
    );
  });

  it('is where exactly that much service time has passed', () => {
    const anyStart = fc.integer({ min: at('2026-02-01T00:00:00Z'), max: at('2026-12-01T00:00:00Z') });
    const calendars = fc.constantFrom(businessHours, always('Europe/Berlin'), nights, lordHowe);
    fc.assert(
      fc.property(
        anyStart,
        fc.integer({ min: 1, max: 200_000_000 }),
        calendars,
        (start, length, calendar) => {
          const due = dueAt(start, `${length}ms`, calendar);
          expect(serviceTimeBetween(start, due, calendar)).toBe(length);
          expect(serviceTimeBetween(start, due - 1, calendar)).toBe(length - 1);
        },
      ),
    );
  });

  it('walks over service time that leads back to its length', () => {
    const anyStart = fc.integer({ min: at('2026-02-01T00:00:00Z'), max: at('2026-12-01T00:00:00Z') });
    fc.assert(
      fc.property(anyStart, fc.nat(400_000_000), (start, length) => {
        const passed = serviceTimeBetween(start, start + length, nights);
        fc.pre(passed > 0);
        const due = dueAt(start, `${passed}ms`, nights);
        expect(due).toBeLessThanOrEqual(start + length);
        expect(serviceTimeBetween(due, start + length, nights)).toBe(0);
      }),
    );
  });
});

describe('a due instant with pauses', () => {
  const tuesday = between('2026-06-02T09:00:00-04:00', '2026-06-02T17:00:00-04:00');

  it('comes later by the service time of the pauses', () => {
    // 7 h on Monday; Tuesday is a pause; the eighth hour ends on Wednesday at 10:00.
    expect(dueAt(monday, '8h', businessHours, [tuesday])).toBe(at('2026-06-03T10:00:00-04:00'));
  });

  it('is not moved by a pause before the start, nor by one that begins when it is due', () => {
    const before = between('2026-06-01T09:00:00-04:00', '2026-06-01T10:00:00-04:00');
    const after = between('2026-06-01T12:00:00-04:00', '2026-06-01T13:00:00-04:00');
    expect(dueAt(monday, '2h', businessHours, [before, after])).toBe(at('2026-06-01T12:00:00-04:00'));
  });

  it('passes over business dates that open in a pause', () => {
    // Tuesday opens in the pause, Wednesday at its very end: 2 bd are Wednesday and Thursday.
    const pause = between('2026-06-02T08:00:00-04:00', '2026-06-03T09:00:00-04:00');
    expect(dueAt(monday, '2bd', businessHours, [pause])).toBe(at('2026-06-04T17:00:00-04:00'));
  });

  it('counts a business date that opened before the pause, yet its close in the pause gives way to the next', () => {
    const pause = between('2026-06-02T12:00:00-04:00', '2026-06-03T12:00:00-04:00');
    expect(dueAt(monday, '1bd', businessHours, [pause])).toBe(at('2026-06-03T17:00:00-04:00'));
  });

  it('counts business dates from the first opening of the date, in whatever order the ranges are written', () => {
    const calendar = {
      ...businessHours,
      weekly: { tue: ['13:00-17:00', '09:00-12:00'], wed: ['09:00-17:00'] },
    };
    const noon = between('2026-06-02T12:30:00-04:00', '2026-06-02T13:30:00-04:00');
    expect(dueAt(monday, '1bd', calendar, [noon])).toBe(at('2026-06-02T17:00:00-04:00'));
  });

  it('passes over a date that opens, and a close that comes, when the pause begins', () => {
    const opening = between('2026-06-02T09:00:00-04:00', '2026-06-02T10:00:00-04:00');
    expect(dueAt(monday, '1bd', businessHours, [opening])).toBe(at('2026-06-03T17:00:00-04:00'));
    const close = between('2026-06-02T17:00:00-04:00', '2026-06-02T18:00:00-04:00');
    expect(dueAt(monday, '1bd', businessHours, [close])).toBe(at('2026-06-03T17:00:00-04:00'));
  });

  it('takes a close at which the pause ends for the first one after it', () => {
    const pause = between('2026-06-02T12:00:00-04:00', '2026-06-03T17:00:00-04:00');
    expect(dueAt(monday, '1bd', businessHours, [pause])).toBe(at('2026-06-03T17:00:00-04:00'));
  });

  it('is an error where the close comes in a pause and the calendar never opens again', () => {
    const once: CalendarTerms = {
      timeZone: 'UTC',
      weekly: {},
      holidays: [{ date: '2026-06-02', hours: ['09:00-17:00'] }],
    };
    const pause = between('2026-06-02T12:00:00Z', '2026-06-03T12:00:00Z');
    expect(() => dueAt(monday, '1bd', once, [pause])).toThrow(/in 100 years/);
  });

  it('takes a close at the very end of a pause', () => {
    const pause = between('2026-06-02T12:00:00-04:00', '2026-06-02T17:00:00-04:00');
    expect(dueAt(monday, '1bd', businessHours, [pause])).toBe(at('2026-06-02T17:00:00-04:00'));
  });

  it('takes the earliest close after the pause where a short date closes before the long one that began first', () => {
    // Tuesday runs from 09:00 to Wednesday 08:59, Wednesday from 01:00 to 02:00.
    const calendar: CalendarTerms = {
      timeZone: 'UTC',
      weekly: { mon: ['09:00-10:00'], tue: ['09:00-08:59'], wed: ['01:00-02:00'] },
      holidays: [],
    };
    const start = at('2026-05-31T12:00:00Z');
    const pause = between('2026-06-01T09:30:00Z', '2026-06-02T12:00:00Z');
    expect(dueAt(start, '1bd', calendar, [pause])).toBe(at('2026-06-03T02:00:00Z'));
    // After a pause to Wednesday 08:30 the first close is that of the range that began on Tuesday.
    const longer = between('2026-06-01T09:30:00Z', '2026-06-03T08:30:00Z');
    expect(dueAt(start, '1bd', calendar, [longer])).toBe(at('2026-06-03T08:59:00Z'));
  });

  it('moves calendar months by the time that the pauses took', () => {
    const pauses = [between('2026-06-10T00:00:00Z', '2026-06-12T00:00:00Z'), between('2026-07-02T00:00:00Z', '2026-07-03T00:00:00Z'), between('2026-07-04T00:00:00Z', '2026-07-09T00:00:00Z')]; // prettier-ignore
    // One month from 1 June is 1 July; two days later is 3 July, the second pause began before that, and
    // the third begins when the month is over.
    expect(dueAt(at('2026-06-01T00:00:00Z'), '1M', always('UTC'), pauses)).toBe(at('2026-07-04T00:00:00Z'));
  });
});

const nights: CalendarTerms = {
  timeZone: 'America/New_York',
  weekly: { sat: ['22:00-06:00'], sun: ['00:30-03:15', '02:30-02:45'], wed: ['13:00-13:00'] },
  holidays: [{ date: '2026-11-01', hours: ['01:15-01:45'] }],
};

const lordHowe: CalendarTerms = {
  timeZone: 'Australia/Lord_Howe',
  weekly: { sat: ['20:00-24:00'], sun: ['00:00-08:00'], tue: ['08:00-18:00'] },
  holidays: [],
};
