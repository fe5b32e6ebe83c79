// Whether every slot in which a target was to be asked has an outcome.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Instant } from '@upheld/shared/time/instant';
import { counted, createFindings, instantWords, targetWords, type Check } from './findings.ts';
import { gridsOf } from './grids.ts';
import type { StoredTarget } from './hours.ts';
import { createSlotAccount } from './slot-account.ts';

export type SlotsParts = {
  agreements: readonly Agreement[];
  isProbed: (type: string) => boolean;
  /** Slots from here on may still be under way. */
  until: Instant;
};

/** Takes target after target. */
export function createSlots({ agreements, isProbed, until }: SlotsParts) {
  const findings = createFindings();
  const sums = { targets: 0, found: 0, offGrid: 0, replaced: 0 };
  const begin = (target: StoredTarget) => {
    const agreement = agreements.find(({ name }) => name === target.agreement);
    const grids = agreement === undefined ? [] : gridsOf(agreement, target.source, isProbed);
    const { add, account } = createSlotAccount(grids, until);
    const end = (): void => {
      sums.targets += Math.min(grids.length, 1);
      sums.found += account.found;
      sums.offGrid += account.offGrid;
      sums.replaced += account.replaced;
      for (const { slots, first, last } of account.gaps) {
        const where = slots === 1 ? instantWords(first) : `${instantWords(first)} to ${instantWords(last)}`;
        findings.add(`${targetWords(target)}: ${counted(slots, 'slot')} without an outcome, ${where}`);
      }
      const named = account.gaps.reduce((total, { slots }) => total + slots, 0);
      if (account.missing > named) {
        findings.add(`${targetWords(target)}: ${counted(account.missing - named, 'more slot')} without one`);
      }
    };
    return { add, end };
  };
  const check = (): Check => {
    const { faults, count } = findings;
    const kept = `${counted(sums.found, 'slot')} of ${counted(sums.targets, 'probed target')}`;
    const others = `${counted(sums.offGrid, 'sample')} beside them`;
    const replaced = sums.replaced === 0 ? '' : `, in place of ${counted(sums.replaced, 'slot')}`;
    return { name: 'slots', summary: `${kept}, ${others}${replaced}`, faults, count };
  };
  return { begin, check };
}
