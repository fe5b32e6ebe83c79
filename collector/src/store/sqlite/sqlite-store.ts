// The Store of the sqlite engine, in the thread that holds the database. Calls must not overlap: the
// worker makes them one at a time.
import type { Store } from '../store.ts';
import { lastBeat, putBeat } from '../sql/beats.ts';
import { sealing } from '../sql/blocks.ts';
import { copying } from '../sql/copying.ts';
import { readDesk, recordReconciled, recordSync, recordSyncFailure } from '../sql/desks.ts';
import { leasing } from '../sql/leasing.ts';
import { lastFound } from '../sql/found-tickets.ts';
import { lastSlot, readFailures } from '../sql/failures.ts';
import { oneWindow } from '../sql/head-rows.ts';
import { readHealth } from '../sql/health.ts';
import { putLoadTests, readLoadTests } from '../sql/load-tests.ts';
import { openTickets } from '../sql/open-tickets.ts';
import { readOpinions } from '../sql/opinions.ts';
import { putOccurrences, readOccurrences } from '../sql/occurrences.ts';
import { readRevision } from '../sql/revisions.ts';
import { lastSlice, putSlices, readSlices } from '../sql/slices.ts';
import { putReport, readReports } from '../sql/status-reports.ts';
import type { Db } from '../sql/tables.ts';
import { tallying } from '../sql/tallies.ts';
import { putTicketEvents, readTicketColumns, readTicketEvents, readToldEvents } from '../sql/tickets.ts';
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
    readFailures: (query) => readFailures(db, query, oneWindow),
    lastSlot: (target) => lastSlot(db, target, oneWindow),
    putTicketEvents: (batch) => inOne((transaction) => putTicketEvents(transaction, batch)),
    readTicketEvents: (desk, ticket) => readTicketEvents(db, desk, ticket),
    readToldEvents: (desk, ticket) => readToldEvents(db, desk, ticket),
    readTicketColumns: (desk) => readTicketColumns(db, desk),
    lastFound: (desk, ticket) => lastFound(db, desk, ticket),
    readOpinions: (desk) => readOpinions(db, desk),
    openTickets: (desk) => openTickets(db, desk),
    readDesk: (desk) => readDesk(db, desk),
    recordSync: (desk, until) => inOne((transaction) => recordSync(transaction, desk, until)),
    recordReconciled: (desk, at) => inOne((transaction) => recordReconciled(transaction, desk, at)),
    recordSyncFailure: (desk, at, error) =>
      inOne((transaction) => recordSyncFailure(transaction, desk, at, error)),
    putLoadTests: (tests) => inOne((transaction) => putLoadTests(transaction, tests)),
    readLoadTests: (agreement) => readLoadTests(db, agreement),
    putSlices: (slices) => inOne((transaction) => putSlices(transaction, slices)),
    readSlices: (query) => readSlices(db, query),
    lastSlice: (source) => lastSlice(db, source),
    putBeat: (beat) => inOne((transaction) => putBeat(transaction, beat)),
    lastBeat: (source, before) => lastBeat(db, source, before),
    putReport: (report) => inOne((transaction) => putReport(transaction, report)),
    readReports: (query) => readReports(db, query),
    readOccurrences: (agreement) => readOccurrences(db, agreement),
    putOccurrences: (occurrences) => inOne((transaction) => putOccurrences(transaction, occurrences)),
    revision: (agreement, window) => readRevision(db, agreement, window),
    ...sealing(db, inOne, { now: async () => Date.now(), skipsLocked: false, headWindows: oneWindow }),
    ...copying(db, sqliteCopying(database, path)),
    ...leasing(db, inOne, { now: async () => Date.now(), skipsLocked: false }),
    ...tallying(db, inOne, { locksRows: false }),
    health: async () => ({ ...sizeOf(path), ...(await readHealth(db, oneWindow)) }),
    check: async () => held.check(),
    close: async () => held.close(),
  };
}
