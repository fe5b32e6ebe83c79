// What a store does with hours that are over: it seals them, and lets go of their head rows (architecture.md,
// "Facts, blocks, tallies, statements").
import type { Instant } from '@upheld/shared/time/instant';

/** Where a block stands; blocks are read in this order, by its fields as they come. */
export type BlockPlace = {
  agreement: string;
  source: string;
  vantage: string;
  /** The start of the hour. */
  hour: Instant;
  /** 1 is the first; the highest speaks, and cites the one before. */
  version: number;
};

/** Hashes are SHA-256 in lower-case hexadecimal; `data` is what blocks/pack.ts gives. */
export type BlockRecord = BlockPlace & {
  hash: string;
  previous: string | null;
  /** 1, 2, 3 and on, in the order of sealing, over all hours and versions of a target. */
  sequence: number;
  /** What binds it to all that were sealed of its target before (blocks/chain.ts). */
  chain: string;
  sealedAt: Instant;
  samples: number;
  notOk: number;
  data: Uint8Array;
};

/** A sealed hour whose newest block cannot be read, or lacks samples that it should hold; `words` say which. */
export type DamagedHour = Omit<BlockPlace, 'version'> & { words: string };

export type Sealed = {
  /** New versions, the first of their hour included. */
  blocks: number;
  /** There is nothing left to seal. */
  isDone: boolean;
  /** What was passed over: it waits to be sealed anew. The last call, which `isDone`, names all of them. */
  damaged: DamagedHour[];
};

export type Retired = {
  /** How many head rows went. */
  rows: number;
  /** There are none left to let go of. */
  isDone: boolean;
  /** What was passed over: its head rows stay. The last call, which `isDone`, names all of them. */
  damaged: DamagedHour[];
};

export interface BlockStore {
  /**
   * Seals hours that ended at or before `before`, and ten minutes ago by the store's clock, and anew those that
   * samples came to since: at most `most` hours a call. An hour that holds what its newest block says gets no new
   * version. Several processes may do so at once.
   */
  sealHours(request: { before: Instant; most: number }): Promise<Sealed>;
  /**
   * Lets go of the head rows of sealed hours that ended at or before `before`, and of what was seen beside the ok
   * ones: at most `most` hours a call. No row goes unless the newest block of its hour can be read and holds it.
   * Reading afterwards gives the same. An engine may keep the rows of a day until
   * all of them can go, and those of many days that share a table.
   */
  retireHeads(request: { before: Instant; most: number }): Promise<Retired>;
  /** Every version of every block after a place, at most `most`; from the first with null. */
  readBlocks(query: { after: BlockPlace | null; most: number }): Promise<BlockRecord[]>;
}
