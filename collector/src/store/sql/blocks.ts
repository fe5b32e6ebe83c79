// What a store does with closed hours, on any engine.
import type { BlockStore } from '../blocks.ts';
import { readBlocks } from './block-pages.ts';
import { retireHeads } from './retiring.ts';
import { sealHours, type SealingEngine } from './sealing.ts';
import type { Db } from './tables.ts';

/** `inOne` does its work in one transaction. */
export function sealing(
  db: Db,
  inOne: <Result>(work: (transaction: Db) => Promise<Result>) => Promise<Result>,
  engine: SealingEngine,
): BlockStore {
  return {
    sealHours: (request) => inOne((transaction) => sealHours(transaction, request, engine)),
    retireHeads: (request) => inOne((transaction) => retireHeads(transaction, request, engine)),
    readBlocks: (query) => readBlocks(db, query),
  };
}
