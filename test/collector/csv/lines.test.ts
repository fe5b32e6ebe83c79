import { readLines } from '@upheld/collector/csv/lines';
import { describe, expect, it } from 'vitest';

const lines = (text: string) => Array.fromAsync(readLines(text));

describe('the lines of a text', () => {
  it('end with LF or CRLF, of which nothing is left', async () => {
    expect(await lines('a\r\nb\n\nc')).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: 'b' },
      { number: 3, text: '' },
      { number: 4, text: 'c' },
    ]);
  });

  it('are none after the last line end', async () => {
    expect(await lines('a\n')).toEqual([{ number: 1, text: 'a' }]);
    expect(await lines('')).toEqual([]);
  });

  it('begin after the byte order mark', async () => {
    expect(await lines('\uFEFFa')).toEqual([{ number: 1, text: 'a' }]);
  });
});
