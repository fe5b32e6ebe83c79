// Samples read as rows: how many of each minute ended ok, bad and not measured, whatever they are judged by.
import { outcomeCode } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import type { Interval } from '../time/instant.ts';
import { countCodes } from './codes.ts';
import { minutesOf, timeOf } from './minute-span.ts';
import { indexAtOrAfter } from './rising-column.ts';
import { piecesOf } from './tallied.ts';
import type { Reading, TalliedStretch, VantageFacts } from './tallied.ts';

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
    return columns;
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
  let next = window.start;
  for (const { from, to, stretch } of piecesOf(span, series.tallied)) {
    if (stretch === null) continue;
    const told = timeOf(span, { from, to });
    addSamples(counts, series, { start: next, end: told.start });
    addTallied(counts, stretch, told);
    next = told.end;
  }
  addSamples(counts, series, { start: next, end: window.end });
  return counts;
}

function addSamples(counts: RowCounts, { at, outcome }: VantageFacts, { start, end }: Interval): void {
  const [from, to] = [indexAtOrAfter(at, start), indexAtOrAfter(at, end)];
  countCodes(outcome, from, to, outcomes).forEach((count, code) => add(counts, code, count));
}

function addTallied(counts: RowCounts, { day, columns }: TalliedStretch, { start, end }: Interval): void {
  const [from, to] = [(start - day) / MINUTE, (end - day) / MINUTE];
  columns(rowReading.name).forEach((column, code) => {
    const isWhole = from === 0 && to === column.length;
    add(counts, code, isWhole ? wholeSum(column) : sumOf(column, from, to));
  });
}

function add(counts: RowCounts, code: number, count: number): void {
  counts[code] = (counts[code] ?? 0) + count;
}

/** Kept, because every promise over a source counts its rows. */
const wholeSums = new WeakMap<Uint32Array, number>();

function wholeSum(column: Uint32Array): number {
  const sum = wholeSums.get(column) ?? sumOf(column, 0, column.length);
  wholeSums.set(column, sum);
  return sum;
}

function sumOf(column: Uint32Array, from: number, to: number): number {
  let sum = 0;
  for (let place = from; place < to; place++) sum += column[place] ?? 0;
  return sum;
}
