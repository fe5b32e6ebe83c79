// Columns of a tally as bytes: as runs or number by number, whichever is shorter. Most columns are one run; times
// hardly shrink by zstd, and opening them takes longer than all that is then done with them.
import type { TallyColumns } from '@upheld/shared/measurement/tallied';

/** The columns as `columnsFrom` reads them. */
export function bytesOf(columns: TallyColumns): Uint8Array {
  const numbers: number[] = [columns.length];
  for (const column of columns) addColumn(numbers, column);
  return varints(numbers);
}

/** The columns are shared and never written. Throws a RangeError for what `bytesOf` never gives. */
export function columnsFrom(data: Uint8Array): TallyColumns {
  const reader = new Reader(data);
  return Array.from({ length: reader.next() }, () => readColumn(reader));
}

/** Its length, how many runs it is told in (0: number by number), and then the numbers. */
function addColumn(numbers: number[], column: Uint32Array): void {
  const runs = runsOf(column);
  const isRuns = runs.length < column.length;
  numbers.push(column.length, isRuns ? runs.length / 2 : 0);
  for (const number of isRuns ? runs : column) numbers.push(number);
}

/** Each value and how often it comes. */
function runsOf(column: Uint32Array): number[] {
  const runs: number[] = [];
  for (let place = 0; place < column.length;) {
    const from = place;
    while (place < column.length && column[place] === column[from]) place += 1;
    runs.push(column[from] ?? 0, place - from);
  }
  return runs;
}

function readColumn(reader: Reader): Uint32Array {
  const [length, runs] = [reader.next(), reader.next()];
  if (runs === 1) return evenColumn(reader.next(), reader.next());
  const column = new Uint32Array(length);
  if (runs === 0) reader.fill(column);
  for (let run = 0, place = 0; run < runs; run++) {
    const [value, count] = [reader.next(), reader.next()];
    column.fill(value, place, place + count);
    place += count;
  }
  return column;
}

/** Columns of one value are alike on most days: a few values, of days and of parts of them. */
const evenColumns = new Map<string, Uint32Array>();
const mostEvenColumns = 256;

function evenColumn(value: number, length: number): Uint32Array {
  const name = `${value} ${length}`;
  const known = evenColumns.get(name) ?? new Uint32Array(length).fill(value);
  if (evenColumns.size < mostEvenColumns) evenColumns.set(name, known);
  return known;
}

/** Whole numbers below 2^32, seven bits a byte, the lowest first. */
function varints(numbers: number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 5);
  let length = 0;
  for (let rest of numbers) {
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes[length++] = (rest % 128) + 128;
    bytes[length++] = rest;
  }
  return bytes.slice(0, length);
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #one = new Uint32Array(1);
  #place = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): number {
    this.fill(this.#one);
    return this.#one[0] ?? 0;
  }

  /** As many numbers as the column has places. */
  fill(column: Uint32Array): void {
    const bytes = this.#bytes;
    let place = this.#place;
    for (let target = 0; target < column.length; target++) {
      let value = 0;
      let unit = 1;
      let byte = bytes[place++] ?? 0;
      for (; byte > 127; byte = bytes[place++] ?? 0) {
        value += (byte - 128) * unit;
        unit *= 128;
      }
      column[target] = value + byte * unit;
    }
    if (place > bytes.length) throw new RangeError(endsTooEarly);
    this.#place = place;
  }
}

const endsTooEarly = 'a tally ends too early; drop the tallies of its agreement';
