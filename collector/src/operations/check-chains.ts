// Whether every block that was sealed of each target is there, as it was sealed.
import { createChainAccount, type ChainAfter } from './chain-account.ts';
import { counted, createFindings, targetWords, type Check } from './findings.ts';
import type { StoredTarget } from './hours.ts';

/** Takes target after target; those of `targets` of which nothing is there are to have had nothing. */
export function createChains(targets: readonly StoredTarget[], chainAfter: ChainAfter) {
  const findings = createFindings();
  const begun = new Set<number>();
  const begin = (target: StoredTarget) => {
    begun.add(target.id);
    return createChainAccount(target, chainAfter, (fault) =>
      findings.add(`${targetWords(target)}: ${fault}`),
    );
  };
  const check = (): Check => {
    for (const target of targets) if (!begun.has(target.id)) begin(target).end();
    const { faults, count } = findings;
    const sealed = targets.reduce((total, { sealedBlocks }) => total + sealedBlocks, 0);
    const ofTargets = targets.filter(({ sealedBlocks }) => sealedBlocks > 0).length;
    const summary = `${counted(sealed, 'block')} of ${counted(ofTargets, 'target')} in the order of sealing`;
    return { name: 'chain', summary, faults, count };
  };
  return { begin, check };
}
