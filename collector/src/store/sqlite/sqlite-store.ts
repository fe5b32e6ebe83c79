// The Store of the sqlite engine, in the thread that holds the database. Calls must not overlap: the
// worker makes them one at a time.
import type { Store } from '../store.ts';
import { sealing } from '../sql/blocks.ts';
import { copying } from '../sql/copying.ts';
import { keepingFacts } from '../sql/facts.ts';
import { leasing } from '../sql/leasing.ts';
import { oneWindow } from '../sql/head-rows.ts';
import { readHealth } from '../sql/health.ts';
import type { Db } from '../sql/tables.ts';
import { tallying } from '../sql/tallies.ts';
import { refuseUnfinished } from '../sql/unfinished-copy.ts';
import { sqliteCopying } from './copying.ts';
import type { OpenOptions } from '../engine.ts';
import { holdDatabase, type HeldDatabase } from './held-database.ts';
import { queriesOn } from './queries.ts';
import { withRoom } from './with-room.ts';
import { sampleTable } from './samples.ts';
import { sizeOf } from './size.ts';

/** Opens the file at `path`; to write, it creates it where there is none. Its methods throw what SQLite throws. */
export async function openSqliteStore(path: string, options: OpenOptions): Promise<Store> {
  const held = holdDatabase(path, options);
  try {
    await refuseUnfinished(queriesOn(held.database), path, options);
  } catch (error) {
    held.close();
    throw error;
  }
  return withRoom(storeIn(held, path), held.reserve.giveBack);
}

function storeIn(held: HeldDatabase, path: string): Store {
  const { database } = held;
  const db = queriesOn(database);
  const samples = sampleTable(database, db);
  const inOne = <Result>(work: (transaction: Db) => Promise<Result>) => db.transaction().execute(work);
  return {
    putSamples: (batch) => samples.put(batch),
    readSamples: (query) => samples.read(query),
    // Calls come one at a time, so that each is in its turn.
    ...keepingFacts(db, { inOne, inTurn: (_, work) => inOne(work), headWindows: oneWindow }),
    ...sealing(db, inOne, { now: async () => Date.now(), skipsLocked: false, headWindows: oneWindow }),
    ...copying(db, sqliteCopying(database, path)),
    ...leasing(db, inOne, { now: async () => Date.now(), skipsLocked: false }),
    ...tallying(db, inOne, { locksRows: false }),
    health: async () => ({ ...sizeOf(path), ...(await readHealth(db, oneWindow)) }),
    check: async () => held.check(),
    close: async () => held.close(),
  };
}
