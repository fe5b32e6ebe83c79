// How far a partner says that it is behind: a number of seconds, or an ISO 8601 duration.

const decimal = /^-?\d{1,12}(\.\d{1,9})?$/;
const iso = /^-?P[\dDTHMS.,]{1,40}$/;

/** More than this is no lag but another number. */
const centuryMs = 36_525 * 86_400_000;

/**
 * The lag in milliseconds with a resolution of 0.1, below 0 where the partner says so; null where `value` is
 * none. Durations count in days of 24 hours, hours, minutes and seconds; a month has no length.
 */
export function readLag(value: unknown): number | null {
  const lagMs = typeof value === 'string' ? fromText(value) : fromSeconds(value);
  return lagMs !== null && Math.abs(lagMs) <= centuryMs ? lagMs : null;
}

function fromText(text: string): number | null {
  if (decimal.test(text)) return fromSeconds(Number(text));
  if (!iso.test(text)) return null;
  try {
    return fromSeconds(Temporal.Duration.from(text).total('seconds'));
  } catch {
    return null;
  }
}

function fromSeconds(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value * 10_000) / 10 : null;
}
