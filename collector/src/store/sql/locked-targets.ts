// Targets of which closed hours are about to change: whoever changes one holds its row (SQLite has one writer).
import type { Selectable } from 'kysely';
import type { BlockTarget } from './sealed-hours.ts';
import type { Db, Tables } from './tables.ts';

/** Whether others may be changing targets at the same moment: what they have locked is left to them. */
export type RowLocks = { skipsLocked: boolean };

export type LockedTarget = BlockTarget & Pick<Selectable<Tables['targets']>, (typeof marks)[number]>;

/** How far it is sealed. */
const marks = ['sealed_until', 'sealed_blocks', 'sealed_chain'] as const;

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
    .select(['targets.id', 'agreements.name as agreement', 'source', 'vantage', ...marks]);
