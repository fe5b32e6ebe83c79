// The Store of the PostgreSQL engine, in the thread that holds its connections. Calls may overlap, here and in other
// processes: what depends on what it read takes its turn.
import { sql } from 'kysely';
import type { OpenOptions } from '../engine.ts';
import { lastBeat, putBeat } from '../sql/beats.ts';
import { copying } from '../sql/copying.ts';
import { readDesk, recordReconciled, recordSync, recordSyncFailure } from '../sql/desks.ts';
import { lastSlot, readFailures } from '../sql/failures.ts';
import { sealing } from '../sql/blocks.ts';
import { lastFound } from '../sql/found-tickets.ts';
import { readHealth } from '../sql/health.ts';
import { leasing } from '../sql/leasing.ts';
import { putLoadTests, readLoadTests } from '../sql/load-tests.ts';
import { putOccurrences, readOccurrences } from '../sql/occurrences.ts';
import { openTickets } from '../sql/open-tickets.ts';
import { readOpinions } from '../sql/opinions.ts';
import { readRevision } from '../sql/revisions.ts';
import { lastSlice, putSlices, readSlices } from '../sql/slices.ts';
import { putReport, readReports } from '../sql/status-reports.ts';
import type { Db } from '../sql/tables.ts';
import { tallying } from '../sql/tallies.ts';
import { putTicketEvents, readTicketColumns, readTicketEvents, readToldEvents } from '../sql/tickets.ts';
import type { Store } from '../store.ts';
import { checkWritable } from './check.ts';
import { readClock } from './clock.ts';
import { postgresCopying } from './copying.ts';
import { openDatabase } from './database.ts';
import { headWindows } from './head-windows.ts';
import { partitionsOf } from './partitions.ts';
import { queriesOf } from './pool.ts';
import { putSamples } from './put-samples.ts';
import { readSamples } from './read-samples.ts';
import { targetNumbers } from './targets.ts';
import { spanRetirer } from './retire.ts';
import { inTransaction, inTurn } from './transaction.ts';

/** Opens the database, its tables up to date. Its methods throw what PostgreSQL's client throws. */
export async function openPostgresStore(address: string, options: OpenOptions): Promise<Store> {
  const pool = await openDatabase(address, options);
  const db = queriesOf(pool);
  const targets = targetNumbers(db);
  // Also where a connection ends that was idle: a lost one cannot be told from it for sure, and learning is cheap.
  pool.on('remove', targets.forget);
  const partitions = partitionsOf(db);
  const inOne = <Result>(work: (transaction: Db) => Promise<Result>) => inTransaction(db, work);
  return {
    putSamples: (batch) => putSamples(db, { targets, partitions }, batch),
    readSamples: (query) => readSamples({ pool, db, targets }, query),
    readFailures: (query) => readFailures(db, query, headWindows),
    lastSlot: (target) => lastSlot(db, target, headWindows),
    putTicketEvents: (batch) => inTurn(db, batch, (transaction) => putTicketEvents(transaction, batch)),
    readTicketEvents: (desk, ticket) => readTicketEvents(db, desk, ticket),
    readToldEvents: (desk, ticket) => readToldEvents(db, desk, ticket),
    readTicketColumns: (desk) => readTicketColumns(db, desk),
    lastFound: (desk, ticket) => lastFound(db, desk, ticket),
    readOpinions: (desk) => readOpinions(db, desk),
    openTickets: (desk) => openTickets(db, desk),
    readDesk: (desk) => readDesk(db, desk),
    recordSync: (desk, until) => inTurn(db, desk, (transaction) => recordSync(transaction, desk, until)),
    recordReconciled: (desk, at) =>
      inTurn(db, desk, (transaction) => recordReconciled(transaction, desk, at)),
    recordSyncFailure: (desk, at, error) =>
      inTurn(db, desk, (transaction) => recordSyncFailure(transaction, desk, at, error)),
    putLoadTests: (tests) => inOne((transaction) => putLoadTests(transaction, tests)),
    readLoadTests: (agreement) => readLoadTests(db, agreement),
    putSlices: (slices) => inOne((transaction) => putSlices(transaction, slices)),
    readSlices: (query) => readSlices(db, query),
    lastSlice: (source) => lastSlice(db, source),
    putBeat: (beat) => inOne((transaction) => putBeat(transaction, beat)),
    lastBeat: (source, before) => lastBeat(db, source, before),
    putReport: (report) => inTurn(db, report, (transaction) => putReport(transaction, report)),
    readReports: (query) => readReports(db, query),
    readOccurrences: (agreement) => readOccurrences(db, agreement),
    putOccurrences: (occurrences) => inOne((transaction) => putOccurrences(transaction, occurrences)),
    revision: (agreement, window) => readRevision(db, agreement, window),
    ...copying(db, postgresCopying(address, partitions)),
    ...leasing(db, inOne, { now: readClock, skipsLocked: true }),
    ...sealing(db, inOne, { now: readClock, skipsLocked: true, headWindows }),
    retireHeads: spanRetirer(db),
    ...tallying(db, inOne, { locksRows: true }),
    health: async () => ({ ...(await readSize(db)), ...(await readHealth(db, headWindows)) }),
    check: () => checkWritable(db),
    close: () => db.destroy(),
  };
}

/** How much room its disk has left, a database does not tell. */
async function readSize(db: Db): Promise<{ sizeBytes: number; freeBytes: null }> {
  const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(
    db,
  );
  return { sizeBytes: rows[0]?.size ?? 0, freeBytes: null };
}
