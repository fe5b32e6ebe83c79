import { shortestPeriod } from '@upheld/shared/time/shortest-period';
import { describe, expect, it } from 'vitest';
import { always, between, businessHours } from './calendars.ts';

const DAY = 1_440;
const utc = always('UTC');

function term(from: string, until?: string) {
  return { effective: { from, until }, timeZone: 'UTC', fiscalYearStart: 1 };
}

describe('the shortest period of the first year', () => {
  it('is February round the clock, and the first of those that are as short', () => {
    expect(shortestPeriod(term('2026-01-01'), 'month', utc)).toEqual({
      name: '2026-02',
      scheduled: [between('2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z')],
      minutes: 28 * DAY,
    });
    // Of 2026 April, June, September and November have 30 days; May to December hold no February.
    expect(shortestPeriod(term('2026-03-01', '2026-12-31'), 'month', utc)?.name).toBe('2026-04');
  });

  it('is the one with the fewest service hours of its calendar', () => {
    // February 2026 has 20 working days of 480 minutes, fewer than any other month.
    const shortest = shortestPeriod(term('2026-01-01'), 'month', businessHours);
    expect([shortest?.name, shortest?.minutes]).toEqual(['2026-02', 9_600]);
  });

  it('begins before the first anniversary', () => {
    // February 2028 has 29 days; the anniversary is the start of February 2029, which has 28.
    expect(shortestPeriod(term('2028-02-01'), 'month', utc)?.minutes).toBe(29 * DAY);
    expect(shortestPeriod(term('2028-03-01'), 'month', utc)?.name).toBe('2029-02');
  });

  it('counts as a whole: a month that the first or the last day cuts is none', () => {
    expect(shortestPeriod(term('2026-03-20', '2026-05-10'), 'month', utc)?.name).toBe('2026-04');
    // The months that the term begins and ends with are whole when it keeps to their edges.
    expect(shortestPeriod(term('2026-02-01', '2026-03-31'), 'month', utc)?.name).toBe('2026-02');
    expect(shortestPeriod(term('2026-01-01', '2026-02-28'), 'month', utc)?.name).toBe('2026-02');
  });

  it('is the longest part where none counts as a whole', () => {
    // 17 days of January, 20 of February.
    expect(shortestPeriod(term('2026-01-15', '2026-02-20'), 'month', utc)).toEqual({
      name: '2026-02',
      scheduled: [between('2026-02-01T00:00:00Z', '2026-02-21T00:00:00Z')],
      minutes: 20 * DAY,
    });
    // 17 days of January, 16 of February, and the first of two that are as long.
    expect(shortestPeriod(term('2026-01-15', '2026-02-16'), 'month', utc)?.minutes).toBe(17 * DAY);
    expect(shortestPeriod(term('2026-01-15', '2026-02-17'), 'month', utc)?.name).toBe('2026-01');
  });

  it('has service hours, and there is none where the calendar is closed all year', () => {
    const once = {
      timeZone: 'UTC',
      weekly: {},
      holidays: [{ date: '2026-05-04', hours: ['09:00-10:00'] }],
    };
    const shortest = shortestPeriod(term('2026-01-01'), 'month', once);
    expect([shortest?.name, shortest?.minutes]).toEqual(['2026-05', 60]);
    expect(shortestPeriod(term('2026-01-01', '2026-04-15'), 'month', once)).toBeNull();
    expect(shortestPeriod(term('2026-05-03', '2026-05-06'), 'month', once)?.minutes).toBe(60);
  });

  it('follows the fiscal year', () => {
    // Fiscal years from April: 2027 runs from April 2026 to March 2027, and 2026 is cut by the start.
    const fiscal = { ...term('2026-02-01'), fiscalYearStart: 4 };
    expect(shortestPeriod(fiscal, 'year', utc)?.name).toBe('2027');
  });
});
