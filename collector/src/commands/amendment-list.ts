// The amendments of a folder, one line each, and whether they act.
import type { Amendment } from '@upheld/shared/agreement/agreement';
import { missingSignatures } from '@upheld/shared/agreement/amendment';
import type { Configuration } from '../config/configuration.ts';

/** The lines in the order in which the amendments take effect; `now` tells those in force from those to come. */
export function amendmentList({ agreements, amendments }: Configuration, now: number): string[] {
  return amendments.toSorted(byDate).map((amendment) => {
    const { name, agreement: of, effective, changes } = amendment;
    const agreement = agreements.find((candidate) => candidate.name === of);
    const from = agreement?.amended.find((version) => version.name === name)?.from;
    const missing = missingSignatures(amendment, agreement?.parties ?? []).join(', ');
    const state = from === undefined ? `not signed by ${missing}` : from <= now ? 'in force' : 'to come';
    const count = `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`;
    return `  ${name} amends ${of} from ${effective.from}, ${count}: ${state}`;
  });
}

/** By code unit: the same order on every machine. */
function byDate(a: Amendment, b: Amendment): number {
  return `${a.effective.from} ${a.name}` < `${b.effective.from} ${b.name}` ? -1 : 1;
}
