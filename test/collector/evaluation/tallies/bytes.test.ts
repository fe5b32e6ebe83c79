import { bytesOf, columnsFrom } from '@upheld/collector/evaluation/tallies/bytes';
import { runsOf } from '@upheld/shared/measurement/runs';
import type { Runs } from '@upheld/shared/measurement/runs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const numbersIn = (runs: Runs) =>
  Uint32Array.from(
    runs.values.flatMap((value, run) => Array((runs.ends[run] ?? 0) - (runs.ends[run - 1] ?? 0)).fill(value)),
  );

describe('the bytes of a tally', () => {
  it('give every column of minutes and all numbers back', () => {
    const value = fc.constantFrom(0, 1, 127, 128, 0x1_0000, 0xffff_ffff);
    const column = fc
      .oneof(
        fc.array(value),
        fc.array(value).map((few) => few.flatMap((one) => Array(40).fill(one))),
      )
      .map((numbers) => Uint32Array.from(numbers));
    fc.assert(
      fc.property(fc.array(column, { maxLength: 4 }), column, (columns, numbers) => {
        const given = { minutes: columns.map(runsOf), numbers };
        const opened = columnsFrom(bytesOf(given));
        expect(opened.minutes.map(numbersIn)).toEqual(columns);
        expect(opened.numbers).toEqual(numbers);
      }),
    );
  });

  it('are few where a day is even: 1,440 minutes of 1 are one run', () => {
    const even = { minutes: [runsOf(new Uint32Array(1440).fill(1))], numbers: new Uint32Array() };
    // One column; its length in two bytes, one run: its length again, of 1; and no numbers.
    expect(bytesOf(even)).toEqual(Uint8Array.of(1, 0xa0, 0x0b, 1, 0xa0, 0x0b, 1, 0));
  });

  it('are refused where they end too early', () => {
    const whole = bytesOf({ minutes: [runsOf(Uint32Array.of(1, 2, 3))], numbers: Uint32Array.of(300) });
    for (let length = 0; length < whole.length; length++) {
      expect(() => columnsFrom(whole.subarray(0, length))).toThrow('drop the tallies');
    }
  });
});
