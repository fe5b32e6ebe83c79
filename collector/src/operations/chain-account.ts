// The account of one target's blocks: in the order of sealing none is missing, and each cites all before it.
import type { Instant } from '@upheld/shared/time/instant';
import type { TableRow } from '../store/copying.ts';
import { counted, instantWords } from './findings.ts';
import type { StoredTarget } from './hours.ts';
import { hexIn, numberIn } from './rows.ts';

/** The chain of a block of that hash after another (store/blocks/chain.ts); null for the first. */
export type ChainAfter = (before: string | null, hash: string) => string;

type Link = { sequence: number; hour: Instant; hash: string; chain: string };

/**
 * Takes the rows of a target's blocks in any order. It keeps those of which the neighbour has not come yet: few,
 * because late samples alone have an hour sealed out of its turn.
 */
export function createChainAccount(target: Sealed, chainAfter: ChainAfter, onFault: (fault: string) => void) {
  const seen = new Set<number>();
  const ends = new Map<number, Link>();
  const starts = new Map<number, Link>();
  const cite = (before: string | null, link: Link): void => {
    if (link.chain === chainAfter(before, link.hash)) return;
    onFault(`${blockWords(link)}, does not cite what was sealed before it`);
  };
  return {
    add(row: TableRow): void {
      const link = linkIn(row);
      const { sequence, chain } = link;
      if (seen.has(sequence)) return onFault(`${blockWords(link)}, is there twice`);
      seen.add(sequence);
      const [before, next] = [ends.get(sequence - 1), starts.get(sequence + 1)];
      if (before !== undefined || sequence === 1) cite(before?.chain ?? null, link);
      else starts.set(sequence, link);
      if (next === undefined) ends.set(sequence, link);
      else cite(chain, next);
      ends.delete(sequence - 1);
      starts.delete(sequence + 1);
    },
    /** Once all have come. */
    end(): void {
      checkGaps([...ends.values()], [...starts.values()], onFault);
      checkEnd(target, inOrder([...ends.values()]).at(-1), onFault);
    },
  };
}

type Sealed = Pick<StoredTarget, 'sealedBlocks' | 'sealedChain'>;

const linkIn = (row: TableRow): Link => ({
  sequence: numberIn(row, 'sequence'),
  hour: numberIn(row, 'hour'),
  hash: hexIn(row, 'hash') ?? '',
  chain: hexIn(row, 'chain') ?? '',
});

const inOrder = (links: Link[]): Link[] => links.toSorted((one, other) => one.sequence - other.sequence);

/** Before each that begins anew, others are gone. */
function checkGaps(ends: Link[], starts: Link[], onFault: (fault: string) => void): void {
  for (const after of inOrder(starts)) {
    const before = inOrder(ends).findLast(({ sequence }) => sequence < after.sequence);
    const gone = goneWords((before?.sequence ?? 0) + 1, after.sequence - 1);
    const then = before === undefined ? '' : `after that of hour ${instantWords(before.hour)} and `;
    onFault(`${gone}, sealed ${then}before that of hour ${instantWords(after.hour)}`);
  }
}

/** The target's row tells the last. */
function checkEnd(
  { sealedBlocks, sealedChain }: Sealed,
  last: Link | undefined,
  onFault: (fault: string) => void,
) {
  const sequence = last?.sequence ?? 0;
  if (sequence < sealedBlocks) {
    const then = last === undefined ? '' : `, sealed after that of hour ${instantWords(last.hour)}`;
    return onFault(`${goneWords(sequence + 1, sealedBlocks)}${then}`);
  }
  if (last === undefined) return;
  if (sequence > sealedBlocks) {
    return onFault(`its row counts ${counted(sealedBlocks, 'block')}, yet there is ${blockWords(last)}`);
  }
  if (sealedChain !== last.chain) onFault(`${blockWords(last)}, is not what its row says was sealed last`);
}

const blockWords = ({ sequence, hour }: Link): string => `block ${sequence}, of hour ${instantWords(hour)}`;

const goneWords = (first: number, last: number): string =>
  first === last ? `block ${first} is gone` : `blocks ${first} to ${last} are gone`;
