// The samples of one hour of one target as bytes, and back: the canonical form that blocks are hashed over. The
// same samples give the same bytes, in whatever order they came, on every engine and release.
import type { Instant } from '@upheld/shared/time/instant';
import { StoreError } from '../store-error.ts';
import { ByteReader, byteWriter, damaged, type ByteWriter } from './bytes.ts';
import { columnsOf, hourMs, type Ending, type HourColumns, type SlotRow } from './hour.ts';
import { readRuns, writeRuns } from './runs.ts';
import { readValues, writeValues } from './values.ts';

/** Stands first. Another way of writing has another number, and this release goes on reading this one. */
const format = 1;

/** Each slot at most once, all within the hour. Throws a `StoreError` (`invalid`) for others, and for none. */
export function packHour(hour: Instant, rows: readonly SlotRow[]): Uint8Array {
  const columns = columnsOf(rows);
  checkSlots(hour, columns.at);
  const writer = byteWriter();
  writer.byte(format);
  writer.number(rows.length);
  writeRuns(writer, steps(hour, columns.at));
  writer.number(columns.endings.length);
  for (const ending of columns.endings) writeEnding(writer, ending);
  writeRuns(writer, columns.ending);
  writeValues(writer, columns.latencyTenths);
  writeValues(writer, columns.ageTenths);
  return writer.done();
}

/** Throws a `StoreError`: `newer-schema` for what a newer release wrote, `corrupt` for what none did. */
export function unpackHour(hour: Instant, bytes: Uint8Array): HourColumns {
  const reader = new ByteReader(bytes);
  checkFormat(reader.byte());
  const count = reader.number();
  if (count < 1 || count > hourMs) damaged('it has a count of samples that no hour has');
  const at = readSlots(reader, hour, count);
  const endings = Array.from({ length: readCount(reader, count) }, () => readEnding(reader));
  const ending = new Uint32Array(count);
  readRuns(reader, ending, (place, value) => {
    if (value >= endings.length) damaged('a sample ended in a way that is not told');
    ending[place] = value;
  });
  const latencyTenths = readValues(reader, count);
  const ageTenths = readValues(reader, count);
  reader.end();
  return { at, endings, ending, latencyTenths, ageTenths };
}

function checkSlots(hour: Instant, at: Float64Array): void {
  const isWithin = at.every((each) => each >= hour && each < hour + hourMs && Number.isInteger(each));
  const isEachOnce = at.every((each, place) => each !== at[place - 1]);
  if (at.length > 0 && isWithin && isEachOnce) return;
  throw new StoreError('invalid', 'an hour to seal has no samples, one of another hour, or a slot twice');
}

function checkFormat(given: number): void {
  if (given === format) return;
  const said = `a sealed hour is written in format ${given}, and this release knows ${format}`;
  throw new StoreError('newer-schema', `${said}; start the release that wrote it`);
}

/** From the start of the hour to the first slot, and from slot to slot: on a grid they are all the same. */
const steps = (hour: Instant, at: Float64Array): number[] =>
  Array.from(at, (each, place) => each - (at[place - 1] ?? hour));

function readSlots(reader: ByteReader, hour: Instant, count: number): Float64Array {
  const at = new Float64Array(count);
  let last = hour;
  readRuns(reader, at, (place, step) => {
    last += step;
    at[place] = last;
  });
  if (last >= hour + hourMs) damaged('it has a slot of another hour');
  return at;
}

function readCount(reader: ByteReader, most: number): number {
  const count = reader.number();
  return count <= most ? count : damaged('it has more endings than samples');
}

/** Reasons as text, so that a block says what it means without a list beside it. */
function writeEnding(writer: ByteWriter, { outcome, reason, status }: Ending): void {
  writer.byte(outcome);
  writer.text(reason ?? '');
  writer.number(status === null ? 0 : status + 1);
}

function readEnding(reader: ByteReader): Ending {
  const outcome = reader.byte();
  const reason = reader.text();
  const status = reader.number();
  return { outcome, reason: outcome === 0 ? null : reason, status: status === 0 ? null : status - 1 };
}
