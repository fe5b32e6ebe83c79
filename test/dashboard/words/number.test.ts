import { describe, expect, it } from 'vitest';
import { counted, countedUnits, grouped, sharePercent } from '../../../dashboard/src/lib/words/number.ts';

describe('numbers in print', () => {
  it('groups whole digits in threes and leaves decimals alone', () => {
    expect([999, 11_040, 1_234_567].map(grouped)).toEqual(['999', '11,040', '1,234,567']);
    expect(grouped('1200.5625')).toBe('1,200.5625');
  });

  it('counts one thing in the singular', () => {
    expect([counted(1, 'minute'), counted(0, 'minute'), counted(2, 'minute')]).toEqual([
      '1 minute',
      '0 minutes',
      '2 minutes',
    ]);
  });

  it('counts what a promise counts, whose unit is a plural', () => {
    const words = [0, 1, 1_440].map((count) => countedUnits(count, 'load tests'));
    expect(words).toEqual(['no load tests', '1 load test', '1,440 load tests']);
  });

  it('cuts a share down and never rounds it up', () => {
    // 1919 / 1920 = 0.99947916..., so 99.947 % and not 99.948 %.
    expect(sharePercent({ num: '1919', den: '1920' }, 3)).toBe('99.947 %');
    expect(sharePercent({ num: '1', den: '1' }, 1)).toBe('100 %');
  });
});
