// The same samples as rows of SQLite, which counts them and finds their quantiles itself.
import { DatabaseSync } from 'node:sqlite';
import type { SampleSeries } from '@upheld/shared/facts/sample';

export type SqliteQuery = { name: string; run: () => unknown };

/** A count and three quantiles in one query, or the nearest to it where percentile() is not compiled in. */
export function sqliteQueries({ at, outcome, latencyMs }: SampleSeries): SqliteQuery[] {
  const database = new DatabaseSync(':memory:');
  database.exec('create table samples (at integer primary key, outcome integer, latency real) strict');
  const insert = database.prepare('insert into samples values (?, ?, ?)');
  database.exec('begin');
  for (const [place, latency] of latencyMs.entries()) {
    insert.run(at[place] ?? 0, outcome[place] ?? 0, Number.isNaN(latency) ? null : latency);
  }
  database.exec('commit');
  const count = database.prepare('select sum(outcome = 0), sum(latency < 200), count(*) from samples');
  return [
    { name: 'SQLite: sum(ok), sum(latency < 200), count(*)', run: () => count.get() },
    hasPercentile(database) ? withPercentile(database) : withOffset(database, latencyMs),
  ];
}

function hasPercentile(database: DatabaseSync): boolean {
  const used = database.prepare("select sqlite_compileoption_used('ENABLE_PERCENTILE') as used").get();
  return used?.['used'] === 1;
}

/** It interpolates between neighbours, so it is not the nearest rank; the work is the same. */
function withPercentile(database: DatabaseSync): SqliteQuery {
  const query = database.prepare(`select sum(outcome = 0), sum(latency < 200), count(*),
    percentile(latency, 50), percentile(latency, 95), percentile(latency, 99) from samples`);
  return { name: 'SQLite: the same and percentile() of 50, 95 and 99', run: () => query.get() };
}

function withOffset(database: DatabaseSync, latencyMs: Float64Array): SqliteQuery {
  const query = database.prepare(
    'select latency from samples order by latency is null, latency limit 1 offset ?',
  );
  const ranks = [50, 95, 99].map((percent) => Math.ceil((percent * latencyMs.length) / 100));
  return {
    name: 'SQLite without percentile(): ORDER BY latency LIMIT 1 OFFSET rank, three times, without counts',
    run: () => ranks.map((rank) => query.get(rank - 1)),
  };
}
