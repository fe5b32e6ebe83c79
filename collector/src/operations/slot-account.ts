// The account of one target's slots: between the first and the last that it has, each slot has an outcome.
import type { Instant } from '@upheld/shared/time/instant';
import { isSlot, slotsIn, type Grid } from './grids.ts';

/** Slots without an outcome, one after the other. */
export type Gap = { first: Instant; last: Instant; slots: number };

export type SlotAccount = {
  /** Slots with an outcome. */
  found: number;
  /** Samples at other instants: imports, and those of a cadence that the files no longer tell. */
  offGrid: number;
  /** Slots without an outcome, where samples at other instants stand in their place. */
  replaced: number;
  missing: number;
  /** The first of the missing. */
  gaps: Gap[];
};

const gapsNamed = 5;

/**
 * Takes the instants of a target's samples in rising order and counts. What is due at or after `until` may still be
 * under way and is not missed.
 */
export function createSlotAccount(grids: readonly Grid[], until: Instant) {
  const account: SlotAccount = { found: 0, offGrid: 0, replaced: 0, missing: 0, gaps: [] };
  let last: Instant | null = null;
  let offGridSince = 0;
  const countGap = (at: Instant): void => {
    if (last === null) return;
    const { slots, ...gap } = slotsIn(grids, { start: last + 1, end: Math.min(at, until) });
    if (slots === 0) return;
    if (offGridSince > 0) {
      account.replaced += slots;
      return;
    }
    account.missing += slots;
    if (account.gaps.length < gapsNamed) account.gaps.push({ ...gap, slots });
  };
  return {
    add(at: Instant): void {
      if (!isSlot(grids, at)) {
        account.offGrid += 1;
        offGridSince += 1;
        return;
      }
      countGap(at);
      account.found += 1;
      last = at;
      offGridSince = 0;
    },
    account,
  };
}
