// Targets of which closed hours are about to change: whoever changes one holds its row (SQLite has one writer).
import type { Instant } from '@upheld/shared/time/instant';
import type { BlockTarget } from './sealed-hours.ts';
import type { Db } from './tables.ts';

/** Whether others may be changing targets at the same moment: what they have locked is left to them. */
export type RowLocks = { skipsLocked: boolean };

export type LockedTarget = BlockTarget & { sealed_until: Instant };

/** `wanted` says which. */
export const lockedTargets = (
  db: Db,
  { skipsLocked }: RowLocks,
  wanted: (query: TargetQuery) => TargetQuery,
): Promise<LockedTarget[]> =>
  wanted(targetRows(db))
    .$if(skipsLocked, (query) => query.forUpdate('targets').skipLocked())
    .execute();

type TargetQuery = ReturnType<typeof targetRows>;

const targetRows = (db: Db) =>
  db
    .selectFrom('targets')
    .innerJoin('agreements', 'agreements.id', 'targets.agreement')
    .select(['targets.id', 'agreements.name as agreement', 'source', 'vantage', 'sealed_until']);
