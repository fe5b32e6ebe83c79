import { instantOf, localDateAt, readingAt, startOfDate } from '@upheld/shared/time/wall-clock';
import { offsetStretch } from '@upheld/shared/time/zone';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from './calendars.ts';

const anyZone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
);
const anyInstant = fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });

/** What the platform says, asked anew every time. */
function platformInstantOf(reading: number, zone: string): number {
  const text = new Date(reading).toISOString().replace('Z', '');
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
}

describe('a reading of the wall clock', () => {
  it('is the instant moved by the offset of its zone', () => {
    expect(readingAt(at('2026-07-01T12:00:00Z'), 'Asia/Kathmandu')).toBe(at('2026-07-01T17:45:00Z'));
  });

  it('that spring skips moves forward by the gap', () => {
    // 02:30 on 8 March 2026 is skipped in New York: it becomes 03:30 summer time.
    expect(instantOf(at('2026-03-08T02:30:00Z'), 'America/New_York')).toBe(at('2026-03-08T03:30:00-04:00'));
  });

  it('that autumn repeats is the earlier instant', () => {
    expect(instantOf(at('2026-11-01T01:30:00Z'), 'America/New_York')).toBe(at('2026-11-01T01:30:00-04:00'));
  });

  it('is the instant that the platform gives, near and far from changes of the clocks', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (reading, zone) => {
        expect(instantOf(reading, zone)).toBe(platformInstantOf(reading, zone));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is right in every quarter of an hour around every change of the clocks of a decade', () => {
    for (const zone of ['America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca']) {
      for (const change of changesOf(zone, at('2005-01-01T00:00:00Z'), at('2015-01-01T00:00:00Z'))) {
        for (let quarter = -112; quarter <= 112; quarter += 1) {
          const reading = change + quarter * 900_000;
          expect(instantOf(reading, zone)).toBe(platformInstantOf(reading, zone));
        }
      }
    }
  });
});

describe('the start of a date', () => {
  it('is the first instant of that local date or a later one', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (instant, zone) => {
        const date = localDateAt(instant, zone);
        const start = startOfDate(date, zone);
        expect(localDateAt(start, zone)).toBe(date);
        expect(localDateAt(start - 1, zone)).toBeLessThan(date);
      }),
    );
  });
});

describe('the stretch of one offset', () => {
  it('begins at the change itself and ends before the next', () => {
    // New York: summer time from 2026-03-08T07:00Z to 2026-11-01T06:00Z, 4 hours behind UTC.
    const summer = {
      start: at('2026-03-08T07:00:00Z'),
      end: at('2026-11-01T06:00:00Z'),
      offset: -14_400_000,
    };
    expect(offsetStretch(summer.start, 'America/New_York')).toEqual(summer);
    expect(offsetStretch(summer.end - 1, 'America/New_York')).toEqual(summer);
    expect(offsetStretch(summer.end, 'America/New_York').offset).toBe(-18_000_000);
  });

  it('is asked of the platform once, from its first instant to its last', () => {
    const summer = offsetStretch(at('2025-06-01T00:00:00Z'), 'Europe/Madrid');
    expect(offsetStretch(summer.start, 'Europe/Madrid')).toBe(summer);
    expect(offsetStretch(summer.end - 1, 'Europe/Madrid')).toBe(summer);
  });

  it('has no ends where the clocks never change', () => {
    expect(offsetStretch(0, 'UTC')).toEqual({ start: -Infinity, end: Infinity, offset: 0 });
  });

  it('of a zone that does not exist is an error', () => {
    expect(() => offsetStretch(0, 'Europe/Atlantis')).toThrow(RangeError);
  });
});

function changesOf(zone: string, from: number, to: number): number[] {
  const changes = [];
  for (let { end } = offsetStretch(from, zone); end < to; { end } = offsetStretch(end, zone)) {
    changes.push(end);
  }
  expect(changes.length).toBeGreaterThan(5);
  return changes;
}
