import { clipped, merged, without } from '@upheld/shared/time/intervals';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const anyIntervals = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 9 })).map(([start, length]) => ({
    start,
    end: start + length,
  })),
  { maxLength: 8 },
);

describe('merged intervals', () => {
  it('join what overlaps and what touches, and lose what is empty', () => {
    const given = [
      { start: 5, end: 7 },
      { start: 1, end: 3 },
      { start: 3, end: 4 },
      { start: 6, end: 6 },
      { start: 9, end: 9 },
    ];
    expect(merged(given)).toEqual([
      { start: 1, end: 4 },
      { start: 5, end: 7 },
    ]);
  });

  it('keep the longer end of an interval that holds the next', () => {
    expect(merged([{ start: 1, end: 9 }, { start: 2, end: 3 }])).toEqual([{ start: 1, end: 9 }]); // prettier-ignore
  });

  it('are in order and apart, and hold the same units of time', () => {
    fc.assert(
      fc.property(anyIntervals, (intervals) => {
        const result = merged(intervals);
        for (const [index, { start }] of result.entries()) {
          expect(start).toBeGreaterThan(result[index - 1]?.end ?? -1);
        }
        expect(unitsOf(result)).toEqual(unitsOf(intervals));
      }),
    );
  });

  it('are new objects: what was given stays as it was', () => {
    const given = [{ start: 1, end: 3 }, { start: 2, end: 5 }]; // prettier-ignore
    merged(given);
    expect(given).toEqual([{ start: 1, end: 3 }, { start: 2, end: 5 }]); // prettier-ignore
  });
});

describe('clipped intervals', () => {
  it('are cut to the window, and gone where they only touch it', () => {
    const given = [{ start: 0, end: 4 }, { start: 4, end: 6 }, { start: 8, end: 9 }]; // prettier-ignore
    expect(clipped(given, { start: 4, end: 8 })).toEqual([{ start: 4, end: 6 }]);
    expect(clipped(given, { start: 2, end: 5 })).toEqual([{ start: 2, end: 4 }, { start: 4, end: 5 }]); // prettier-ignore
  });
});

describe('intervals without others', () => {
  it('lose exactly the units of time that the others hold', () => {
    fc.assert(
      fc.property(anyIntervals, anyIntervals, (intervals, removed) => {
        const gone = new Set(unitsOf(removed));
        const left = unitsOf(intervals).filter((unit) => !gone.has(unit));
        expect(unitsOf(without(intervals, removed))).toEqual(left);
      }),
    );
  });
});

function unitsOf(intervals: { start: number; end: number }[]): number[] {
  const units = new Set<number>();
  for (const { start, end } of intervals) for (let unit = start; unit < end; unit += 1) units.add(unit);
  return [...units].sort((a, b) => a - b);
}
