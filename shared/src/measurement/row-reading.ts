// Samples read as rows: how many of each minute ended ok, bad and not measured, whatever they are judged by.
import { outcomeCode } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import type { Interval } from '../time/instant.ts';
import { countCodes } from './codes.ts';
import { minutesOf, timeOf } from './minute-span.ts';
import { indexAtOrAfter } from './rising-column.ts';
import { runsOf, sumBefore } from './runs.ts';
import { piecesOf, spanOf, toldOver } from './tallied.ts';
import type { Reading, VantageFacts } from './tallied.ts';

/** Rows by outcome, in the order of `outcomeCode`. */
export type RowCounts = [ok: number, bad: number, unmeasured: number];

const outcomes = Object.keys(outcomeCode).length;

/** Three columns, in the order of `outcomeCode`. */
export const rowReading: Reading = {
  name: 'rows',
  tally({ at, outcome }, { first, count }) {
    const columns = Array.from({ length: outcomes }, () => new Uint32Array(count));
    const end = indexAtOrAfter(at, (first + count) * MINUTE);
    for (let place = indexAtOrAfter(at, first * MINUTE); place < end; place++) {
      const minute = Math.floor((at[place] ?? 0) / MINUTE) - first;
      const column = columns[outcome[place] ?? 0];
      if (column !== undefined) column[minute] = (column[minute] ?? 0) + 1;
    }
    return { minutes: columns.map(runsOf), numbers: new Uint32Array() };
  },
};

/** The rows of a window. No stretch of tallies may hold an edge of it that lies inside a minute. */
export function countRows(series: VantageFacts, window: Interval): RowCounts {
  const counts: RowCounts = [0, 0, 0];
  if (series.tallied === undefined) {
    addSamples(counts, series, window);
    return counts;
  }
  const span = minutesOf(window);
  const tallied = piecesOf(span, series.tallied).filter(({ stretch }) => stretch !== null);
  const told = { from: tallied.at(0)?.from ?? 0, to: tallied.at(-1)?.to ?? 0 };
  const { start, end } = timeOf(span, told);
  addSamples(counts, series, { start: window.start, end: start });
  const { minutes } = toldOver(series, spanOf(span, told), rowReading);
  minutes.forEach((column, code) => add(counts, code, sumBefore(column, told.to - told.from)));
  addSamples(counts, series, { start: end, end: window.end });
  return counts;
}

function addSamples(counts: RowCounts, { at, outcome }: VantageFacts, { start, end }: Interval): void {
  const [from, to] = [indexAtOrAfter(at, start), indexAtOrAfter(at, end)];
  countCodes(outcome, from, to, outcomes).forEach((count, code) => add(counts, code, count));
}

function add(counts: RowCounts, code: number, count: number): void {
  counts[code] = (counts[code] ?? 0) + count;
}
