import { milliseconds, parseDuration } from '@upheld/shared/time/duration';
import { describe, expect, it } from 'vitest';

describe('a duration', () => {
  it('is one positive whole number and one unit', () => {
    expect(parseDuration('24h')).toEqual({ count: 24, unit: 'h' });
    expect(parseDuration('2bd')).toEqual({ count: 2, unit: 'bd' });
    expect(parseDuration('500ms')).toEqual({ count: 500, unit: 'ms' });
  });

  it('tells minutes from months by the case of the letter', () => {
    expect(parseDuration('1m').unit).toBe('m');
    expect(parseDuration('1M').unit).toBe('M');
  });

  it.each(['', '24', 'h', '0h', '-1h', '01h', '1.5h', '1h30m', ' 1h', '1H', '1 h', '1hh', '1000000000h'])(
    'is not %j, and the error gives the rule and an example',
    (text) => {
      expect(() => parseDuration(text)).toThrow(
        new RangeError(
          `got "${text}"; a duration is a whole number from 1 on and one of ms, s, m, h, d, w, bd, M, Q, Y, such as 24h`,
        ),
      );
    },
  );
});

describe('the length of a duration', () => {
  it.each([
    ['1ms', 1],
    ['60s', 60_000],
    ['90m', 5_400_000], // 90 * 60 * 1000
    ['24h', 86_400_000],
    ['1d', 86_400_000],
    ['2w', 1_209_600_000], // 14 * 86,400,000
  ])('of %s is %d ms', (text, length) => {
    expect(milliseconds(text)).toBe(length);
  });

  it.each(['1bd', '1M', '1Q', '1Y'])('of %s depends on a calendar, so that there is none', (text) => {
    expect(() => milliseconds(text)).toThrow(
      new RangeError(`got "${text}"; its length depends on a calendar: use ms, s, m, h, d, w, such as 60s`),
    );
  });
});
