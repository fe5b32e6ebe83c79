import { bytesOf, columnsFrom } from '@upheld/collector/evaluation/tallies/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('the bytes of a tally', () => {
  it('give every column back', () => {
    const value = fc.constantFrom(0, 1, 127, 128, 0x1_0000, 0xffff_ffff);
    const column = fc.oneof(
      fc.array(value),
      fc.array(value).map((few) => few.flatMap((one) => Array(40).fill(one))),
    );
    fc.assert(
      fc.property(fc.array(column, { maxLength: 4 }), (columns) => {
        const given = columns.map((numbers) => Uint32Array.from(numbers));
        expect(columnsFrom(bytesOf(given))).toEqual(given);
      }),
    );
  });

  it('are few where a day is even: 1,440 minutes of 1 are one run', () => {
    // One column; its length in two bytes, one run of 1, its length again.
    expect(bytesOf([new Uint32Array(1440).fill(1)])).toEqual(Uint8Array.of(1, 0xa0, 0x0b, 1, 1, 0xa0, 0x0b));
  });

  it('are refused where they end too early', () => {
    const whole = bytesOf([Uint32Array.of(1, 2, 3)]);
    expect(() => columnsFrom(whole.subarray(0, -1))).toThrow('drop the tallies');
  });
});
