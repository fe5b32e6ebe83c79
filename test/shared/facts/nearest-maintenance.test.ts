import { nearestMaintenance } from '@upheld/shared/facts/nearest-maintenance';
import { describe, expect, it } from 'vitest';

const now = 1_000;
const old = { start: 100, end: 200 };
const past = { start: 300, end: 1_000 };
const underWay = { start: 900, end: 1_100 };
const endless = { start: 50, end: null };
const soon = { start: 1_500, end: 1_600 };
const late = { start: 9_000, end: 9_100 };
const all = [late, old, soon, endless, past, underWay];

describe('the nearest maintenance', () => {
  it('is all of it, as it came, where it is little', () => {
    expect(nearestMaintenance(all, now, 6)).toEqual(all);
    expect(nearestMaintenance([], now, 1)).toEqual([]);
  });

  it.each([
    [5, [endless, past, underWay, soon, late]],
    [4, [endless, underWay, soon, late]],
    [3, [endless, underWay, soon]],
    [1, [endless]],
  ])('is that which is not over, the earliest %i first, and then what was over last', (most, nearest) => {
    expect(nearestMaintenance(all, now, most)).toEqual(nearest);
  });
});
