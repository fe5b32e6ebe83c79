import { describe, expect, it } from 'vitest';
import { httpDate } from '@upheld/collector/egress/http-date';

describe('a date of HTTP', () => {
  it.each([
    // The three of RFC 9110, section 5.6.7, in this century.
    ['Sun, 06 Nov 2016 08:49:37 GMT', '2016-11-06T08:49:37Z'],
    ['Sunday, 06-Nov-16 08:49:37 GMT', '2016-11-06T08:49:37Z'],
    ['Sun Nov  6 08:49:37 2016', '2016-11-06T08:49:37Z'],
    ['Thu, 29 Feb 2024 23:59:59 GMT', '2024-02-29T23:59:59Z'],
    // A leap second is the first of the next minute, as in every clock of Unix.
    ['Sat, 31 Dec 2016 23:59:60 GMT', '2017-01-01T00:00:00Z'],
    ['Mon, 01 Jan 0001 00:00:00 GMT', '0001-01-01T00:00:00Z'],
  ])('%s is %s', (text, iso) => {
    expect(httpDate(text)).toBe(Temporal.Instant.from(iso).epochMilliseconds);
  });

  it.each([
    '',
    '-5',
    '2016',
    '2016-11-06T08:49:37Z',
    'Sun, 06 Nov 2016 08:49:37',
    'Sun, 06 Nov 2016 08:49:37 +0100',
    'Sun, 6 Nov 2016 08:49:37 GMT',
    'Sun, 31 Nov 2016 08:49:37 GMT',
    'Wed, 29 Feb 2023 08:49:37 GMT',
    'Sun, 00 Nov 2016 08:49:37 GMT',
    'Sun, 06 Nov 2016 24:00:00 GMT',
    'Sun, 06 Nov 2016 08:60:00 GMT',
    'Sun, 06 Foo 2016 08:49:37 GMT',
    'Sun, 06 Nov 2016 08:49:37 GMT, Sun, 06 Nov 2016 08:49:37 GMT',
  ])('is not %j', (text) => {
    expect(httpDate(text)).toBeNull();
  });
});
