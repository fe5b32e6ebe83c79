import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '@upheld/collector/egress/retry-after';

const date = 'Wed, 01 Jul 2026 10:00:00 GMT';

describe('how long a server asks to be left alone', () => {
  it.each([
    ['seconds', { 'retry-after': '120' }, 120_000],
    ['no time at all', { 'retry-after': '0' }, 0],
    ['a date, against its own clock', { 'retry-after': 'Wed, 01 Jul 2026 10:00:30 GMT', date }, 30_000],
    ['a date that is over', { 'retry-after': 'Wed, 01 Jul 2026 09:00:00 GMT', date }, 0],
    ['a limit that is used up', { ratelimit: '"default";r=0;t=30' }, 30_000],
    ['two limits that are used up', { ratelimit: '"second";r=0;t=1, "hour"; r=0; t=900' }, 900_000],
    ['seconds and a limit', { 'retry-after': '5', ratelimit: '"default";r=0;t=30' }, 5_000],
  ])('is read from %s', (_title, headers, expected) => {
    expect(retryAfterMs(headers)).toBe(expected);
  });

  it.each([
    ['nothing', {}],
    ['a date without a clock to hold it against', { 'retry-after': 'Wed, 01 Jul 2026 10:00:30 GMT' }],
    ['a negative number', { 'retry-after': '-5', date }],
    ['a number that nobody means', { 'retry-after': '99999999999999999999', date }],
    ['words', { 'retry-after': 'soon', date }],
    ['a limit that has something left', { ratelimit: '"default";r=3;t=30' }],
    ['a limit without a reset', { ratelimit: '"default";r=0' }],
    ['another draft of the limit', { ratelimit: 'limit=100, remaining=0, reset=30' }],
  ])('is not known from %s', (_title, headers) => {
    expect(retryAfterMs(headers)).toBeNull();
  });
});
