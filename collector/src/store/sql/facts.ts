// The facts of a store and what was made of them, where every engine asks alike: all but samples, which go in and out
// by each engine's own means.
import type { SourceKey, Store } from '../store.ts';
import { lastBeat, putBeat } from './beats.ts';
import { readDesk, recordReconciled, recordSync, recordSyncFailure } from './desks.ts';
import { lastSlot, readFailures } from './failures.ts';
import { lastFound } from './found-tickets.ts';
import type { HeadWindows } from './head-rows.ts';
import { putLoadTests, readLoadTests } from './load-tests.ts';
import { putOccurrences, readOccurrences } from './occurrences.ts';
import { openTickets } from './open-tickets.ts';
import { readOpinions } from './opinions.ts';
import { readRevision } from './revisions.ts';
import { lastSlice, putSlices, readSlices } from './slices.ts';
import { putReport, readReports } from './status-reports.ts';
import type { Db } from './tables.ts';
import { putTicketEvents, readTicketColumns, readTicketEvents, readToldEvents } from './tickets.ts';

type Work<Result> = (transaction: Db) => Promise<Result>;

/**
 * `inOne` does its work in one transaction; `inTurn` does so too, for work that depends on what it read of a source,
 * while nobody else does.
 */
export type FactsEngine = {
  inOne: <Result>(work: Work<Result>) => Promise<Result>;
  inTurn: <Result>(source: SourceKey, work: Work<Result>) => Promise<Result>;
  headWindows: HeadWindows;
};

/** What `store.ts` says of each. */
export function keepingFacts(db: Db, { inOne, inTurn, headWindows }: FactsEngine) {
  return {
    readFailures: (query) => readFailures(db, query, headWindows),
    lastSlot: (target) => lastSlot(db, target, headWindows),
    putTicketEvents: (batch) => inTurn(batch, (transaction) => putTicketEvents(transaction, batch)),
    readTicketEvents: (desk, ticket) => readTicketEvents(db, desk, ticket),
    readToldEvents: (desk, ticket) => readToldEvents(db, desk, ticket),
    readTicketColumns: (desk) => readTicketColumns(db, desk),
    lastFound: (desk, ticket) => lastFound(db, desk, ticket),
    readOpinions: (desk) => readOpinions(db, desk),
    openTickets: (desk) => openTickets(db, desk),
    readDesk: (desk) => readDesk(db, desk),
    recordSync: (desk, until) => inTurn(desk, (transaction) => recordSync(transaction, desk, until)),
    recordReconciled: (desk, at) => inTurn(desk, (transaction) => recordReconciled(transaction, desk, at)),
    recordSyncFailure: (desk, at, error) =>
      inTurn(desk, (transaction) => recordSyncFailure(transaction, desk, at, error)),
    putLoadTests: (tests) => inOne((transaction) => putLoadTests(transaction, tests)),
    readLoadTests: (agreement) => readLoadTests(db, agreement),
    putSlices: (slices) => inOne((transaction) => putSlices(transaction, slices)),
    readSlices: (query) => readSlices(db, query),
    lastSlice: (source) => lastSlice(db, source),
    putBeat: (beat) => inOne((transaction) => putBeat(transaction, beat)),
    lastBeat: (source, before) => lastBeat(db, source, before),
    putReport: (report) => inTurn(report, (transaction) => putReport(transaction, report)),
    readReports: (query) => readReports(db, query),
    readOccurrences: (agreement) => readOccurrences(db, agreement),
    putOccurrences: (occurrences) => inOne((transaction) => putOccurrences(transaction, occurrences)),
    revision: (agreement, window) => readRevision(db, agreement, window),
  } satisfies Partial<Store>;
}
