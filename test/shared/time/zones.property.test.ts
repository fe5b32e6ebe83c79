import { dueAt, serviceTimeBetween } from '@upheld/shared/time/due-time';
import { serviceRanges } from '@upheld/shared/time/calendar';
import { countMinutes, scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCalendar, anyInstant, anyZone, anyZoneWithoutChanges } from './any.ts';
import { always, at } from './calendars.ts';

const MINUTE = 60_000;
const WEEK = 7 * 86_400_000;
const anyWindow = fc
  .tuple(anyInstant, fc.nat(40 * 86_400_000))
  .map(([start, length]) => ({ start, end: start + length }));

describe('the zone of a calendar', () => {
  it('makes no difference to a service round the clock: every minute is scheduled, whatever clocks do', () => {
    fc.assert(
      fc.property(anyZone, anyWindow, (zone, { start, end }) => {
        const window = { start: Math.ceil(start / MINUTE) * MINUTE, end: Math.ceil(end / MINUTE) * MINUTE };
        fc.pre(window.start < window.end);
        expect(scheduledMinutes(always(zone), window)).toEqual([window]);
      }),
    );
  });

  it('without changes of the clocks lets everything be moved by whole weeks', () => {
    const calendarWithoutHolidays = anyCalendar(anyZoneWithoutChanges).map((calendar) => ({
      ...calendar,
      holidays: [],
    }));
    const anyDuration = fc.constantFrom('90m', '17h', '2d', '1w', '1bd', '6bd');
    const anyWeeks = fc.integer({ min: -500, max: 500 }).map((weeks) => weeks * WEEK);
    fc.assert(
      fc.property(
        calendarWithoutHolidays,
        anyWindow,
        anyDuration,
        anyWeeks,
        (calendar, window, duration, by) => {
          const later = moved(window, by);
          expect(serviceRanges(calendar, later)).toEqual(
            serviceRanges(calendar, window).map((range) => moved(range, by)),
          );
          expect(dueAt(later.start, duration, calendar)).toBe(dueAt(window.start, duration, calendar) + by);
          expect(serviceTimeBetween(later.start, later.end, calendar)).toBe(
            serviceTimeBetween(window.start, window.end, calendar),
          );
        },
      ),
    );
  });

  it('five hours behind UTC all year has the hours of UTC five hours later', () => {
    const calendars = anyCalendar(fc.constant('Etc/GMT+5'));
    const by = 5 * 3_600_000;
    fc.assert(
      fc.property(calendars, anyWindow, (calendar, window) => {
        expect(serviceRanges(calendar, moved(window, by))).toEqual(
          serviceRanges({ ...calendar, timeZone: 'UTC' }, window).map((range) => moved(range, by)),
        );
      }),
    );
  });

  it('keeps service hours at their time of the wall clock, in winter as in summer', () => {
    const weekly = Object.fromEntries(
      ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['08:30-17:15']]),
    );
    const year = { start: at('2012-01-01T12:00:00Z'), end: at('2013-01-01T12:00:00Z') };
    fc.assert(
      fc.property(anyZone, (timeZone) => {
        const wall = wallClock(timeZone);
        // Whole ranges only: the window may cut the first and the last one.
        const ranges = serviceRanges({ timeZone, weekly, holidays: [] }, year).slice(1, -1);
        expect(ranges.length).toBeGreaterThanOrEqual(364);
        expect(new Set(ranges.map(({ start }) => wall(start)))).toEqual(new Set(['08:30']));
        expect(new Set(ranges.map(({ end }) => wall(end)))).toEqual(new Set(['17:15']));
      }),
      { numRuns: 30 },
    );
  });

  it('gives a year of service hours the minutes that clocks skipped or repeated in them, and no others', () => {
    // Night hours of every Sunday, over the change of the clocks: 4 h, less 1 h in spring, 1 h more in autumn.
    const calendar = { timeZone: 'Europe/Berlin', weekly: { sun: ['00:00-04:00'] }, holidays: [] };
    fc.assert(
      fc.property(fc.integer({ min: 1997, max: 2037 }), (year) => {
        const minutes = (end: string) =>
          countMinutes(
            scheduledMinutes(calendar, {
              start: at(`${year}-02-15T12:00:00Z`),
              end: at(`${year}-${end}T12:00:00Z`),
            }),
          );
        expect(minutes('07-01')).toBe(sundays(`${year}-02-16`, `${year}-07-01`) * 240 - 60);
        expect(minutes('12-15')).toBe(sundays(`${year}-02-16`, `${year}-12-15`) * 240);
      }),
      { numRuns: 41 },
    );
  });
});

/** How many Sundays there are from a date to another, both included. */
function sundays(from: string, to: string): number {
  let count = 0;
  for (let date = at(`${from}T00:00:00Z`); date <= at(`${to}T00:00:00Z`); date += 86_400_000) {
    if (new Date(date).getUTCDay() === 0) count += 1;
  }
  return count;
}

function moved({ start, end }: { start: number; end: number }, by: number) {
  return { start: start + by, end: end + by };
}

/** What a clock on the wall shows, read from the platform's other calendar, Intl. */
function wallClock(timeZone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (instant) => format.format(instant);
}
