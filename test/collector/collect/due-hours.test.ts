import { describe, expect, it } from 'vitest';
import { settledHours } from '@upheld/collector/collect/due-hours';
import type { CountTerms } from '@upheld/collector/collect/count-work';
import { countingKind, hour, noon, tenAndOne } from './counting.ts';

const { kind } = countingKind(() => tenAndOne);

/** Where hours that settled by noon start, counted from noon; terms reach 92 days back. */
function startsOf(...terms: Partial<CountTerms>[]): number[] {
  const whole = terms.map((change) => ({ start: noon - 4 * hour, end: Infinity, kind, spec: {}, ...change }));
  return settledHours(whole, noon).map(({ start }) => (start - noon) / hour);
}

describe('the hours that can be asked for', () => {
  it('are whole hours of UTC that ended at least as long ago as they take to settle', () => {
    // The hour from eleven ended at noon and settles at 12:05.
    expect(startsOf({})).toEqual([-4, -3, -2]);
    const atOnce = { ...kind, reach: () => ({ settleMs: 0, backfillMs: 4 * hour }) };
    expect(startsOf({ kind: atOnce })).toEqual([-4, -3, -2, -1]);
  });

  it('reach back no further than the source is read back', () => {
    const short = { ...kind, reach: () => ({ settleMs: 0, backfillMs: 2.5 * hour }) };
    expect(startsOf({ kind: short })).toEqual([-2, -1]);
  });

  it('leave out hours that an agreement begins or ends in, as in zones with half hours', () => {
    // Midnight in Kolkata is half past in UTC.
    expect(startsOf({ start: noon - 3.5 * hour })).toEqual([-3, -2]);
    expect(startsOf({ end: noon - 2.5 * hour })).toEqual([-4]);
  });

  it('are read under the terms of their own time; one that is cut in two is not', () => {
    const [early, late] = [{ end: noon - 3 * hour }, { start: noon - 3 * hour }];
    expect(startsOf(early, late)).toEqual([-4, -3, -2]);
    const [before, after] = [{ end: noon - 2.5 * hour }, { start: noon - 2.5 * hour }];
    expect(startsOf(before, after)).toEqual([-4, -2]);
  });

  it('are none before the agreement begins', () => {
    expect(startsOf({ start: noon + hour })).toEqual([]);
  });
});
