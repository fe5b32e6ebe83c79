import { createSlotAccount } from '@upheld/collector/operations/slot-account';
import { describe, expect, it } from 'vitest';

/** Slots at 3, 13 ... 993. */
const grids = [{ start: 0, end: 1000, everyMs: 10, phaseMs: 3 }];

function accountOf(instants: number[], until = Infinity, known = grids) {
  const { add, account } = createSlotAccount(known, until);
  instants.forEach(add);
  return account;
}

describe('the account of slots', () => {
  it('finds nothing missing from the first slot to the last', () => {
    expect(accountOf([23, 33, 43])).toEqual({ found: 3, offGrid: 0, replaced: 0, missing: 0, gaps: [] });
  });

  it('names what is missing in between', () => {
    expect(accountOf([3, 13, 43, 63])).toEqual({
      ...{ found: 4, offGrid: 0, replaced: 0, missing: 3 },
      gaps: [
        { first: 23, last: 33, slots: 2 },
        { first: 53, last: 53, slots: 1 },
      ],
    });
  });

  it('counts samples beside the slots, which prove nothing of them', () => {
    expect(accountOf([3, 5, 13, 14, 23])).toMatchObject({ found: 3, offGrid: 2, replaced: 0, missing: 0 });
    expect(accountOf([1, 2, 13])).toMatchObject({ found: 1, offGrid: 2, replaced: 0, missing: 0 });
  });

  it('takes a gap with samples of another cadence in it for none', () => {
    expect(accountOf([3, 20, 43, 63])).toMatchObject({
      ...{ found: 3, offGrid: 1, replaced: 3, missing: 1 },
      gaps: [{ first: 53 }],
    });
  });

  it('misses nothing that may still be under way', () => {
    expect(accountOf([3, 43], 33)).toMatchObject({ missing: 2, gaps: [{ first: 13, last: 23 }] });
    expect(accountOf([3, 43], 13)).toMatchObject({ missing: 0, gaps: [] });
  });

  it('names the first five gaps and counts them all', () => {
    const everySecond = Array.from({ length: 9 }, (_, index) => 3 + 20 * index);
    const { missing, gaps } = accountOf(everySecond);
    expect({ missing, named: gaps.map(({ first }) => first) }).toEqual({
      ...{ missing: 8, named: [13, 33, 53, 73, 93] },
    });
  });

  it('knows no slots of a source that nobody probes', () => {
    expect(accountOf([3, 43], Infinity, [])).toMatchObject({ found: 0, offGrid: 2, missing: 0 });
  });
});
