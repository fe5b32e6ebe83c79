// Instants as partners write them in answers: ISO 8601, a number of seconds or milliseconds since 1970, or
// a date of HTTP.
import type { Instant } from '@upheld/shared/time/instant';
import { httpDate } from '../egress/http-date.ts';

/** Seconds would reach this number in the year 5138, milliseconds did in 1973: from here on it is the latter. */
const firstMilliseconds = 1e11;

/** What lies before 2000 means "never" (0, 0001-01-01T00:00:00Z) or is another number, such as 20260701. */
const earliest: Instant = Date.UTC(2000, 0, 1);

const iso = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?([Zz]|[+-]\d{2}(:?\d{2})?)$/;
const decimal = /^\d{1,16}(\.\d{1,9})?$/;

/**
 * The instant, with a resolution of 0.1 ms; null where `value` is none, or one before the year 2000.
 * A text of digits is read like the number that it writes; a date and time needs its offset from UTC.
 */
export function readInstant(value: unknown): Instant | null {
  const instant = typeof value === 'string' ? fromText(value) : fromNumber(value);
  return instant !== null && instant >= earliest ? instant : null;
}

function fromText(text: string): Instant | null {
  if (decimal.test(text)) return fromNumber(Number(text));
  return iso.test(text) ? fromIso(text) : httpDate(text);
}

function fromNumber(value: unknown): Instant | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  const milliseconds = value >= firstMilliseconds ? value : value * 1_000;
  return Math.round(milliseconds * 10) / 10;
}

function fromIso(text: string): Instant | null {
  try {
    return Number(Temporal.Instant.from(text).epochNanoseconds / 100_000n) / 10;
  } catch {
    return null;
  }
}
