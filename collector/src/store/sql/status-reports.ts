// What partners said of themselves: one row for as long as a page said the same, so that a page polled for
// years is a few rows.
import type { PublishedMaintenance, StatusReport } from '@upheld/shared/facts/status-report';
import type { KeptReport, NewReport, SourceKey } from '../store.ts';
import { storedJson } from './json.ts';
import { agreementId } from './revisions.ts';
import type { Db } from './tables.ts';

/** Each confirmation is a flush to the disk, which a page asked every few seconds is not worth. */
const confirmedEveryMs = 60_000;

/** Call it inside a transaction: what it adds depends on the newest row. */
export async function putReport(db: Db, report: NewReport): Promise<void> {
  const columns = columnsOf(report);
  const [newest] = await rowsOf(db, { ...report, limit: 1 });
  if (newest?.status !== columns.status || newest.maintenance !== columns.maintenance) {
    const agreement = await agreementId(db, report.agreement);
    const { source, at } = report;
    await db
      .insertInto('status_reports')
      .values({ agreement, source, at, seen_at: at, ...columns })
      .execute();
  } else if (report.at - newest.seen_at >= confirmedEveryMs) {
    await db.updateTable('status_reports').set({ seen_at: report.at }).where('id', '=', newest.id).execute();
  }
}

/** In the reverse order of arrival. */
export async function readReports(db: Db, query: SourceKey & { limit: number }): Promise<KeptReport[]> {
  const rows = await rowsOf(db, query);
  return rows.map((row) => ({
    ...{ at: row.at, seenAt: row.seen_at, status: row.status },
    maintenance: storedJson<PublishedMaintenance[]>(row.maintenance),
  }));
}

const rowsOf = (db: Db, { agreement, source, limit }: SourceKey & { limit: number }) =>
  db
    .selectFrom('status_reports')
    .innerJoin('agreements', 'agreements.id', 'status_reports.agreement')
    .selectAll('status_reports')
    .where('agreements.name', '=', agreement)
    .where('status_reports.source', '=', source)
    .orderBy('status_reports.id', 'desc')
    .limit(limit)
    .execute();

/** Maintenances in a fixed order and form, so that equal reports have equal columns. */
const columnsOf = ({ status, maintenance }: StatusReport) => ({
  status,
  maintenance: JSON.stringify(
    maintenance
      .map(({ id, name, start, end }) => ({ id, name, start, end }))
      .toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)),
  ),
});
