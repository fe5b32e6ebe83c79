// Samples out of PostgreSQL, as the columns that evaluation takes.
import type { Pool } from 'pg';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import type { Interval } from '@upheld/shared/time/instant';
import { withHours } from '../blocks/merge.ts';
import { readHours } from '../sql/sealed-hours.ts';
import type { Db } from '../sql/tables.ts';
import type { Store } from '../store.ts';
import { headWindows } from './head-windows.ts';
import { targetsOf } from './targets.ts';

type Query = Parameters<Store['readSamples']>[0];

/** Instant, outcome, and latency, age and status where there is one. */
type Row = [number, number, number | null, number | null, number | null];

export async function readSamples(
  { pool, db }: { pool: Pool; db: Db },
  { agreement, source, start, end }: Query,
): Promise<SampleSeries[]> {
  const series: SampleSeries[] = [];
  const windows = await headWindows(db, { start, end });
  for (const { vantage, id } of await targetsOf(db, agreement, source)) {
    // Rows first: one that is let go of meanwhile is in the blocks that are read after it.
    const heads = seriesFrom({ source, vantage }, await rowsOf(pool, id, windows));
    const hours = await readHours(db, { id, agreement, source, vantage }, { start, end });
    series.push(withHours(heads, hours, { start, end }));
  }
  return series.filter(({ at }) => at.length > 0);
}

/** Rows as arrays: half of the time that rows as objects take. */
async function rowsOf(pool: Pool, target: number, windows: readonly Interval[]): Promise<Row[]> {
  const all: Row[][] = [];
  for (const window of windows) all.push(await rowsIn(pool, target, window));
  return all.flat();
}

async function rowsIn(pool: Pool, target: number, { start, end }: Interval): Promise<Row[]> {
  const { rows } = await pool.query<Row>({
    text: `select at, outcome, latency_tenths, age_tenths, status from samples
      where target = $1 and at >= $2 and at < $3 order by at`,
    values: [target, start, end],
    rowMode: 'array',
  });
  return rows;
}

function seriesFrom(target: { source: string; vantage: string }, rows: readonly Row[]): SampleSeries {
  const column = (place: 2 | 3): Float64Array<ArrayBuffer> => {
    const values = new Float64Array(rows.length);
    rows.forEach((row, index) => (values[index] = (row[place] ?? NaN) / 10));
    return values;
  };
  return {
    ...target,
    at: Float64Array.from(rows, (row) => row[0]),
    outcome: Uint8Array.from(rows, (row) => row[1]),
    latencyMs: column(2),
    ...(rows.some((row) => row[3] !== null) ? { ageMs: column(3) } : {}),
    ...(rows.some((row) => row[4] !== null) ? { status: Uint16Array.from(rows, (row) => row[4] ?? 0) } : {}),
  };
}
