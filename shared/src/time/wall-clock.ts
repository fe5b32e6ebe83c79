// Between instants and what the clock on a zone's wall shows. A reading is a number: the milliseconds
// from 1970-01-01T00:00 to the reading on that wall, where every date has 24 hours; a local date is the
// whole number of dates since 1970-01-01. Neither is a length of time: only `instantOf` leads back.
import type { Instant } from './instant.ts';
import { offsetStretch } from './zone.ts';

/** 24 hours of wall-clock reading; a real local day has 23 to 25 and sometimes none. */
export const DATE_LENGTH = 86_400_000;

/** No zone was ever this far away from UTC. */
const farthestOffset = 26 * 3_600_000;

/** What the wall clock in `zone` shows at `instant`. */
export function readingAt(instant: Instant, zone: string): number {
  return instant + offsetStretch(instant, zone).offset;
}

/** The local date at `instant`, as its number. */
export function localDateAt(instant: Instant, zone: string): number {
  return Math.floor(readingAt(instant, zone) / DATE_LENGTH);
}

/**
 * The instant of a reading: in a spring gap it moves forward by the gap, of an autumn overlap it is the
 * earlier one (Temporal's `compatible`).
 */
export function instantOf(reading: number, zone: string): Instant {
  return (
    farFromChanges(reading, zone) ??
    wallDateTime(reading).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
  );
}

/**
 * The first instant whose local date is `date` or later: the end of the gap where midnight does not
 * exist, the earlier instant where it comes twice, the next date's start where the zone skipped the date.
 */
export function startOfDate(date: number, zone: string): Instant {
  const midnight = date * DATE_LENGTH;
  return (
    farFromChanges(midnight, zone) ??
    wallDateTime(midnight).toPlainDate().toZonedDateTime(zone).epochMilliseconds
  );
}

/** The instant of a reading that no change of the clocks is near enough to touch; null near one. */
function farFromChanges(reading: number, zone: string): Instant | null {
  const { start, end, offset } = offsetStretch(reading, zone);
  const isFar = start + farthestOffset < reading && reading < end - farthestOffset;
  return isFar ? reading - offset : null;
}

function wallDateTime(reading: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(reading).toZonedDateTimeISO('UTC').toPlainDateTime();
}
