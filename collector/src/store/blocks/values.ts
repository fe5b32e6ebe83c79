// One column of whole numbers, such as latencies, of which some may be missing. Response times spread over a
// few binary orders of magnitude without an upper end: an exponential Golomb code fits them to 0.05 bits of what
// is possible at all, where bytes and zstd take a third more.
import { type ByteReader, type ByteWriter, damaged } from './bytes.ts';

/** Beside the parameter: each value is told by its distance to the one before, not to the smallest. */
const byDistance = 64;

/** Beyond it twice a distance is no safe integer. */
const longestDistance = 2 ** 51;

/** `values` are whole numbers from 0 to 2^53 - 1; NaN where there is none. */
export function writeValues(writer: ByteWriter, values: Float64Array): void {
  writePresence(writer, values);
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length === 0) return;
  const { base, mode, codes } = smaller(offsets(present), distances(present));
  const parameter = bestParameter(codes);
  writer.number(base);
  writer.byte(mode + parameter);
  for (const code of codes) writeCode(writer, code, parameter);
  writer.pad();
}

export function readValues(reader: ByteReader, count: number): Float64Array {
  const values = new Float64Array(count);
  const present = readPresence(reader, values);
  if (present === 0) return values;
  const base = reader.number();
  const mode = reader.byte();
  if (mode >= 2 * byDistance) damaged('a column is written in an unknown way');
  const parameter = mode % byDistance;
  if (mode < byDistance) fill(values, () => base + readCode(reader, parameter));
  else fillByDistance(reader, values, base, parameter);
  reader.pad();
  return values;
}

type Coded = { base: number; mode: number; codes: number[] };

function offsets(values: Float64Array): Coded {
  const base = values.reduce((least, value) => Math.min(least, value), Infinity);
  return { base, mode: 0, codes: Array.from(values, (value) => value - base) };
}

/** Distances of either sign as numbers from 0 on: 0, -1, 1, -2, 2, ... */
function distances(values: Float64Array): Coded | null {
  const codes: number[] = [];
  for (let place = 1; place < values.length; place += 1) {
    const distance = (values[place] ?? 0) - (values[place - 1] ?? 0);
    if (Math.abs(distance) > longestDistance) return null;
    codes.push(distance < 0 ? -2 * distance - 1 : 2 * distance);
  }
  return { base: values[0] ?? 0, mode: byDistance, codes };
}

const smaller = (plain: Coded, other: Coded | null): Coded =>
  other !== null && sizeOf(other.codes) < sizeOf(plain.codes) ? other : plain;

const sizeOf = (codes: number[]): number => sizeWith(codes, bestParameter(codes));

/** The least of those with which the codes take the fewest bits. */
function bestParameter(codes: number[]): number {
  const most = bitLength(codes.reduce((largest, code) => Math.max(largest, code), 0));
  let best = { parameter: 0, size: Infinity };
  for (let parameter = 0; parameter <= most; parameter += 1) {
    const size = sizeWith(codes, parameter);
    if (size < best.size) best = { parameter, size };
  }
  return best.parameter;
}

const sizeWith = (codes: number[], parameter: number): number =>
  codes.reduce((sum, code) => sum + 2 * bitLength(head(code, parameter)) - 1 + parameter, 0);

const head = (code: number, parameter: number): number => Math.floor(code / 2 ** parameter) + 1;

/** As many zeros as the head has bits after its first, the head, and then the low bits as they are. */
function writeCode(writer: ByteWriter, code: number, parameter: number): void {
  const top = head(code, parameter);
  writer.bits(0, bitLength(top) - 1);
  writer.bits(top, bitLength(top));
  writer.bits(code % 2 ** parameter, parameter);
}

function readCode(reader: ByteReader, parameter: number): number {
  const zeros = reader.zeros();
  if (zeros + parameter > 53) damaged('a value is too large');
  const code = (reader.bits(zeros + 1) - 1) * 2 ** parameter + reader.bits(parameter);
  return Number.isSafeInteger(code) ? code : damaged('a value is too large');
}

const bitLength = (value: number): number =>
  value < 2 ** 32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 2 ** 32));

/** How many are there, how many are missing, and so on in turn. */
function writePresence(writer: ByteWriter, values: Float64Array): void {
  let isThere = true;
  let length = 0;
  for (const value of values) {
    if (Number.isNaN(value) === isThere) {
      writer.number(length);
      isThere = !isThere;
      length = 0;
    }
    length += 1;
  }
  writer.number(length);
}

/** Puts NaN where a value is missing, and gives how many are there. */
function readPresence(reader: ByteReader, values: Float64Array): number {
  let present = 0;
  for (let place = 0, isThere = true; place < values.length; isThere = !isThere) {
    const length = reader.number();
    const end = place + length;
    if (end > values.length || (length === 0 && place > 0)) damaged('a column is longer than its hour');
    if (isThere) present += length;
    else values.fill(NaN, place, end);
    place = end;
  }
  return present;
}

function fill(values: Float64Array, next: () => number): void {
  for (let place = 0; place < values.length; place += 1) {
    if (!Number.isNaN(values[place])) values[place] = next();
  }
}

function fillByDistance(reader: ByteReader, values: Float64Array, base: number, parameter: number): void {
  let value = base;
  let isFirst = true;
  fill(values, () => {
    if (!isFirst) {
      const code = readCode(reader, parameter);
      value += code % 2 === 0 ? code / 2 : -(code + 1) / 2;
    }
    isFirst = false;
    return value;
  });
}
