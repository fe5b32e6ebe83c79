// Columns of minutes as runs of equal numbers: most columns of a day are a few, and the sum of any stretch is looked
// up at its two ends.
import { indexAtOrAfter } from './rising-column.ts';

/** Each value and the place after its last one. Neighbours may be equal. Plain arrays: most have a few entries. */
export type Runs = { values: number[]; ends: number[] };

/** The runs of a long stretch, with the sum of all that stands before each, and at last of all. */
export type SummedRuns = { values: Uint32Array; ends: Float64Array; sums: Float64Array };

/** The places `[from, to)` of some runs. */
export type RunsPart = { runs: Runs; from: number; to: number };

/** A column of numbers as runs. */
export function runsOf(column: Uint32Array): Runs {
  const runs: Runs = { values: [], ends: [] };
  for (let place = 1; place <= column.length; place++) {
    if (place < column.length && column[place] === column[place - 1]) continue;
    runs.values.push(column[place - 1] ?? 0);
    runs.ends.push(place);
  }
  return runs;
}

/** Parts of runs, one after the other. */
export function joinedRuns(parts: RunsPart[]): SummedRuns {
  const most = parts.reduce((sum, { runs }) => sum + runs.ends.length, 0);
  const [values, ends] = [new Uint32Array(most), new Float64Array(most)];
  const sums = new Float64Array(most + 1);
  let [count, end, sum] = [0, 0, 0];
  for (const { runs, from, to } of parts) {
    let begun = from;
    for (let run = 0; begun < to; run++) {
      const until = Math.min(to, runs.ends[run] ?? to);
      if (until <= begun) continue;
      const value = runs.values[run] ?? 0;
      values[count] = value;
      ends[count] = end += until - begun;
      sums[++count] = sum += value * (until - begun);
      begun = until;
    }
  }
  return {
    ...{ values: values.subarray(0, count), ends: ends.subarray(0, count) },
    sums: sums.subarray(0, count + 1),
  };
}

/** What the numbers at the places `[from, to)` come to. */
export function sumWithin(runs: SummedRuns, { from, to }: { from: number; to: number }): number {
  return sumBefore(runs, to) - sumBefore(runs, from);
}

/** What all numbers before a place come to. */
export function sumBefore(runs: SummedRuns, place: number): number {
  const run = runAt(runs, place);
  return (runs.sums[run] ?? 0) + (place - (runs.ends[run - 1] ?? 0)) * (runs.values[run] ?? 0);
}

/** The number at a place, 0 past the end. */
export function valueAt(runs: SummedRuns, place: number): number {
  return runs.values[runAt(runs, place)] ?? 0;
}

function runAt({ ends }: SummedRuns, place: number): number {
  return indexAtOrAfter(ends, place + 1);
}
