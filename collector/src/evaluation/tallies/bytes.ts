// Columns of a tally as bytes: as runs or number by number, whichever is shorter, then by the platform's zstd where
// that saves something.
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { TallyColumns } from '@upheld/shared/measurement/tallied';

const asTheyAre = 0;
const byZstd = 1;

/** What is shorter is mostly one run a column, and not worth the call. */
const worthCompressing = 256;

/** The columns as `columnsFrom` reads them. */
export function bytesOf(columns: TallyColumns): Uint8Array {
  const numbers: number[] = [columns.length];
  for (const column of columns) addColumn(numbers, column);
  const body = varints(numbers);
  const smaller = body.length < worthCompressing ? body : zstdCompressSync(body);
  return smaller.length < body.length ? marked(byZstd, smaller) : marked(asTheyAre, body);
}

/** Throws a RangeError for what `bytesOf` never gives. */
export function columnsFrom(data: Uint8Array): TallyColumns {
  const read = reader(data[0] === byZstd ? zstdDecompressSync(data.subarray(1)) : data.subarray(1));
  return Array.from({ length: read() }, () => readColumn(read));
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

function readColumn(read: () => number): Uint32Array {
  const column = new Uint32Array(read());
  const runs = read();
  if (runs === 0) return column.map(() => read());
  for (let run = 0, place = 0; run < runs; run++) {
    const [value, length] = [read(), read()];
    column.fill(value, place, place + length);
    place += length;
  }
  return column;
}

/** Whole numbers below 2^32, seven bits a byte, the lowest first. */
function varints(numbers: number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 5);
  let length = 0;
  for (let rest of numbers) {
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes[length++] = (rest % 128) + 128;
    bytes[length++] = rest;
  }
  return bytes.subarray(0, length);
}

function reader(bytes: Uint8Array): () => number {
  let place = 0;
  return () => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = bytes[place++];
      if (byte === undefined) {
        throw new RangeError('a tally ends too early; drop the tallies of its agreement');
      }
      if (byte < 128) return value + byte * unit;
      value += (byte - 128) * unit;
    }
  };
}

function marked(mark: number, body: Uint8Array): Uint8Array {
  const data = new Uint8Array(body.length + 1);
  data[0] = mark;
  data.set(body, 1);
  return data;
}
