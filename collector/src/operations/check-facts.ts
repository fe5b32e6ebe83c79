// Goes through every sample of a store once, hour by hour, and checks blocks, head rows, and what each target is
// to have had: every block that was sealed, every slot.
import type { CopyStore } from '../store/copying.ts';
import { checkHour, type ReadBlock } from './check-hour.ts';
import type { ChainAfter } from './chain-account.ts';
import { createChains } from './check-chains.ts';
import { createSlots, type SlotsParts } from './check-slots.ts';
import { counted, createFindings, type Check } from './findings.ts';
import { storedHours, storedTargets, type StoredTarget } from './hours.ts';

export type FactsParts = SlotsParts & {
  store: Pick<CopyStore, 'readRows'>;
  readBlock: ReadBlock;
  chainAfter: ChainAfter;
};

/** The store tells one moment meanwhile (`beginReading`). */
export async function checkFacts(parts: FactsParts): Promise<Check[]> {
  const targets = await storedTargets(parts.store);
  const blocks = { ...createFindings(), versions: 0, hours: 0, heads: 0 };
  const [slots, chains] = [createSlots(parts), createChains([...targets.values()], parts.chainAfter)];
  let account: ReturnType<typeof begin> | null = null;
  const begin = (target: StoredTarget) => ({
    target,
    slots: slots.begin(target),
    chain: chains.begin(target),
  });
  const end = (): void => {
    account?.slots.end();
    account?.chain.end();
  };
  for await (const stored of storedHours(parts.store)) {
    const target = targets.get(stored.target);
    if (target === undefined) {
      blocks.add(`samples of a target ${stored.target} that is not there`);
      continue;
    }
    if (target !== account?.target) {
      end();
      account = begin(target);
    }
    for (const row of stored.blocks) account.chain.add(row);
    blocks.hours += Math.min(stored.blocks.length, 1);
    blocks.versions += stored.blocks.length;
    blocks.heads += stored.heads.length;
    for (const at of checkHour(stored, target, parts.readBlock, (fault) => blocks.add(fault))) {
      account.slots.add(at);
    }
  }
  end();
  const { faults, count } = blocks;
  const summary = `${counted(blocks.versions, 'block')} of ${counted(blocks.hours, 'sealed hour')}, ${counted(blocks.heads, 'head row')}`;
  return [{ name: 'blocks', summary, faults, count }, chains.check(), slots.check()];
}
