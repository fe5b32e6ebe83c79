import {
  nextPeriod,
  periodBounds,
  periodContaining,
  periodsWithin,
  previousPeriod,
} from '@upheld/shared/time/period';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from './calendars.ts';

const zones = [
  'UTC',
  'America/New_York',
  'America/Havana',
  'America/Asuncion',
  'Pacific/Apia',
  'Asia/Kathmandu',
];
const anyZone = fc.constantFrom(...zones, 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Casablanca');
const anyFiscalStart = fc.integer({ min: 1, max: 12 });
const anyUnit = fc.constantFrom('month' as const, 'quarter' as const, 'year' as const);
const anyInstant = fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });

describe('the bounds of a period', () => {
  it('are local midnights of the zone', () => {
    expect(periodBounds('2026-07', 'America/New_York', 1)).toEqual({
      name: '2026-07',
      unit: 'month',
      start: at('2026-07-01T00:00:00-04:00'),
      end: at('2026-08-01T00:00:00-04:00'),
    });
  });

  it('follow the fiscal year for quarters and years, and never for months', () => {
    // Fiscal 2026 from April: April 2025 to March 2026, so its fourth quarter is January to March 2026.
    expect(periodBounds('2026', 'UTC', 4).start).toBe(at('2025-04-01T00:00:00Z'));
    expect(periodBounds('2026-Q4', 'UTC', 4).start).toBe(at('2026-01-01T00:00:00Z'));
    expect(periodBounds('2026-04', 'UTC', 4).start).toBe(at('2026-04-01T00:00:00Z'));
  });

  it('have four digits of a year also before the year 1000', () => {
    expect(periodBounds('0998-12', 'UTC', 1).end).toBe(at('0999-01-01T00:00:00Z'));
    const year = nextPeriod(periodBounds('0998', 'UTC', 1), 'UTC', 1);
    expect([year.name, year.start]).toEqual(['0999', at('0999-01-01T00:00:00Z')]);
  });

  it.each([
    '',
    '2026-Q5',
    '2026-Q0',
    '2026-13',
    '2026-00',
    '2026-7',
    '26-07',
    '2026-07-01',
    '2026q3',
    '12026',
    '20260',
  ])('are not known of %j, and the error gives the rule and an example', (name) => {
    expect(() => periodBounds(name, 'UTC', 1)).toThrow(
      new RangeError(
        `got "${name}"; a period is a month, a quarter or a year, such as 2026-07, 2026-Q3 or 2026`,
      ),
    );
  });

  it.each([0, 13, 1.5])('need a fiscal start month, which %d is not', (month) => {
    expect(() => periodBounds('2026', 'UTC', month)).toThrow(/from 1 to 12/);
  });
});

describe('the period that contains an instant', () => {
  it('is the next month in the hour before midnight that comes again after the month began', () => {
    // St John's put its clocks back at 00:01 on 1 November 2009: that date began at 02:30 UTC, and from
    // 02:31 UTC on the walls showed 23:01 of 31 October once more.
    const again = at('2009-11-01T02:45:00Z');
    expect(periodContaining(again, 'month', 'America/St_Johns', 1)).toEqual(
      periodBounds('2009-11', 'America/St_Johns', 1),
    );
    expect(periodBounds('2009-11', 'America/St_Johns', 1).start).toBe(at('2009-11-01T02:30:00Z'));
  });

  it('holds it, whatever the zone, unit and fiscal year', () => {
    fc.assert(
      fc.property(anyInstant, anyUnit, anyZone, anyFiscalStart, (instant, unit, zone, month) => {
        const { start, end } = periodContaining(instant, unit, zone, month);
        expect(start).toBeLessThanOrEqual(instant);
        expect(end).toBeGreaterThan(instant);
      }),
    );
  });
});

describe('periods next to each other', () => {
  it('touch, and lead back to where one came from', () => {
    fc.assert(
      fc.property(anyInstant, anyUnit, anyZone, anyFiscalStart, (instant, unit, zone, month) => {
        const period = periodContaining(instant, unit, zone, month);
        const next = nextPeriod(period, zone, month);
        expect(next.start).toBe(period.end);
        expect(previousPeriod(next, zone, month)).toEqual(period);
      }),
    );
  });

  it('cross the turn of a fiscal year', () => {
    // Fiscal years from October: 2026-Q4 is July to September 2026.
    const last = periodBounds('2026-Q4', 'UTC', 10);
    expect(nextPeriod(last, 'UTC', 10)).toEqual(periodBounds('2027-Q1', 'UTC', 10));
    expect(previousPeriod(periodBounds('2026-01', 'UTC', 10), 'UTC', 10).name).toBe('2025-12');
  });
});

describe('the periods within a period', () => {
  it('are the months of a quarter, by name', () => {
    const quarter = periodBounds('2026-Q3', 'America/New_York', 1);
    const names = periodsWithin(quarter, 'month', 'America/New_York', 1).map(({ name }) => name);
    expect(names).toEqual(['2026-07', '2026-08', '2026-09']);
  });

  it('are the quarters of a fiscal year', () => {
    const year = periodBounds('2026', 'UTC', 4);
    const starts = periodsWithin(year, 'quarter', 'UTC', 4).map(({ start }) => start);
    expect(starts).toEqual(
      ['2025-04-01', '2025-07-01', '2025-10-01', '2026-01-01'].map((date) => at(`${date}T00:00:00Z`)),
    );
  });

  it('are the period itself for its own unit, and none for a longer one', () => {
    const quarter = periodBounds('2026-Q3', 'UTC', 1);
    expect(periodsWithin(quarter, 'quarter', 'UTC', 1)).toEqual([quarter]);
    expect(periodsWithin(quarter, 'year', 'UTC', 1)).toEqual([]);
  });

  it('tile the year without a gap or an overlap', () => {
    const anyYear = fc.integer({ min: 1990, max: 2040 }).map(String);
    fc.assert(
      fc.property(anyYear, anyUnit, anyZone, anyFiscalStart, (name, unit, zone, month) => {
        const year = periodBounds(name, zone, month);
        const parts = periodsWithin(year, unit, zone, month);
        expect(parts.map(({ end }) => end).slice(0, -1)).toEqual(parts.slice(1).map(({ start }) => start));
        expect([parts[0]?.start, parts.at(-1)?.end]).toEqual([year.start, year.end]);
      }),
    );
  });
});
