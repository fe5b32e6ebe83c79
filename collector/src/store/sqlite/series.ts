// Rows of samples, read as arrays, into the columns that evaluation takes.
import type { StatementSync } from 'node:sqlite';
import type { SampleSeries } from '@upheld/shared/facts/sample';

type Rows = ReturnType<StatementSync['all']>;

/**
 * `rows` are instant, outcome and latency; `more` are instant, age and status of those samples that have
 * one of them. Both rise.
 */
export function seriesFrom(
  target: { source: string; vantage: string },
  rows: Rows,
  more: Rows,
): SampleSeries {
  const at = new Float64Array(rows.length);
  const outcome = new Uint8Array(rows.length);
  const latencyMs = new Float64Array(rows.length);
  rows.forEach((row, index) => {
    at[index] = Number(row[0]);
    outcome[index] = Number(row[1]);
    latencyMs[index] = row[2] === null ? NaN : Number(row[2]) / 10;
  });
  return { ...target, at, outcome, latencyMs, ...moreColumns(at, more) };
}

/** Only the columns in which some sample has a value. */
function moreColumns(at: Float64Array, more: Rows): Pick<SampleSeries, 'ageMs' | 'status'> {
  const columns: Pick<SampleSeries, 'ageMs' | 'status'> = {};
  let place = 0;
  for (const [instant, age, status] of more.map((row) => Object.values(row))) {
    while (place < at.length && (at[place] ?? 0) < Number(instant)) place += 1;
    // Another process may have added a sample between the two reads.
    if (at[place] !== Number(instant)) continue;
    if (age !== null) (columns.ageMs ??= new Float64Array(at.length).fill(NaN))[place] = Number(age) / 10;
    if (status !== null) (columns.status ??= new Uint16Array(at.length))[place] = Number(status);
  }
  return columns;
}
