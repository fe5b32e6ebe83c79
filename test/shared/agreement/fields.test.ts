import {
  duration,
  httpUrl,
  instant,
  localDate,
  name,
  oneOf,
  percentage,
  quantity,
  secretReference,
  secretRule,
  text,
  timeout,
  timeZone,
  waitOf,
  wholeNumber,
} from '@upheld/shared/agreement/fields';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const accepts = (field: z.ZodType, value: unknown) => field.safeParse(value).success;
const ruleOf = (field: z.ZodType, value: unknown) => field.safeParse(value).error?.issues[0]?.message;

describe('a percentage', () => {
  const target = percentage('a target', '99.9%');

  it.each(['0%', '100%', '100.000%', '99.9%', '0.000000000001%'])('may be %s', (value) => {
    expect(target.parse(value)).toBe(value);
  });

  it.each([
    '100.1%',
    '999%',
    '-1%',
    '99.9',
    '.5%',
    '99,9%',
    '99.9 %',
    '0.0000000000001%',
    0.999,
    null,
    undefined,
  ])('may not be %s', (value) => {
    expect(ruleOf(target, value)).toBe('a target is between 0% and 100%, such as 99.9%');
  });
});

describe('a duration that somebody waits for', () => {
  it.each(['1ms', '300s', '5m', '300000ms'])('may be %s where five minutes are the most', (value) => {
    expect(timeout('10s').parse(value)).toBe(value);
  });

  it.each(['301s', '6m', '300001ms', '1h', '4w', '999999w'])('may not be %s there', (value) => {
    expect(
      timeout('10s')
        .safeParse(value)
        .error?.issues.map(({ message }) => message),
    ).toEqual(['a timeout is at most 5m, such as 10s']);
  });

  it('is first of all a duration', () => {
    expect(
      timeout('10s')
        .safeParse('10')
        .error?.issues.map(({ message }) => message),
    ).toEqual([
      'a duration is a whole number of milliseconds (ms), seconds (s), minutes (m), hours (h), days (d) or weeks (w), such as 10s',
    ]);
    expect(ruleOf(waitOf('a delay', ['s', 'm'], '10m', '5s'), 5)).toBe(
      'a duration is a whole number of seconds (s) or minutes (m), such as 5s',
    );
  });
});

describe('a duration', () => {
  it.each(['1s', '60s', '5m', '999999s'])('may be %s in seconds and minutes', (value) => {
    expect(duration(['s', 'm'], '60s').parse(value)).toBe(value);
  });

  it.each(['0s', '1.5s', '60', '60 s', '-1s', '1h', '1000000s', 60])('may not be %s', (value) => {
    expect(ruleOf(duration(['s', 'm'], '60s'), value)).toBe(
      'a duration is a whole number of seconds (s) or minutes (m), such as 60s',
    );
  });

  it('in minutes where only months can be meant is answered with months', () => {
    expect(ruleOf(duration(['d', 'M'], '60d'), '12m')).toBe('m is minutes and M is months, such as 12M');
  });

  it('in minutes is no month where minutes are allowed, nor where months are not', () => {
    expect(accepts(duration(['m', 'M'], '5m'), '12m')).toBe(true);
    expect(ruleOf(duration(['d'], '60d'), '12m')).toBe(
      'a duration is a whole number of days (d), such as 60d',
    );
  });
});

describe('a date', () => {
  const from = localDate('from', '2026-01-31');

  it('exists in the calendar: 29 February only in leap years', () => {
    expect(accepts(from, '2028-02-29')).toBe(true);
    expect(ruleOf(from, '2026-02-29')).toBe('from is a date that exists, such as 2026-01-31');
  });

  it.each(['2026-1-31', '31.01.2026', '2026-01-31T00:00Z', '', 20260131])('is not written %s', (value) => {
    expect(accepts(from, value)).toBe(false);
  });
});

describe('an instant', () => {
  const at = instant('at', '2026-08-12T12:30:00-04:00');

  it('is read as milliseconds since the epoch', () => {
    // One day and two hours after the epoch, written two hours east of UTC: 86 400 000 ms.
    expect(at.parse('1970-01-02T02:00:00+02:00')).toBe(86_400_000);
    expect(at.parse('1970-01-01T00:00:01.5Z')).toBe(1500);
  });

  it('is written back in UTC', () => {
    expect(z.encode(at, 86_400_000)).toBe('1970-01-02T00:00:00Z');
  });

  it.each([
    '2026-08-12T12:30:00',
    '2026-08-12',
    '2026-02-30T00:00Z',
    '2026-08-12T25:00Z',
    '2026-08-12T12:30[UTC]',
    0,
  ])('is not written %s', (value) => {
    expect(ruleOf(at, value)).toBe(
      'at is a date and time with its offset from UTC, such as 2026-08-12T12:30:00-04:00',
    );
  });
});

describe('a time zone', () => {
  it.each(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires'])('may be %s', (value) => {
    expect(accepts(timeZone('Europe/Berlin'), value)).toBe(true);
  });

  it.each(['+02:00', 'Europe/Berln', 'local', ''])('may not be %s', (value) => {
    expect(accepts(timeZone('Europe/Berlin'), value)).toBe(false);
  });
});

describe('a URL', () => {
  const url = httpUrl('https://api.example.com');

  it.each([
    'https://api.example.com/@me?a=b@c#d',
    'http://127.0.0.1:8080',
    'http://[::1]:80/',
    'http://localhost',
  ])('may be %s', (value) => {
    expect(url.parse(value)).toBe(value);
  });

  it.each([
    'ftp://a.example',
    'api.example.com',
    'https://u:p@a.example',
    'https://u@a.example',
    'https:u:p@a.example',
  ])('may not be %s', (value) => {
    expect(accepts(url, value)).toBe(false);
  });
});

describe('a secret reference', () => {
  it.each([{ env: 'TOKEN' }, { env: '_t0' }, { file: '/run/secrets/token' }])('may be %j', (value) => {
    expect(secretReference.parse(value)).toEqual(value);
  });

  it.each(['hunter2', '', { env: 'hunter2!' }, { file: '' }, {}, ['TOKEN'], { value: 'hunter2' }, 42])(
    'may not be %j',
    (value) => {
      expect(ruleOf(secretReference, value)).toBe(secretRule);
    },
  );

  it('may not be both', () => {
    expect(accepts(secretReference, { env: 'TOKEN', file: '/run/token' })).toBe(false);
  });
});

describe('a name', () => {
  it.each(['a', 'orders-api', '0', 'a'.repeat(63)])('may be %s', (value) => {
    expect(accepts(name('acme'), value)).toBe(true);
  });

  it.each(['', 'A', 'a b', '-a', 'a-', 'a_b', 'a'.repeat(64), '__proto__', 5])('may not be %s', (value) => {
    expect(accepts(name('acme'), value)).toBe(false);
  });
});

describe('text and numbers', () => {
  it('text has at least one visible character and at most 4000', () => {
    expect(accepts(text('a reason', 'because'), 'x'.repeat(4000))).toBe(true);
    expect(accepts(text('a reason', 'because'), 'x'.repeat(4001))).toBe(false);
    expect(ruleOf(text('a reason', 'because'), ' \n')).toBe(
      'a reason is text of 1 to 4000 characters, such as "because"',
    );
  });

  it('whole numbers include their bounds', () => {
    const month = wholeNumber('a month', { min: 1, max: 12 }, 4);
    expect([0, 1, 12, 13, 1.5, '4'].map((value) => accepts(month, value))).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(ruleOf(month, 13)).toBe('a month is a whole number from 1 to 12, such as 4');
  });

  it('quantities are finite', () => {
    expect([0, 0.5, -1, Infinity, NaN].map((value) => accepts(quantity('a weight', 0, 1), value))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('a word of a list is answered with the word that was meant', () => {
    expect(ruleOf(oneOf(['month', 'quarter', 'year']), 'quarters')).toBe(
      'one of month, quarter, year, such as quarter',
    );
  });
});
