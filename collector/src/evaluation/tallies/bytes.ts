// Columns of a tally as bytes: of minutes as runs or number by number, whichever is shorter. Times hardly shrink by
// zstd, and opening them takes longer than all that is then done with them.
import type { Runs } from '@upheld/shared/measurement/runs';
import type { TallyColumns } from '@upheld/shared/measurement/tallied';

/** The columns as `columnsFrom` reads them. */
export function bytesOf({ minutes, numbers }: TallyColumns): Uint8Array {
  const told = [minutes.length];
  for (const runs of minutes) addRuns(told, runs);
  told.push(numbers.length);
  for (const number of numbers) told.push(number);
  return varints(told);
}

/** The columns are shared and never written. Throws a RangeError for what `bytesOf` never gives. */
export function columnsFrom(data: Uint8Array): TallyColumns {
  const reader = new Reader(data);
  const minutes = Array.from({ length: reader.next() }, () => readRuns(reader));
  return { minutes, numbers: reader.some(reader.next()) };
}

/** Its length, how many runs it is told in (0: number by number), and then their lengths and all values. */
function addRuns(told: number[], { values, ends }: Runs): void {
  const length = ends.at(-1) ?? 0;
  const isRuns = 2 * values.length < length;
  told.push(length, isRuns ? values.length : 0);
  values.forEach((value, run) => {
    const count = (ends[run] ?? 0) - (ends[run - 1] ?? 0);
    if (isRuns) told.push(count, value);
    else for (let left = count; left > 0; left--) told.push(value);
  });
}

function readRuns(reader: Reader): Runs {
  const runs: Runs = { values: [], ends: [] };
  const [length, count] = [reader.next(), reader.next()];
  for (let run = 0, end = 0; run < (count || length); run++) {
    runs.ends.push((end += count === 0 ? 1 : reader.next()));
    runs.values.push(reader.next());
  }
  return runs;
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
  #place = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): number {
    let value = 0;
    let unit = 1;
    let byte = this.#byte();
    for (; byte > 127; byte = this.#byte()) {
      value += (byte - 128) * unit;
      unit *= 128;
    }
    return value + byte * unit;
  }

  some(count: number): Uint32Array {
    if (count > this.#bytes.length) throw new RangeError(endsTooEarly);
    const numbers = new Uint32Array(count);
    for (let place = 0; place < count; place++) numbers[place] = this.next();
    return numbers;
  }

  #byte(): number {
    const byte = this.#bytes[this.#place++];
    if (byte === undefined) throw new RangeError(endsTooEarly);
    return byte;
  }
}

const endsTooEarly = 'a tally ends too early; drop the tallies of its agreement';
