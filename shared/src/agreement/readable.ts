// Whether a text names a date, an instant or a time zone that exists.

/** True for a date of the calendar: not for 31 April. */
export function isDate(text: string): boolean {
  return reads(() => Temporal.PlainDate.from(text, { overflow: 'reject' }));
}

/** True for ISO 8601 with an offset. */
export function isInstant(text: string): boolean {
  return reads(() => Temporal.Instant.from(text));
}

/** True for a name of the IANA time zone database that this platform knows. */
export function isTimeZone(text: string): boolean {
  return reads(() => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text));
}

function reads(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
