import { describe, expect, it } from 'vitest';
import { printDate, printInstant, shortDate } from '../../../dashboard/src/lib/words/instant.ts';

describe('instants in print', () => {
  it('shows the wall clock of the zone beside a machine-readable instant', () => {
    // New York is four hours behind UTC in August.
    expect(printInstant(Date.parse('2026-08-12T13:14:00Z'), 'America/New_York')).toEqual({
      iso: '2026-08-12T13:14:00.000Z',
      text: '12 Aug 2026, 09:14',
    });
  });

  it('shows seconds only where there are some', () => {
    expect(printInstant(Date.parse('2026-08-12T13:14:07Z'), 'UTC').text).toBe('12 Aug 2026, 13:14:07');
  });

  it('says 00:00 at midnight, on the date that begins', () => {
    expect(printInstant(Date.parse('2026-09-01T04:00:00Z'), 'America/New_York').text).toBe(
      '1 Sep 2026, 00:00',
    );
  });

  it('prints dates of the zone and short dates without a year', () => {
    expect(printDate(Date.parse('2026-07-01T03:59:59Z'), 'America/New_York')).toBe('30 Jun 2026');
    expect(shortDate('2026-08-04')).toBe('4 Aug');
  });
});
