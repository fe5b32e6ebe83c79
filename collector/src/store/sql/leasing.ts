// What several processes on one store tell each other, on any engine.
import type { LeaseStore } from '../leases.ts';
import { agreeOn } from './agreed.ts';
import { putHint, takeHints } from './hints.ts';
import { countHolders, keepLeases, releaseLeases, type LeaseEngine } from './leases.ts';
import { readListeners, recordListening } from './listeners.ts';
import type { Db } from './tables.ts';

/** `inOne` does its work in one transaction. */
export function leasing(
  db: Db,
  inOne: <Result>(work: (transaction: Db) => Promise<Result>) => Promise<Result>,
  engine: LeaseEngine,
): LeaseStore {
  return {
    keepLeases: (holder) => inOne((transaction) => keepLeases(transaction, holder, engine)),
    releaseLeases: (holder, leases) => inOne((transaction) => releaseLeases(transaction, holder, leases)),
    countHolders: () => countHolders(db, engine),
    putHint: (desk, tickets) => inOne((transaction) => putHint(transaction, desk, tickets)),
    takeHints: (desks) => inOne((transaction) => takeHints(transaction, desks)),
    recordListening: (listeners) => inOne((transaction) => recordListening(transaction, listeners)),
    readListeners: (source) => readListeners(db, source),
    agreeOn: (name, value) => inOne((transaction) => agreeOn(transaction, name, value)),
  };
}
