// Hours as bytes and back. The properties are tried on the same examples every time (test/properties.ts).
import { rowsOf, type SlotRow } from '@upheld/collector/store/blocks/hour';
import { packHour, unpackHour } from '@upheld/collector/store/blocks/pack';
import fc from 'fast-check';
import '../../../properties.ts';
import { describe, expect, it } from 'vitest';
import { aRow, anHour, hour } from './hours.ts';

const inOrder = (rows: SlotRow[]) => rows.toSorted((a, b) => a.at - b.at);
const packedAndBack = (rows: SlotRow[], start = hour) => rowsOf(unpackHour(start, packHour(start, rows)));
const minutes = (count: number, change: (slot: number) => Partial<SlotRow> = () => ({})) =>
  Array.from({ length: count }, (_, slot) => aRow({ at: hour + slot * 60_000, ...change(slot) }));

describe('a packed hour', () => {
  it('holds every sample exactly', () => {
    fc.assert(
      fc.property(anHour(), (rows) => {
        expect(packedAndBack(rows)).toEqual(inOrder(rows));
      }),
    );
  });

  it('is the same in whatever order its samples came', () => {
    fc.assert(
      fc.property(
        anHour().chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
        ),
        ([rows, shuffled]) => {
          expect(packHour(hour, shuffled)).toEqual(packHour(hour, rows));
        },
      ),
    );
  });

  it('may lie before 1970 and as far in the future as instants go', () => {
    for (const start of [-3_600_000, 0, 7_999_999_999_200_000]) {
      const rows = [aRow({ at: start }), aRow({ at: start + 3_599_999 })];
      expect(packedAndBack(rows, start)).toEqual(rows);
    }
  });

  it('may hold a single sample, and one each second', () => {
    expect(packedAndBack([aRow()])).toEqual([aRow()]);
    const seconds = Array.from({ length: 3600 }, (_, slot) =>
      aRow({ at: hour + slot * 1000, latency_tenths: slot % 7 }),
    );
    expect(packedAndBack(seconds)).toEqual(seconds);
  });

  it('is written byte by byte as its format says', () => {
    // Format 1, two samples; one of no step and one of 60,000 ms = 0b11_1010100_1100000; one ending: ok, no
    // reason, no status, which both have; two latencies, the first 1824 = 0b1110_0100000, the other by its
    // distance to it (64) with parameter 0: +1 is number 2, one more is 0b11, with a 0 before: 011, padded; no age: none there, then two missing.
    expect([...packHour(hour, [aRow(), aRow({ at: hour + 60_000, latency_tenths: 1825 })])]).toEqual([
      ...[1, 2],
      ...[0, 1, 0b1110_0000, 0b1101_0100, 0b11, 1],
      ...[1, 0, 0, 0],
      ...[0, 2],
      ...[2, 0b1010_0000, 0b1110, 64, 0b0110_0000],
      ...[0, 2],
    ]);
  });

  it('costs a few bytes a hole', () => {
    const whole = minutes(60);
    const withHole = whole.filter((_, slot) => slot !== 30);
    expect(packHour(hour, withHole).length - packHour(hour, whole).length).toBeLessThan(12);
  });

  it('refuses no samples, a slot twice and a slot of another hour', () => {
    const invalid = expect.objectContaining({ name: 'StoreError', code: 'invalid' });
    for (const rows of [[], [aRow(), aRow()], [aRow({ at: hour - 1 })], [aRow({ at: hour + 3_600_000 })]]) {
      expect(() => packHour(hour, rows)).toThrow(invalid);
    }
  });
});

describe('bytes that are no hour', () => {
  const packed = packHour(
    hour,
    minutes(60, (slot) => ({ latency_tenths: 1000 + ((slot * 7919) % 977) })),
  );

  it('are refused where a newer release wrote them', () => {
    const newer = packed.with(0, 2);
    expect(() => unpackHour(hour, newer)).toThrow(
      expect.objectContaining({
        code: 'newer-schema',
        message: expect.stringContaining('start the release'),
      }),
    );
  });

  it('are refused where they end too early or too late', () => {
    const corrupt = expect.objectContaining({ name: 'StoreError', code: 'corrupt' });
    for (let length = 1; length < packed.length; length += 1) {
      expect(() => unpackHour(hour, packed.subarray(0, length))).toThrow(corrupt);
    }
    expect(() => unpackHour(hour, Uint8Array.of(...packed, 0))).toThrow(corrupt);
  });

  it('give an error or samples of that hour, and nothing else, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          const { at } = unpackHour(hour, Uint8Array.of(1, ...bytes));
          expect(at.every((each) => each >= hour && each < hour + 3_600_000)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: 'StoreError' });
        }
      }),
      { numRuns: 2000 },
    );
  });
});
