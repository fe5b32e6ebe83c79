// Goes through every sample of a store once, hour by hour, and checks blocks, head rows and the account of slots.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Instant } from '@upheld/shared/time/instant';
import type { CopyStore } from '../store/copying.ts';
import { checkHour, type ReadBlock } from './check-hour.ts';
import { createFindings, instantWords, targetWords, type Check } from './findings.ts';
import { gridsOf } from './grids.ts';
import { storedHours, storedTargets, type StoredTarget } from './hours.ts';
import { createSlotAccount } from './slot-account.ts';

export type FactsParts = {
  store: Pick<CopyStore, 'readRows'>;
  agreements: readonly Agreement[];
  isProbed: (type: string) => boolean;
  readBlock: ReadBlock;
  /** Slots from here on may still be under way. */
  until: Instant;
};

/** The store tells one moment meanwhile (`beginReading`). */
export async function checkFacts(parts: FactsParts): Promise<Check[]> {
  const targets = await storedTargets(parts.store);
  const blocks = { ...createFindings(), versions: 0, hours: 0, heads: 0 };
  const slots = createSlots(parts);
  let account: ReturnType<typeof slots.begin> | null = null;
  let current = NaN;
  for await (const stored of storedHours(parts.store)) {
    const target = targets.get(stored.target);
    if (target === undefined) {
      blocks.add(`samples of a target ${stored.target} that is not there`);
      continue;
    }
    if (target.id !== current) {
      account?.end();
      account = slots.begin(target);
      current = target.id;
    }
    blocks.hours += Math.min(stored.blocks.length, 1);
    blocks.versions += stored.blocks.length;
    blocks.heads += stored.heads.length;
    for (const at of checkHour(stored, target, parts.readBlock, (fault) => blocks.add(fault))) {
      account?.add(at);
    }
  }
  account?.end();
  const { faults, count } = blocks;
  const summary = `${counted(blocks.versions, 'block')} of ${counted(blocks.hours, 'sealed hour')}, ${counted(blocks.heads, 'head row')}`;
  return [{ name: 'blocks', summary, faults, count }, slots.check()];
}

/** The account of all targets, one after the other. */
function createSlots({ agreements, isProbed, until }: FactsParts) {
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

/** `1 slot`, `12,345 slots`. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
