import { lastPeriods, periodRange } from '@upheld/shared/evaluation/periods-asked';
import { describe, expect, it } from 'vitest';
import { anAgreement, at } from './build.ts';

const asOf = at('2026-11-21T12:00:00Z');

describe('a range of periods', () => {
  it('has its first and its last period, over the turn of the year', () => {
    expect(periodRange(anAgreement(), '2025-Q4..2026-Q2')).toEqual(['2025-Q4', '2026-Q1', '2026-Q2']);
    expect(periodRange(anAgreement(), '2026-07')).toEqual(['2026-07']);
    expect(periodRange(anAgreement(), '2024-01..2026-12')).toHaveLength(36);
  });

  it('follows the fiscal year', () => {
    const agreement = anAgreement({ fiscalYearStart: 4 });
    expect(periodRange(agreement, '2026-Q4..2027-Q1')).toEqual(['2026-Q4', '2027-Q1']);
  });

  it.each([
    ['2026-Q3..2026-Q1', 'a range has a first and a last period of one kind, in order'],
    ['2026-Q1..2026-07', 'such as 2026-Q1..2026-Q3'],
    ['2026-Q1..2026-Q2..2026-Q3', 'got "2026-Q1..2026-Q2..2026-Q3"'],
    ['2026-Q5', 'a period is a month, a quarter or a year'],
    ['2023-12..2026-12', 'at most 36 periods are judged at once'],
  ])('is refused as %s', (text, words) => {
    expect(() => periodRange(anAgreement(), text)).toThrow(words);
  });
});

describe('the last periods', () => {
  it('have ended, oldest first, and none is before the agreement began', () => {
    expect(lastPeriods(anAgreement(), 'month', asOf, 2)).toEqual(['2026-09', '2026-10']);
    expect(lastPeriods(anAgreement(), 'quarter', asOf, 4)).toEqual(['2026-Q1', '2026-Q2', '2026-Q3']);
  });

  it('are refused where none has ended, with the one that runs', () => {
    expect(() => lastPeriods(anAgreement(), 'year', asOf, 4)).toThrow(
      'no year of acme has ended yet; ask for the one that runs, 2026',
    );
  });

  it.each([0, 37, 1.5, NaN])('are refused in the number %d', (count) => {
    expect(() => lastPeriods(anAgreement(), 'month', asOf, count)).toThrow('a whole number from 1 to 36');
  });
});
