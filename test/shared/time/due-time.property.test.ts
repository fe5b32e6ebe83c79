import { dueAt, serviceTimeBetween } from '@upheld/shared/time/due-time';
import { rangesStartingOn } from '@upheld/shared/time/service-dates';
import { localDateAt } from '@upheld/shared/time/wall-clock';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCalendar, anyInstant } from './any.ts';

const anyLength = fc.integer({ min: 1, max: 200_000_000 });

describe('a due instant on any calendar', () => {
  it('and the service time up to it are inverses', () => {
    fc.assert(
      fc.property(anyCalendar(), anyInstant, anyLength, (calendar, start, length) => {
        const due = dueAt(start, `${length}ms`, calendar);
        expect(serviceTimeBetween(start, due, calendar)).toBe(length);
        expect(serviceTimeBetween(start, due - 1, calendar)).toBe(length - 1);
      }),
    );
  });

  it('is reached in one walk as in two', () => {
    fc.assert(
      fc.property(anyCalendar(), anyInstant, anyLength, anyLength, (calendar, start, one, other) => {
        const halfway = dueAt(start, `${one}ms`, calendar);
        expect(dueAt(halfway, `${other}ms`, calendar)).toBe(dueAt(start, `${one + other}ms`, calendar));
      }),
    );
  });

  it('never comes earlier for a later start', () => {
    // Not in months: a month from 31 January is over before one from noon of 28 January.
    const anyDuration = fc.constantFrom('1m', '7h', '3d', '1w', '1bd', '4bd');
    fc.assert(
      fc.property(
        anyCalendar(),
        anyInstant,
        fc.nat(90_000_000),
        anyDuration,
        (calendar, start, later, duration) => {
          const due = dueAt(start, duration, calendar);
          expect(due).toBeGreaterThan(start);
          expect(dueAt(start + later, duration, calendar)).toBeGreaterThanOrEqual(due);
        },
      ),
    );
  });

  it('with a pause comes when the length has passed outside of it', () => {
    fc.assert(
      fc.property(
        anyCalendar(),
        anyInstant,
        anyLength,
        fc.nat(200_000_000),
        fc.integer({ min: 1, max: 100_000_000 }),
        (calendar, start, length, wait, pauseLength) => {
          const pause = { start: start + wait, end: start + wait + pauseLength };
          const due = dueAt(start, `${length}ms`, calendar, [pause]);
          const paused = serviceTimeBetween(pause.start, Math.min(due, pause.end), calendar);
          expect(serviceTimeBetween(start, due, calendar) - paused).toBe(length);
          expect(due > pause.start && due <= pause.end).toBe(false);
        },
      ),
    );
  });

  it('in business dates is the close of that many dates with hours, counted one by one', () => {
    fc.assert(
      fc.property(anyCalendar(), anyInstant, fc.integer({ min: 1, max: 12 }), (calendar, start, count) => {
        const closes: number[] = [];
        for (let date = localDateAt(start, calendar.timeZone) + 1; closes.length < count; date++) {
          const ends = rangesStartingOn(date, calendar).map(({ end }) => end);
          if (ends.length > 0) closes.push(Math.max(...ends));
        }
        expect(dueAt(start, `${count}bd`, calendar)).toBe(closes.at(-1));
      }),
    );
  });
});

describe('service time', () => {
  it('of a stretch is that of its parts together, and never longer than the stretch', () => {
    fc.assert(
      fc.property(anyCalendar(), anyInstant, anyLength, anyLength, (calendar, a, one, other) => {
        const [b, c] = [a + one, a + one + other];
        const whole = serviceTimeBetween(a, c, calendar);
        expect(serviceTimeBetween(a, b, calendar) + serviceTimeBetween(b, c, calendar)).toBe(whole);
        expect(whole).toBeLessThanOrEqual(c - a);
      }),
    );
  });
});
