import { readRows } from '@upheld/collector/csv/rows';
import type { CsvInput } from '@upheld/collector/csv/lines';
import { describe, expect, it } from 'vitest';

const columns = { required: ['a', 'b'], optional: ['c'] };
const rows = (input: CsvInput) => Array.fromAsync(readRows(input, columns));
const row = (line: number, a: string, b: string, c = '') => ({ line, fields: { a, b, c } });

describe('the CSV reader', () => {
  it('gives each row with its line, and the columns that the file lacks as empty', async () => {
    expect(await rows('a,b\n1,2\n3,4\n')).toEqual([row(2, '1', '2'), row(3, '3', '4')]);
  });

  it('takes the columns in any order', async () => {
    expect(await rows('c,b,a\n3,2,1')).toEqual([row(2, '1', '2', '3')]);
  });

  it('reads files of other systems: byte order mark, CRLF, quotes, spaces, empty lines', async () => {
    const text = '\uFEFFa, b ,c\r\n\r\n"1,5" , two ,"say ""hi"""\r\n   \r\n3,4,\r\n';
    expect(await rows(text)).toEqual([row(3, '1,5', 'two', 'say "hi"'), row(5, '3', '4')]);
  });

  it('reads bytes in pieces that cut lines, characters and the byte order mark', async () => {
    const bytes = new TextEncoder().encode('\uFEFFa,b\r\nä,€\r\n3,4');
    async function* singly() {
      for (const byte of bytes) yield Uint8Array.of(byte);
    }
    expect(await rows(singly())).toEqual([row(2, 'ä', '€'), row(3, '3', '4')]);
  });

  it('reads text in pieces', async () => {
    async function* pieces() {
      yield 'a,b\n1,';
      yield '2\n3,4';
    }
    expect(await rows(pieces())).toEqual([row(2, '1', '2'), row(3, '3', '4')]);
  });

  it('loses one row to a quote that does not match, and no more', async () => {
    const read = await rows('a,b\n1,"2\n"3"x,4\n5,6"\n7,8\n');
    expect(read).toEqual([
      { line: 2, fault: expect.stringContaining('a quote that does not match') },
      { line: 3, fault: expect.stringContaining('a quote that does not match') },
      { line: 4, fault: expect.stringContaining('a quote that does not match') },
      row(5, '7', '8'),
    ]);
  });

  it('tells rows that are too short or too long', async () => {
    expect(await rows('a,b\n1\n1,2,3\n4,5')).toEqual([
      { line: 2, fault: '1 fields; the header has 2, such as a,b' },
      { line: 3, fault: '3 fields; the header has 2, such as a,b' },
      row(4, '4', '5'),
    ]);
  });

  it.each([
    ['', 'the file is empty; '],
    ['\n \n', 'the file is empty; '],
    ['a,b,d\n', 'the header has the unknown column "d"; '],
    ['a;b\n', 'the header has the unknown column "a;b", no column a, no column b; '],
    ['a,b,a\n', 'the header has the column a twice; '],
    ['b,c\n', 'the header has no column a; '],
  ])('refuses the header of %j and says which columns there are', async (text, says) => {
    await expect(rows(text)).rejects.toMatchObject({
      name: 'ImportError',
      message: `${says}the first line names the columns a, b, and where there are any c, such as a,b,c`,
    });
  });

  it('refuses a line that no row can be, before it fills the memory', async () => {
    let pieces = 0;
    async function* endless() {
      for (;;) {
        pieces += 1;
        yield 'x'.repeat(10_000);
      }
    }
    await expect(rows(endless())).rejects.toThrow(/^line 1 is longer than 65536 characters; /);
    expect(pieces).toBe(7); // 7 * 10,000 is the first sum above 65,536
  });
});
