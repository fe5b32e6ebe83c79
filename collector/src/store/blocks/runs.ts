// A column in which the same value stands many times in a row: each value with how often it comes.
import { type ByteReader, type ByteWriter, damaged } from './bytes.ts';

export function writeRuns(writer: ByteWriter, values: ArrayLike<number>): void {
  for (let start = 0, end = 0; start < values.length; start = end) {
    const value = values[start] ?? 0;
    while (end < values.length && values[end] === value) end += 1;
    writer.number(value);
    writer.number(end - start);
  }
}

/** Fills `values`, each by `take` from what stands there. */
export function readRuns(
  reader: ByteReader,
  values: { length: number },
  take: (place: number, value: number) => void,
): void {
  for (let place = 0; place < values.length;) {
    const value = reader.number();
    const end = place + reader.number();
    if (end === place || end > values.length) damaged('a run is longer than its hour');
    for (; place < end; place += 1) take(place, value);
  }
}
